"""What a question takes for granted, or wants confirmed: a figure, a body's part, the number of the document."""

import re

from corpus.frontmatter import DOCUMENT_NUMBER
from retrieval.question.bodies import bodies_named
from retrieval.question.bounds import words_of_bounds
from retrieval.question.commands import asks, is_command
from retrieval.question.figures import FIGURE_NAMED, figures_named
from retrieval.question.slot_model import asks_for
from retrieval.question.ways import share_of
from retrieval.question.years import WRITTEN_DAY

#: Kinds of questions that ask about something as if it were so …
_ASSUMING = "false_premise wrong_premise reason why".split()
#: … and orders that say what it is to be.
_GRANTING = [*_ASSUMING, "injection"]
#: … about a case that is set, and who or what a rule is for; a figure in it is of that case from this chance on.
_CASES, _OF_A_CASE = ("condition", "scope"), 0.2
_PREMISES = ("false_premise", "wrong_premise", "confirm")
_LIKELY = 0.4
#: What is said before a comma, in a question that asks something else behind it, is rather taken for granted: 增长了6%，靠什么拉动.
_RATHER = 0.1
#: 让X牵头, X负责的: the part that is taken for a body's.
_PART = "(?:来|去|主要|统一|全权|单独)?(?P<part>牵头|负责|主管|主抓|挂帅)"
_NUMBER = re.compile(DOCUMENT_NUMBER)
_ASKING_PARTS = re.compile(r"[，,；;。！!？?：:\n]")
#: What asks for more than a yes.
_ASKS_ELSE = re.compile("多少|什么|哪|几(?!乎)|谁|怎|如何|为何|为啥|还是")
#: What asks to have something checked, or whether it is right, and how long such a part is at most.
_CHECKS = re.compile("核对|核实|检查|正确|准确|有误|有错|没错|对吗|对吧|对不对|属实")
_TAG = 14
#: … or begins: 是吗, 是不是, 真的假的.
_TAGS = re.compile("这?(?:是|对|真|准|行|有这|没错)")


def presupposes(text: str) -> bool:
    """Whether a question takes for granted what it names: 为什么定为20%, 既然是20%."""
    return share_of(text, *_GRANTING) >= _LIKELY


def premised(text: str) -> float:
    """The probability that a question is about something that is taken for true."""
    return share_of(text, *_PREMISES)


def _goes_on_from(text: str) -> bool:
    """Whether a question begins with what it takes for granted, a figure in words that ask nothing."""
    stated, *asked = re.split("[，,]", text, maxsplit=1)
    told = bool(figures_named(stated)) and not asks(stated)
    return told and any(map(asks, asked)) and share_of(text, *_ASSUMING) >= _RATHER


def doubted(text: str) -> tuple[str, ...]:
    """Figures that a question wants confirmed."""
    return figures_named(text) if asks_for(text, "whether") else ()


def confirms(text: str) -> bool:
    """Whether a question, or a part of it before another, wants confirmed what it says: 是2022年发的吧，文号是多少."""
    return any(asks_for(part, "whether") for part in (text, *re.split("[，,；;]", text)))


def claims(text: str) -> tuple[str, ...]:
    """Figures that a message asserts, to have them confirmed, to ask on or by itself; bounds assert nothing."""
    told = asks_for(text, "whether") or presupposes(text) or _goes_on_from(text) or not asks(text)
    if not told or cases(text):
        return ()
    bounds = words_of_bounds(text, sought=False)
    return tuple(figure for figure in figures_named(text) if not any(figure in bound for bound in bounds))


#: 2吨的要装吗: of one of that size it is asked what holds.
_OF_THAT_SIZE = re.compile(
    rf"(?:{FIGURE_NAMED.pattern})的(?:也|还|就|都)?(?:(?:不|需|必)?要(?!求)|用|需|得|必须|可以|能|算|归)[^，,。]{{1,8}}(?:吗|么|不)[？?]?$"
)


def cases(text: str) -> tuple[str, ...]:
    """Figures of the asker's own case, of which it is asked what holds: 一年排6吨，要不要装监测."""
    of_case, granted = share_of(text, *_CASES), share_of(text, *_ASSUMING)
    of_case_alone = of_case >= max(_OF_A_CASE, granted) or bool(_OF_THAT_SIZE.search(text))
    return figures_named(text) if of_case_alone or _sets_apart(text) else ()


def _sets_apart(text: str) -> bool:
    """Whether figures are told in words that ask nothing, and it is asked behind them whether something else is so: 锅炉是40蒸吨的，要改吗."""
    told, _, asked = text.rpartition("，")
    told_so = bool(figures_named(told)) and not asks(told) and not figures_named(asked)
    told_so = told_so and (told.endswith("的") or not presupposes(text))
    return told_so and asks_for(text, "whether") and not _CHECKS.search(asked) and not _TAGS.match(asked)


def asks_else(text: str) -> bool:
    """Whether a question asks for more than a yes: 哪一年, 由谁."""
    return bool(_ASKS_ELSE.search(text))


def states_figures(text: str) -> bool:
    """Whether a message states figures and asks nothing else than whether they are right, if that: a pasted text, or 甲14%、乙13%，对吗."""
    parts = [part for part in _ASKING_PARTS.split(text) if part]
    stated = [part for part in parts if figures_named(part) or _NUMBER.search(part) or re.search(WRITTEN_DAY, part)]
    bounded = any(asks(part) and words_of_bounds(part, sought=False) for part in stated)
    if not stated or bounded or is_command(text) or asks_else(text):
        return False
    others = [part for part in parts if part not in stated and asks(part)]
    return all(len(part) <= _TAG and (asks_for(part, "whether") or _CHECKS.search(part)) for part in others)


def part_claimed(text: str) -> tuple[str, str]:
    """(body, its part as said) that a question takes for granted; empty where it takes none."""
    if asks_for(text, "whether") or not presupposes(text):
        return "", ""
    for body in bodies_named(text):
        found = re.search(re.escape(body) + _PART, text)
        if found:
            return body, found["part"]
    return "", ""


def number_claimed(text: str) -> str:
    """The document number that a question asserts or wants confirmed; empty where it does not."""
    found = _NUMBER.search(text)
    asserted = found and (asks_for(text, "whether") or presupposes(text))
    return re.split("[是为叫]|文号", found.group())[-1] if found and asserted else ""
