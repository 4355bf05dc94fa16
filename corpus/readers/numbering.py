"""The labels that Word makes up: 一、（一）1. are not in a DOCX's text but in its list definitions (``w:numPr``)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.ordinals import ordinal

_PLACE = re.compile(r"%([1-9])")
#: How the runs of a style, or a run, stand to the line.
SHIFTS = {"superscript": 1, "subscript": -1}
_SUFFIX = {"space": " ", "nothing": "", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    suffix: str
    restart: int | None
    legal: bool


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Lists of one document. :meth:`label` must be asked once for every numbered paragraph, in document order: it counts."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _shifts: dict[str, int] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def style_name(self, style: str) -> str:
        """The name Word shows for a style id, in lower case; empty when unknown."""
        return self._names.get(style, "")

    def shift(self, style: str) -> int:
        """1 for a style whose words are raised (those of references to notes among them), -1 for lowered ones, else 0."""
        return self._shifts.get(style, 0)

    def label(self, properties: Any) -> str:
        """The label of a paragraph, with the space or tab that follows it; empty for a paragraph without a number.

        Args:
            properties: the paragraph's ``w:pPr`` element, or None.
        """
        number, level = self._assigned(properties)
        listed = self._lists.get(number or "")
        if listed is None or level not in listed.levels:
            return ""
        counter = self._counters.setdefault(listed.abstract, {})
        if number not in self._begun:
            self._begun.add(number or "")
            counter.update({at: start - 1 for at, start in listed.starts.items()})
        definition = listed.levels[level]
        counter[level] = counter.get(level, definition.start - 1) + 1
        for deeper in [at for at in counter if at > level]:
            restart = listed.levels[deeper].restart if deeper in listed.levels else None
            if restart != 0 and (restart is None or level < restart):
                del counter[deeper]
        return self._written(listed, definition, counter)

    def _written(self, listed: _List, definition: _Level, counter: dict[int, int]) -> str:
        if definition.style == "bullet":
            return ""

        def value(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            other = listed.levels.get(at)
            if other is None or other.style == "none":
                return ""
            return ordinal(counter.get(at, other.start), "decimal" if definition.legal else other.style)

        text = _PLACE.sub(value, definition.text)
        return text + definition.suffix if text.strip() else ""

    def _assigned(self, properties: Any) -> tuple[str | None, int]:
        """(list number, level) of a paragraph: its own ``numPr``, completed by its style and the styles that is based on."""
        number, level, style = _numbered(properties)
        followed: set[str] = set()
        while style and style not in followed and (number is None or level is None):
            followed.add(style)
            style_number, style_level, style = self._styles.get(style, (None, None, None))
            number = style_number if number is None else number
            level = style_level if level is None else level
        return number, level or 0


def read_numbering(numbering: Any, styles: Any) -> Numbering:
    """Lists and styles of a document from the roots of ``numbering.xml`` and ``styles.xml`` (either may be None)."""
    made = Numbering()
    for style in _children(styles, "style"):
        key = _attribute(style, "styleId") or ""
        number, level, _ = _numbered(_child(style, "pPr"))
        made._styles[key] = (number, level, _value(_child(style, "basedOn")))
        made._names[key] = (_value(_child(style, "name")) or "").lower()
        made._shifts[key] = SHIFTS.get(_value(_child(_child(style, "rPr"), "vertAlign")) or "", 0)
    abstracts, links = _abstracts(numbering)
    for num in _children(numbering, "num"):
        abstract = _value(_child(num, "abstractNumId")) or ""
        if abstract in links:  # a list that only points to the list of a style
            linked = made._styles.get(links[abstract], (None, None, None))[0]
            abstract = _abstract_of(numbering, linked) or abstract
        levels, starts = dict(abstracts.get(abstract, {})), {}
        for override in _children(num, "lvlOverride"):
            at = _integer(_attribute(override, "ilvl"), 0)
            own = _child(override, "lvl")
            if own is not None:
                levels[at] = _level(own)
            start = _value(_child(override, "startOverride"))
            if start is not None:
                starts[at] = _integer(start, 1)
        made._lists[_attribute(num, "numId") or ""] = _List(abstract, levels, starts)
    return made


def _abstracts(numbering: Any) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    abstracts: dict[str, dict[int, _Level]] = {}
    links: dict[str, str] = {}
    for abstract in _children(numbering, "abstractNum"):
        key = _attribute(abstract, "abstractNumId") or ""
        abstracts[key] = {_integer(_attribute(lvl, "ilvl"), 0): _level(lvl) for lvl in _children(abstract, "lvl")}
        link = _value(_child(abstract, "numStyleLink"))
        if link and not abstracts[key]:
            links[key] = link
    return abstracts, links


def _abstract_of(numbering: Any, number: str | None) -> str | None:
    for num in _children(numbering, "num"):
        if number is not None and _attribute(num, "numId") == number:
            return _value(_child(num, "abstractNumId"))
    return None


def _level(element: Any) -> _Level:
    restart = _value(_child(element, "lvlRestart"))
    legal = _child(element, "isLgl")
    return _Level(
        start=_integer(_value(_child(element, "start")), 0),
        style=_value(_child(element, "numFmt")) or "decimal",
        text=_value(_child(element, "lvlText")) or "",
        suffix=_SUFFIX.get(_value(_child(element, "suff")) or "tab", "\t"),
        restart=None if restart is None else _integer(restart, 0),
        legal=legal is not None and _value(legal) not in ("0", "false"),
    )


def _numbered(properties: Any) -> tuple[str | None, int | None, str | None]:
    """(list number, level, style) that paragraph properties give; None for what they leave open."""
    if properties is None:
        return None, None, None
    given = _child(properties, "numPr")
    level = _value(_child(given, "ilvl"))
    return (
        _value(_child(given, "numId")),
        None if level is None else _integer(level, 0),
        _value(_child(properties, "pStyle")),
    )


def local_name(element: Any) -> str:
    """Tag without its namespace (both the transitional and the strict one are in use); empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Any, name: str) -> Iterator[Any]:
    return (child for child in (element if element is not None else ()) if local_name(child) == name)


def _child(element: Any, name: str) -> Any:
    return next(_children(element, name), None) if element is not None else None


def _attribute(element: Any, name: str) -> str | None:
    for key, value in element.attrib.items() if element is not None else ():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def _value(element: Any) -> str | None:
    return _attribute(element, "val")


def _integer(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value) else default
