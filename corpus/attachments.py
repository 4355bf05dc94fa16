"""Attachments whose title stands on the line of their label (附件1：收费标准), told from the list of them that closes a document."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.frontmatter import read_letterhead_line
from corpus.lines import Line

#: The label, up to the title behind it.
TITLED = re.compile(r"附\s*+[件录表]\s*+(\d{1,2})?+\s*+[:：]\s*+(?![一二三四五六七八九十]{1,3}[、.．])(?=[《“一-鿿])")
_ANY = re.compile(r"附\s*+[件录表]\s*+\d{0,2}+\s*+(?:[:：]|$)")
_LISTED = re.compile(r"\d{1,2}\s*[.．、]")
_TITLE_CHARACTERS = 45


def titled_attachments(text: str, lines: Sequence[Line]) -> Iterator[int]:
    """Where the lines begin that open an attachment; one of a list has another of it, the signature or the document itself below."""
    for line, below in pairwise(lines):
        label = TITLED.match(text, line.start, line.end)
        if not label or line.end - label.end() > _TITLE_CHARACTERS or text[line.end - 1] in "。；;，、：:":
            continue
        words = "".join(text[below.start : below.end].split())
        title = "".join(text[label.end() : line.end].split()).strip("《》")
        listed = _ANY.match(words) or (_LISTED.match(words) and not label.group(1)) or words.strip("《》") == title
        if not listed and read_letterhead_line(words) is None:
            yield line.start
