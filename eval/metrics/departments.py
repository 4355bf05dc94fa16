"""Are the responsible bodies those of the reference, all of them and no others?"""

import re

from eval.gold.questions import GoldQuestion
from eval.gold.wording import fold
from eval.run.case import Case

_CUT = re.compile(
    r"[、，,；;。：:（）()\[\]\s|“”\"—-]|按职责分工|牵头|负责|配合|会同|参加|参与|备案|落实|组织实施|统筹|协调|责任单位|等(?=按|单位|部门|$)|"
    r"(?:由|报|和|及|与|为|是)(?=[市州县省国人])|(?<=[局委办部组心])(?:要|应|加强|履行)"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:局|委|办|中心|公司|集团|部|政府|管委会|委员会|小组|支队|总队|[支分]行|银行|总会|妇联|工会|协会|团市委|机构|院|署|厅|处)"
)
_LEADING = re.compile("^(?:其中|单位)?[由为是归报]")
_GENERAL = re.compile("有关|相关|成员单位|^各|下同|哪")
_SEAT = re.compile(r"^(?:中共)?[^市州县省区]{0,6}?[市州县省](?!场)")


def asks_for_bodies(question: GoldQuestion) -> bool:
    """Whether the question is about who is responsible and its reference names them."""
    return question.type == "agency" and bool(bodies_in(question.answer))


def bodies_in(text: str) -> list[str]:
    """Names of bodies in a text, in order; general ones (有关部门, 各县区) are left out."""
    pieces = (_LEADING.sub("", piece, count=1) for piece in _CUT.split(fold(text)) if piece)
    return [piece for piece in pieces if _BODY.fullmatch(piece) and not _GENERAL.search(piece)]


def without_bodies(folded: str) -> str:
    """A folded text with every name of a body blotted out."""
    for body in sorted(bodies_in(folded), key=len, reverse=True):
        folded = folded.replace(body, "※")
    return folded


def department_f1(case: Case) -> float | None:
    """How well the set of bodies named fits the reference's.

    Formula: 2PR / (P + R); P is the share of the bodies named that the reference names, R the share of the reference's that are named (where
    key facts single some of them out, of those). Seats (市, 州) are left out, and the alternatives of one ``must_include`` group are one name. Range 0 to 1.
    None when the question does not ask who is responsible or the reference names nobody.
    Source: set F1 (van Rijsbergen 1979), as for the list questions of TREC QA 2006.
    """
    gold = case.question
    allowed = {_known_as(name, gold) for name in bodies_in(gold.answer)}
    wanted = {fold(group[0]) for group in gold.must_include} & allowed or allowed
    named = {_known_as(name, gold) for name in bodies_in(case.answer.text)}
    precision, recall = len(named & allowed) / max(len(named), 1), len(named & wanted) / len(wanted)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _known_as(name: str, question: GoldQuestion) -> str:
    for group in question.must_include:
        if any(fold(alternative) in name for alternative in group):
            return fold(group[0])
    return _SEAT.sub("", name, count=1)
