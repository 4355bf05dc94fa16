"""Who does a thing with whom: 会同, words that leave others out, duties that go together, and the place that a sentence is about."""

import re

from retrieval.gates.alignment import Alignment
from retrieval.gates.attached import named_places, offices_in
from retrieval.gates.bodies import fold_body
from retrieval.gates.claims import fold
from retrieval.gates.manner import pairs_in

#: What says that nobody else does it.
_ALONE = re.compile("单独|独自|一家(?:负责|牵头|管|承担|单位)|全权|不参与|无需参与|独立负责|独立承担")
#: Words of sharing and helping, and what the text must say for them.
_TOGETHER = (
    ("共同(?=征|管|负责|牵头|承担|制定|打头|主管)", "共同|会同|联合|牵头|负责"),
    ("(?<!不)协助|协办", "协助|配合|参与|协同|支持|协作|会同|协办"),
)
#: A body that only another sentence names.
_SOMEBODY = re.compile(
    "[这该](?:家|个)?(?:支行|局|委|单位|部门|厅|机构)(?:负责|牵头|配合|主管|承担|抓总|打头)|这家支行"
)
_STOP = re.compile("[；;。]")
_PLACES_OF_PEOPLE = re.compile(
    "户籍地|常住地|居住地|所在地|注册地|生产地|接收地|移出地|产生地|转入地|转出地|纳税地|登记地|经营地|排放地"
)
#: A part of the text so like a claim's part is what it was made from.
_ALIKE = 0.45


def wrong_company(alignment: Alignment) -> str:
    """Which company of a folded claim the text gives otherwise; empty when none."""
    if found := _SOMEBODY.search(alignment.claim):
        return f"“{found.group()}”指谁无从核对"
    return _joined(alignment) or _alone(alignment) or _mixed_duties(alignment) or _place_of(alignment)


def _joined(alignment: Alignment) -> str:
    """X会同Y where the text has Y会同X, or no 会同 at all."""
    for part in _STOP.split(alignment.claim):
        head, found, tail = part.partition("会同")
        if not found:
            continue
        theirs = [p.partition("会同") for p in _STOP.split(alignment.cited.words) if "会同" in p]
        lead, others = _ends(head)[-1:], _ends(tail)[:1]
        if not any(_suit(lead, a) and _suit(others, b) for a, _, b in theirs):
            return "谁会同谁与原文不同"
    return ""


def _ends(text: str) -> tuple[str, ...]:
    found = offices_in(text)
    return found or tuple(re.findall("([\u4e00-\u9fff]{2})(?:局|委|办|厅)", text))


def _suit(names: tuple[str, ...], text: str) -> bool:
    return all(re.search(f"{name[0]}[\u4e00-\u9fff]{{0,3}}?{name[1]}", text) for name in names)


def _alone(alignment: Alignment) -> str:
    for said, known in _TOGETHER:
        found = re.search(said, alignment.claim)
        if found and not re.search(known, alignment.cited.words):
            return f"原文没有说“{found.group()}”"
    found = _ALONE.search(alignment.claim)
    if (
        found
        and found.group() not in alignment.cited.words
        and (alignment.cited.duties or offices_in(alignment.cited.words) or "共同" in alignment.cited.words)
    ):
        return f"原文没有说“{found.group()}”"
    return ""


def _mixed_duties(alignment: Alignment) -> str:
    """Bodies of one statement that no measure of the text has together; empty where one has them all."""
    duties = alignment.cited.duties
    for part in _STOP.split(alignment.claim):
        told = {b for d in duties if (b := fold_body(d.body)) in part}
        told = {b for b in told if not any(b != o and b in o and part.count(b) <= part.count(o) for o in told)}
        groups = {(d.clause, d.start) for d in duties}
        if len(told) > 1 and not any(
            told <= {fold_body(d.body) for d in duties if (d.clause, d.start) == group} for group in groups
        ):
            return f"原文没有哪一项同时写着 {'、'.join(sorted(told))}"
    return ""


def _place_of(alignment: Alignment) -> str:
    """A place that the text's part begins with and the claim's does not name: 鹭口市建成区… said of the plan's own city."""
    named = alignment.cited.named
    for word in _PLACES_OF_PEOPLE.findall(alignment.claim):
        if word not in alignment.cited.everything and _PLACES_OF_PEOPLE.search(alignment.evidence):
            return f"“{word}”不在所引的段落里"
    for pair in pairs_in(alignment):
        if pair.alike < _ALIKE:
            continue
        theirs = [p for p in named_places(pair.theirs) if not any(p[:2] in fold(n) for n in named.all)]
        if theirs and pair.theirs.startswith(theirs[0]) and not any(p[:2] in alignment.claim for p in theirs):
            return f"原文说的是 {theirs[0]}"
    return ""
