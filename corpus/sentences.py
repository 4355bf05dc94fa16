"""Where Chinese sentences end."""

import re

STOPS, GOES_ON = "。！？；!?;", "；;"
"""What sentences end with, and with what those end that go on in the next."""
#: A stop of half width is one behind Chinese: not that of &amp; or an address.
_MARK = re.compile(r"[。！？；\n（）()〔〕\[\]【】《》“”「」]|(?<=[\u4e00-\u9fff％%”）〕》])[!?;]")
_PAIRS = {"）": "（(", ")": "（(", "〕": "〔[", "]": "〔[", "】": "【", "》": "《", "”": "“", "」": "「"}
_FAMILIES = {opener: family for family in _PAIRS.values() for opener in family}
_CLOSERS = "）)〕]】》”」"


def matched_brackets(text: str) -> dict[int, int]:
    """Offsets of opening brackets that are closed again -> offset of the closing one (widths may differ: （…) is common)."""
    stack: list[int] = []
    waiting = dict.fromkeys(
        _PAIRS.values(), 0
    )  # open brackets of each family: a stray closing one is told without a search
    matched = {}
    for mark in _MARK.finditer(text):
        sign = mark.group()
        if sign in _FAMILIES:
            stack.append(mark.start())
            waiting[_FAMILIES[sign]] += 1
        elif sign in _PAIRS and waiting[_PAIRS[sign]]:
            while True:
                opening = stack.pop()
                family = _FAMILIES[text[opening]]
                waiting[family] -= 1
                if family == _PAIRS[sign]:
                    matched[opening] = mark.start()
                    break
    return matched


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text``, in order, covering every character that is not white space.

    A sentence ends at 。！？；, also of half width, or a line feed, never inside a closed pair of brackets or quotation marks; closing quotation marks
    that follow the stop belong to it.
    """
    matched = matched_brackets(text)
    spans, start, at = [], 0, 0
    while mark := _MARK.search(text, at):
        position, sign = mark.start(), mark.group()
        at = position + 1
        if position in matched:
            at = matched[position] + 1
        elif sign in STOPS or sign == "\n":
            while at < len(text) and text[at] in _CLOSERS:
                at += 1
            spans.append((start, at))
            start = at
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
