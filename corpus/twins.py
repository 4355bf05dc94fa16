"""Whether two documents are the same one, read from two files: the PDF and the DOCX of one plan, or a copy under another name."""

import re

#: A line that only numbers the page: 12, - 12 -, — 12 —.
_PAGE = re.compile(r"^[ \t]*[—–\-·]*[ \t]*\d{1,4}[ \t]*[—–\-·]*[ \t]*$", re.MULTILINE)
#: A figure with the sign that follows it: what distinguishes a plan from its next edition.
_FIGURE = re.compile(r"(?<![\d.,])[.,]*+(\d[\d.,]*+[\u4e00-\u9fff%％])")
#: Two readings of one document share so many of their stretches of so many characters …
_SHARED, _STRETCH = 0.9, 12


def plain_title(title: str) -> str:
    """A title by which the readings of one document find each other: its words alone."""
    return re.sub(r"\W", "", title)


def are_same(one: str, other: str) -> bool:
    """Whether two texts are readings of one document: nearly the same words, and every figure the same."""
    first, second = _words(one), _words(other)
    if first == second:
        return True
    if set(_FIGURE.findall(first)) != set(_FIGURE.findall(second)):
        return False
    stretches, others = _stretches(first), _stretches(second)
    return len(stretches & others) >= _SHARED * len(stretches | others)


def _words(text: str) -> str:
    return "".join(_PAGE.sub("", text).split())


def _stretches(words: str) -> set[str]:
    return {words[i : i + _STRETCH] for i in range(max(1, len(words) - _STRETCH + 1))}
