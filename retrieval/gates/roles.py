"""The bodies of a claim: each in the role that the responsibility ledger gives it."""

import re

from retrieval.gates.claims import fold
from retrieval.gates.source import Source

#: Words of a claim that give a role -> the roles of the ledger they stand for.
_ROLE_WORDS = re.compile(
    "(?P<lead>牵头|主办|抓总|主要负责)|(?P<join>配合|协办|协助|协同|参与|参加)|(?P<own>负责|落实|承担|主管|责任)"
)
_ROLES = {"lead": {"lead"}, "join": {"join"}, "own": {"shared", "alone"}}
_ROLE_LABEL = re.compile(
    "(?:(?P<lead>牵头)|(?P<join>配合|参与|协办)|(?P<own>责任|负责))(?:单位|部门|的)*(?:是|为|有|包括|:|：)[^，,；;。]*$"
)


def wrong_roles(claim: str, source: Source) -> str:
    """Which body a folded claim gives a role that the source does not; empty when none."""
    if len(source.units) > 1 and source.duties and not any(fold(d.body) in claim for d in source.duties):
        return "这句话没有说到责任单位"
    bodies = sorted({fold(d.body) for d in source.duties}, key=len, reverse=True)
    for body in bodies:
        roles = {d.role for d in source.duties if fold(d.body) == body}
        for at in (m.start() for m in re.finditer(re.escape(body), claim)):
            said = _role_said(claim, at, at + len(body))
            if re.split("[,，;；。]", claim[at:])[0] in source.words:
                continue  # word for word
            phrases = "".join(d.phrase for d in source.duties if fold(d.body) == body)
            by_phrase = said == "own" and "lead" not in roles and re.search("负责|职责|分工|落实", phrases)
            if said and not by_phrase and not roles & _ROLES[said]:
                return f"{body} 的职责与原文不同"
    if not source.duties and (found := _ROLE_WORDS.search(claim)) and not re.search(found.group(), source.words):
        return f"原文没有说“{found.group()}”"
    return ""


def _role_said(claim: str, start: int, end: int) -> str:
    """lead, join or own: the role that the words before or after ``claim[start:end]`` give it; empty when none."""
    label = _ROLE_LABEL.search(claim[:start])
    if label:
        return str(label.lastgroup)
    rest = re.split("[；;。]", claim[end:])[0]
    found = _ROLE_WORDS.search(rest)
    if found is None:
        return ""
    if found.lastgroup == "own" and "牵头" in rest[: found.end() + 2]:
        return "lead"
    return str(found.lastgroup)
