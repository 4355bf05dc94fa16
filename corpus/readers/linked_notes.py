"""Notes at the foot of a web page: what the marks in its text link to. As in other formats they are none of its text."""

import re
from collections.abc import Iterator
from typing import Any

_MARK = "sup a[href^='#'], a[href^='#'] sup, a[href^='#_ftn'], a[href^='#_edn'], a[href^='#fn'], a[role='doc-noteref']"
#: What marks look like; a link in raised letters may be more than one.
_LOOKS = re.compile(r"[\[〔(（]?(?:注?\s?\d{1,3}|[①-⑳*†‡])[\]〕)）]?")
#: A note hardly has more signs than this, and is no heading.
_LONGEST = 1500
_NOTE_BLOCKS = frozenset("li p div dd dt aside section td".split())


def linked_notes(root: Any) -> set[int]:
    """The ``mem_id`` of the notes below ``root``."""
    return {note.mem_id for target in dict.fromkeys(_targets(root)) for note in _notes(root, target)}


def _targets(root: Any) -> Iterator[str]:
    for found in root.css(_MARK):
        link = found if found.tag == "a" else found.parent
        while link is not None and link.tag != "a":
            link = link.parent
        if link is not None and _LOOKS.fullmatch(link.text().strip()):
            yield (link.attributes.get("href") or "").removeprefix("#")


def _notes(root: Any, target: str) -> Iterator[Any]:
    if not re.fullmatch(r"[\w.:-]{1,60}", target) or "ref" in target.lower():  # from a note back to its mark
        return
    for node in root.css(f'[id="{target}"], a[name="{target}"]'):
        block = node
        while block is not None and block.tag not in _NOTE_BLOCKS:
            block = block.parent
        if block is None or block.css_first(f'table, h1, h2, h3, a[href="#{target}"]') is not None:
            continue
        words, named = block.text().strip(), node.text().strip()
        opens = block.mem_id == node.mem_id or (named and words.startswith(named))
        if opens and len(words) <= _LONGEST:
            yield block
