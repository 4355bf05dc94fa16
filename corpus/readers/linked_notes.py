"""Notes at the foot of a web page: what the marks in its text link to. As in other formats they stand behind its text."""

import re
from collections.abc import Iterator
from typing import Any

_MARK = "sup a[href^='#'], a[href^='#'] sup, a[href^='#_ftn'], a[href^='#_edn'], a[href^='#fn'], a[role='doc-noteref']"
#: What marks look like; a link in raised letters may be more than one.
_LOOKS = re.compile(r"[\[〔(（]?(?:注?\s?\d{1,3}|[①-⑳*†‡])[\]〕)）]?")
#: A note hardly has more signs than this, and is no heading.
_LONGEST = 1500
_NOTE_BLOCKS = frozenset("li p div dd dt aside section td".split())


def linked_notes(root: Any) -> dict[int, str]:
    """The notes below ``root``: {``mem_id``: its words without the link back to its mark}."""
    targets = {target for target in _targets(root) if "ref" not in target.lower()}  # that is the way back to a mark
    return {note.mem_id: _words_of(note) for note in _notes(root, targets)} if targets else {}


def _words_of(note: Any) -> str:
    back = {link.mem_id: link.text() for link in note.css("a[href^='#']")}
    words = note.text()
    for said in back.values():
        words = words.replace(said, "", 1) if said else words
    return " ".join(words.split())


def _targets(root: Any) -> Iterator[str]:
    for found in root.css(_MARK):
        link = found if found.tag == "a" else found.parent
        while link is not None and link.tag != "a":
            link = link.parent
        if link is not None and _LOOKS.fullmatch(link.text().strip()):
            yield (link.attributes.get("href") or "").removeprefix("#")


def _notes(root: Any, targets: set[str]) -> Iterator[Any]:
    for node in root.css("[id], a[name]"):
        target = next((name for name in map(node.attributes.get, ("id", "name")) if name in targets), None)
        block = node if target else None
        while block is not None and block.tag not in _NOTE_BLOCKS:
            block = block.parent
        if block is None or _is_more(block, f"#{target}"):
            continue
        words, named = block.text().strip(), node.text().strip()
        opens = block.mem_id == node.mem_id or (named and words.startswith(named))
        if opens and len(words) <= _LONGEST:
            yield block


def _is_more(block: Any, link: str) -> bool:
    """Whether a block holds headings, tables or the mark itself: it is no note."""
    held = block.css("table, h1, h2, h3, a")
    return any(node.tag != "a" or node.attributes.get("href") == link for node in held)
