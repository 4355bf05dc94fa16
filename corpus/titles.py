"""Headings without a number: a few words alone on a line between two paragraphs (2025年工作安排建议), above a numbering that begins again.

What such a line is above is only known where the numbers behind it begin again or run on through the document; one inside a list, and
one in a document whose numbered headings stand higher, may be anything and is left in its paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.frontmatter import read_letterhead_line
from corpus.headings import Heading
from corpus.lines import Layout, lines_of
from corpus.plan import Furniture

#: The level of a section, where a document has no numbered heading.
_LEVEL = 2
_TITLE = re.compile("[^。；，！？：、:;,.!?|\t]{4,24}")
_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_STOPS = "。！？”）"
#: What stands below a title is a paragraph of at least so many characters, or a heading.
_PARAGRAPH = 30


def with_titles(
    text: str, furniture: Sequence[Furniture], headings: Sequence[Heading], body_start: int, end: int
) -> list[Heading]:
    """The headings of a document with those that have no number, in order; ``body_start`` and ``end`` bound where they may stand."""
    numbered = [heading for heading in headings if heading.kind not in ("attachment", "box")]
    top = min((heading.level for heading in numbered), default=_LEVEL + 1)
    titles = [(title, _next(headings, title)) for title in _titles(text, furniture, headings, body_start, end)]
    anew = [following is not None and _begins_anew(following, top) for _, following in titles]
    last = [following is None or following.kind == "attachment" for _, following in titles]
    if numbered and not any(anew):
        return list(headings)
    told = [
        replace(title, level=max(0, top - 1))
        for (title, _), begins, ends in zip(titles, anew, last, strict=True)
        if begins or ends
    ]
    return sorted([*headings, *told], key=lambda heading: heading.start)


def _titles(
    text: str, furniture: Sequence[Furniture], headings: Sequence[Heading], body_start: int, end: int
) -> list[Heading]:
    """Lines that may be titles: short, without a stop, behind a paragraph that has ended and above one or a heading."""
    layout = Layout(text, lines_of(text, furniture, 0, end))
    starts = {heading.start for heading in headings}
    titled = [range(heading.start, heading.end) for heading in headings]
    found = []
    for i, line in enumerate(layout.lines[:-1]):
        words, following = text[line.start : line.end], layout.lines[i + 1]
        if line.start < body_start or line.start in starts or any(line.start in span for span in titled):
            continue
        ended = i > 0 and text[layout.lines[i - 1].end - 1] in _STOPS and not layout.is_full(i)
        above = following.start in starts or following.end - following.start >= _PARAGRAPH
        if ended and above and _is_title(words):
            found.append(Heading("title", _LEVEL, 0, "", words.strip(), line.start, line.end))
    return found


def _is_title(words: str) -> bool:
    bare = "".join(words.split())
    return bool(_TITLE.fullmatch(words.strip()) and _CHINESE.search(bare)) and read_letterhead_line(bare) is None


def _next(headings: Sequence[Heading], title: Heading) -> Heading | None:
    return next((heading for heading in headings if heading.start > title.start), None)


def _begins_anew(heading: Heading, top: int) -> bool:
    """Whether the highest numbering begins at a heading or runs on through the document."""
    return heading.level == top and (heading.number <= 1 or heading.kind == "article")
