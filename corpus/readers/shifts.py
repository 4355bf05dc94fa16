"""Which elements of a web page set their words higher or lower than the line: notes, exponents, indices."""

import re
from collections.abc import Iterator
from typing import Any

#: Elements whose words may be raised or lowered.
SHIFTED = frozenset("sup sub a span font small i em b strong mn mi mo mrow mtext".split())
_ALIGNED = re.compile(
    r"vertical-align\s*:\s*(?P<named>super|text-top|sub)\b|vertical-align\s*:\s*(?P<down>-)?(?!0)\d*\.?\d+(?:px|pt|em|ex|%)",
    re.IGNORECASE,
)
#: Moved by at least two points and smaller: what is moved to stand level is not.
_SIDE = re.compile(
    r"(?<![\w-])(?P<side>top|bottom)\s*:\s*(?P<sign>-?)(?:(?:[2-9]|1\d)(?:\.\d+)?(?:px|pt)|0?\.[2-9]\d*r?em)",
    re.IGNORECASE,
)
_MOVED, _SMALLER = re.compile(r"position\s*:\s*relative", re.IGNORECASE), re.compile(r"font-size\s*:", re.IGNORECASE)
_RULE = re.compile(r"(?P<selectors>[^{}]{1,400})\{(?P<style>[^{}]{0,2000})\}")
_CLASS = re.compile(r"\.([\w-]+)(?=\s*(?:,|$))")
_NOTE_LINK = re.compile(r"foot-?note|note-?ref|#_?(?:ftn|fn|edn|note)", re.IGNORECASE)
_NOTE_CHARACTERS = 5


class Shifts:
    """The shifts of a page, whose ``style`` sheets may set a class of words higher or lower."""

    def __init__(self, style: str) -> None:
        self._classes = dict(_shifted_classes(style))

    def of(self, node: Any, tag: str) -> int:
        """1 for raised words (a reference to a note among them), -1 for lowered ones, else 0."""
        if tag in ("sup", "sub"):
            return 1 if tag == "sup" else -1
        if tag.startswith("m"):
            return _of_formula(node)
        attributes = node.attributes
        if not attributes:
            return 0
        if shift := _of_style(attributes.get("style") or ""):
            return shift
        if self._classes and (named := attributes.get("class")):
            return next((self._classes[name] for name in named.split() if name in self._classes), 0)
        named = f"{attributes.get('class') or ''} {attributes.get('role') or ''} {attributes.get('href') or ''}"
        return int(tag == "a" and bool(_NOTE_LINK.search(named)) and len(node.text().strip()) <= _NOTE_CHARACTERS)


def _shifted_classes(style: str) -> Iterator[tuple[str, int]]:
    for rule in _RULE.finditer(style):
        if shift := _of_style(rule["style"]):
            for name in _CLASS.findall(rule["selectors"].rstrip()):
                yield name, shift


def _of_style(style: str) -> int:
    if not style:
        return 0
    if aligned := _ALIGNED.search(style):
        return -1 if aligned["down"] or (aligned["named"] or "").lower() == "sub" else 1
    moved = _SIDE.search(style) if _MOVED.search(style) and _SMALLER.search(style) else None
    if moved:
        return 1 if (moved["side"].lower() == "top") == bool(moved["sign"]) else -1
    return 0


def _of_formula(node: Any) -> int:
    """The second part of a power or of a sign with an index."""
    holder = node.parent.tag if node.parent else ""
    if holder not in ("msup", "msub"):
        return 0
    before = node.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    return 0 if before is None else (1 if holder == "msup" else -1)
