"""Which raised signs and small brackets are marks of a footnote (3500¹座, 95[2]%), and which are exponents and units (10⁸, m²)."""

import re
from collections.abc import Iterator

from corpus.units import COUNTS, UNIT

_DIGITS = str.maketrans("0123456789+-−–()（）n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾⁽⁾ⁿ")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_DEGREE = frozenset("oO○〇")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: Ends a lowered run until what follows is known.
_LOWERED_END = "\ue0ff"
_JOINING = re.compile(f"(\\d+){_LOWERED_END}(?=\\d)")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"
#: So many figures are a number, whatever it is raised for.
_LONG = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{4}")
_RUN = re.compile(rf"[{_RAISED}](?<=\S.)(?:[{_RAISED}，,、]*[{_RAISED}])?")
#: What a raised run is when it is a mark, whatever stands before it: [2], 〔3〕, 注1, *, ①.
_MARK = re.compile(
    r"(?:[\[［〔【（(]?(?:注释?|备注)?[:：]?\d{0,3}[\]］〕】）)]?|[*＊†‡§#]{1,4}|[①-⑳⑴-⒇⒈-⒛]{1,3}|[\[［]?[a-z][\]］]?)"
)
#: A mark in brackets inside a line of text: 95[2]%, 3500〔3〕座, 建成[注1]. 〔85〕12号 is a document's number.
_BRACKETED = re.compile(
    r"(?<=[^\s|，。；：、（(\[［〔【])"
    r"(?:\[(?:注\s?\d{0,2}|\^?\d{1,2})\](?:\(#[^()\s]*\))?|［(?:注\s?\d{0,2}|\d{1,2})］|[〔【](?:注\s?\d{0,2}|\d{1,2})[〕】]|[（(](?:详?见)?(?:注释?|附注|脚注)\s?[\d①-⑳]{1,2}[)）])"
    r"(?!第?\d{1,4}号)"
)
#: A circled figure between a number and what it counts; elsewhere it counts the items of a list.
_CIRCLED = re.compile(rf"(?<=[\d%％])[①-⑳](?=[万亿%％]|(?:{'|'.join(COUNTS.split())})[^①-⑳]{{0,40}}[，。；])")
#: What stands between a number and its unit and is no part of either: 350*座, 12.5（1）亿元, 98{3}%; *350*座 is in italics.
_BETWEEN = re.compile(
    r"(?<![\d.,*第（()）条款项件表图号])\d[\d,]*(?:\.\d+)?(?P<mark>[*＊※†‡]{1,3}|[（(][1-9]\d?[）)]|\{[1-9]\d?\}| ?(?:\[(?:注\s?)?\d{1,2}\]|[〔【]\d{1,2}[】〕]) ?)"
    rf"(?=[百千万亿]{{0,2}}(?:{UNIT}|[百千万亿]))"
)
#: ^1^ and ^[2]^, as some dialects of Markdown write what is raised; 10^8^ is a power.
_CARETS = re.compile(r"(?<!10)(?<!１０)\^\[?(?:注?\d{1,2}|\*)\]?\^")
_TIMES_TEN = re.compile(r"(?:[×✕xX*·∙]|乘以)[ \u3000]?(?:10|１０)$")
_TEN = re.compile(r"(?:^|[\n\t（(/：:、，\u3000 ])(?:10|１０)$")
_ANY_TEN = re.compile(r"(?<![\d.])(?:10|１０)$")
_MEASURED = re.compile(r"[ \u3000]?(?:[平立]方米|[千兆吉]?瓦|吨|亩|公顷|公里|千米|升|千?克|千?焦|元|[kMGmtJWh³])")
_LENGTH = re.compile(r"(?:[A-Za-zμΩ㎡]|(?<![方])[千厘毫分微]?米|公里|尺)$")


def raised(words: str) -> str:
    """A raised run as plain text: its figures raised, nothing of a mark that has none, other words (TM, 注册) as they are."""
    bare = "".join(words.split())
    if bare in _DEGREE:
        return "°"
    written = bare.translate(_DIGITS)
    if written and all(sign in f"{_RAISED}，,、" for sign in written):
        return written if written[0] in _RAISED and written[-1] in _RAISED else ""
    return "" if _MARK.fullmatch(bare) else words


def value_of(exponent: str) -> int:
    """The number that raised figures write: ⁻³ -> -3."""
    return int(exponent.translate(_PLAIN))


def lowered(words: str, before: str) -> str:
    """A lowered run as plain text, CO2, to be :func:`settled` with the text that follows; beside a figure it stays lowered."""
    if before[-1:].isdecimal():
        return words.translate(_LOWERED)
    return words + _LOWERED_END if words[-1:].isdecimal() else words


def find_note_marks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the marks in a text that its author wrote by plain characters, in no order; one may lie in another."""
    yield from _raised_marks(text)
    for pattern, group in ((_CARETS, 0), (_BRACKETED, 0), (_CIRCLED, 0), (_BETWEEN, "mark")):
        yield from (found.span(group) for found in pattern.finditer(text))


def settled(text: str) -> str:
    """A text whose raised and lowered runs were written by :func:`raised` and :func:`lowered`, without its note marks.

    Exponents stay, and a lowered figure before a number does not join it.
    """
    if _LOWERED_END in text:
        text = _JOINING.sub(lambda found: found[1].translate(_LOWERED), text).replace(_LOWERED_END, "")
    parts, at = [], 0
    for start, end in _raised_marks(text):
        parts.append(text[at:start])
        at = end
    return "".join([*parts, text[at:]]) if parts else text


def _raised_marks(text: str) -> Iterator[tuple[int, int]]:
    return (
        found.span()
        for found in _RUN.finditer(text)
        if not _is_exponent(found.group(), text, found.start(), found.end())
    )


def _is_exponent(run: str, text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 8) : start]
    if (
        any(sign in run for sign in "⁺⁻ⁿ")
        or _LONG.search(run)
        or (run == "⁰" and text.startswith(("C", "F", "℃"), end))
    ):
        return True
    figure = value_of(run) if run.isdigit() and len(run) < 4 else 0
    if _TIMES_TEN.search(before):
        return figure > 1
    if _TEN.search(before) and figure > 2 and not _is_counted(text, end):
        return True
    if _ANY_TEN.search(before):
        return figure > 3 and bool(_MEASURED.match(text, end))
    return figure in (2, 3) and bool(_LENGTH.search(before))


def _is_counted(text: str, at: int) -> bool:
    return text.startswith(tuple(COUNTS.split()), at)
