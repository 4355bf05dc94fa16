"""The bodies of a claim: each named in what is cited, in the role that it has there, and none left out of a list that is given whole."""

import re
from collections.abc import Sequence

from corpus.plan import Duty
from retrieval.gates.cited import Cited
from retrieval.gates.source import without_names

_NAME = re.compile(
    r"(?:国家|省|市|州|县|区|州委|市委|省委)(?:人民)?[\u4e00-\u9fff]{1,12}?(?:局|委员会|委(?!员|托)|办公[厅室]|厅|(?<!举|承|主|协|经|督|创)办(?![法事公理学])|银保监分局|管委会)"
    r"|[\u4e00-\u9fff]{2,8}(?:海关|海事局|银行|供电公司)"
)
_TAILED = re.compile("(?:海关|海事局|银行|供电公司)$")
_ROLE_WORDS = re.compile(
    "(?P<lead>牵头|主办|抓总|领头|挑头|带头|打头|领衔)|(?P<join>配合|协办|协助|协同|参与|参加)|(?P<own>负责|落实|承担|主管|责任|分工)"
)
_ROLES = {"lead": {"lead"}, "join": {"join"}, "own": {"shared", "alone"}}
_LABEL = re.compile(
    "(?:(?P<lead>牵头|领头|挑头|带头)|(?P<join>配合|参与|协办)|(?P<own>责任|负责))(?:的)?(?:单位|部门|的)*(?:是|为|有|包括|:|：)[^;；。,，]*$"
)
_OPEN = re.compile("等|其他|有关|相关|包括|部分|主要|之一|比如|例如|其中|多个|若干|以及各|还有|除")


def bodies_in(claim: str, cited: Cited) -> list[str]:
    """The bodies that a folded claim names: those of the ledger in full, others as names of offices are written."""
    known = sorted({fold_body(d.body) for d in cited.duties}, key=len, reverse=True)
    found, rest = [], claim
    for body in known:
        if body and body in rest:
            found.append(body)
            rest = rest.replace(body, "＃")
    for name in _NAME.findall(rest):
        found.append(re.split("由|和|与|及|是|为|有|对|向|归|让|即|的", name)[-1] or name)
    return [f for f in found if len(f) > 2]


def fold_body(body: str) -> str:
    """A body's name as claims are folded."""
    return re.sub(r"\s", "", body).replace("（", "(").replace("）", ")")


def unknown_body(claim: str, cited: Cited) -> str:
    """A body that a folded claim names and that is not named in what is cited; empty when none."""
    for name in bodies_in(claim, cited):
        if not _names(name, cited.everything):
            return f"部门 {name} 不在所引的段落里"
    return ""


def _names(name: str, text: str) -> bool:
    """Whether a text names a body, its level aside: 福建省发展改革委, 省发展改革委, 发展改革委."""
    if _TAILED.search(name) and any(name[i:] in text for i in range(1, len(name) - 3)):
        return True  # 连国网供电公司: words before it are not its own
    starts = [i for i, sign in enumerate(name[:-2]) if sign in "市州县省区委家"]
    bare = [name, *(name[i:] for i in starts), *(name[i + 1 :] for i in starts if len(name) - i > 3)]
    return any(b in text for b in bare if len(b) > 2) or any(_abbreviates(b, text) for b in bare if len(b) > 3)


def _abbreviates(name: str, text: str) -> bool:
    """发改委 for 发展和改革委员会: its signs in order within a name that begins and ends alike."""
    signs = name[1:] if name[0] in "市州县省区" else name
    pattern = r"[\u4e00-\u9fff]{0,3}?".join(map(re.escape, signs))
    found = re.search(pattern, text)
    return found is not None and len(found.group()) <= 2 * len(signs) + 4


def wrong_role(claim: str, cited: Cited) -> str:
    """Which body a folded claim gives a role that it does not have; empty when none."""
    for body in sorted({_as_claimed(d, cited) for d in cited.duties}, key=len, reverse=True):
        rows = [d for d in cited.duties if _as_claimed(d, cited) == body]
        places = {(d.clause, d.start) for d in rows}
        for at in (m.start() for m in re.finditer(re.escape(body), claim)):
            said = _role_said(claim, at, at + len(body))
            helps = said == "join" and any(d.role == "lead" and (d.clause, d.start) in places for d in cited.duties)
            if said and not _has(rows, said) and not (helps and {d.role for d in rows} == {"shared"}):
                return f"{body} 的职责与原文不同"
    if re.search("牵头|领头|挑头|(?<!车)主办(?!方)", claim) and not re.search("没有|未|不|谁", claim):
        leads = any(d.role == "lead" for d in cited.duties) or re.search("牵头|主办|抓总|会同|组织", cited.words)
        if not leads:
            return "原文没有说“牵头”"
    return ""


def _as_claimed(duty: Duty, cited: Cited) -> str:
    """A body's name as it stands in claims, the plan's own place taken out (人民银行中心支行)."""
    return fold_body(without_names(duty.body, cited.named)) or fold_body(duty.body)


def _has(rows: Sequence[Duty], said: str) -> bool:
    roles = {d.role for d in rows}
    if roles & _ROLES[said]:
        return True
    phrases = "".join(d.phrase for d in rows)
    return said == "own" and (bool(re.search("负责|职责|分工|落实", phrases)) or bool(roles & {"lead"}) or not phrases)


def _role_said(claim: str, start: int, end: int) -> str:
    """lead, join or own: the role that the words before or after ``claim[start:end]`` give it; empty when none."""
    label = _LABEL.search(claim[:start])
    if label and not _ROLE_WORDS.search(claim[label.end("lead") if label["lead"] else label.end() : start]):
        return str(label.lastgroup)
    rest = re.split("[；;。]", claim[end:])[0]
    found = _ROLE_WORDS.search(rest)
    if found is None or re.search("没有|未|不", rest[: found.start()]):
        return ""
    if found.lastgroup == "own" and "牵头" in rest[: found.end() + 2]:
        return "lead"
    return str(found.lastgroup)


def left_out(claim: str, cited: Cited) -> str:
    """A body that a list of a folded claim leaves out although it names two or more of those that share the role, and says not that there are others."""
    if _OPEN.search(claim):
        return ""
    for clause in {(d.clause, d.start) for d in cited.duties}:
        rows = [d for d in cited.duties if (d.clause, d.start) == clause]
        for role in {d.role for d in rows}:
            group = [(fold_body(d.body), _as_claimed(d, cited)) for d in rows if d.role == role and not d.rule]
            told = [names for names in group if any(name in claim for name in names)]
            missing = [names[0] for names in group if names not in told and not _abbreviated(names[0], claim)]
            if len(told) >= 2 and missing:
                return f"漏掉了 {missing[0]}"
    return ""


def _abbreviated(body: str, claim: str) -> bool:
    bare = body[1:] if body[0] in "市州县省区" else body
    return bare in claim or len(bare) < 3


_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{2})((?:行政)?主管部门|监管部门|管理部门|部门|救援机构|机关|机构|人民政府|政府|委员会|公司|银行|中心|办公室|协会|企业)"
)


def far_body(claim: str, evidence: str, everything: str) -> tuple[float, float]:
    """(how many offices of a folded claim are not in the sentences it rests on, how many nowhere in what is cited)."""
    far = unknown = 0
    for head, tail in _OFFICE.findall(claim):
        name = f"{head}{tail}"
        near = name in evidence or re.search(f"{head}[^，,；;。]{{0,8}}{tail[-2:]}", evidence)
        far += not near
        unknown += not near and name not in everything
    return float(far), float(unknown)
