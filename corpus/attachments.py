"""Attachments whose title stands on the line of their label (附件1：收费标准, 附件二、申请表, 附表3 分工表), told from the list of them that closes a document."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.frontmatter import read_letterhead_line
from corpus.lines import Line
from corpus.numerals import numeral

_CN = "[一二三四五六七八九十]{1,3}"
NUMBER = rf"(?:\d{{1,2}}(?:[-－—]\d{{1,2}})?|{_CN}|[A-Z](?![A-Za-z]))"
"""The number of an attachment, as a pattern."""
#: The label, up to the title behind it; without a colon it has a number.
TITLED = re.compile(
    rf"附(?=\s*+(?:[件录表]|[:：]\s*+(?!名词|术语)))\s*+[件录表]?(?:\s*+(?P<number>{NUMBER})?+\s*+[:：]|\s*+(?P<counted>{NUMBER})(?:\s*+[、.．]|\s))\s*+"
    rf"(?!{_CN}[、.．])(?=[《“一-鿿])"
)
_ANY = re.compile(rf"附\s*+[件录表]\s*+{NUMBER}?+\s*+(?:[:：、.．]|$|(?<=\d)(?=[《“一-鿿]))")
_LISTED = re.compile(r"(?:[2-9]|\d{2})\s*[.．、]")
_TITLE_CHARACTERS = 45


def titled_attachments(text: str, lines: Sequence[Line]) -> Iterator[int]:
    """Where the lines begin that open an attachment; one of a list has another of it, the signature or the document itself below."""
    for line, below in pairwise(lines):
        label = TITLED.match(text, line.start, line.end)
        if not label or line.end - label.end() > _TITLE_CHARACTERS or text[line.end - 1] in "。；;，、：:":
            continue
        words = "".join(text[below.start : below.end].split())
        title = "".join(text[label.end() : line.end].split()).strip("《》")
        number = label["number"] or label["counted"]
        listed = _is_listed(words, number) or (_LISTED.match(words) and not number) or words.strip("《》") == title
        if not listed and read_letterhead_line(words) is None:
            yield line.start


def _is_listed(below: str, number: str | None) -> bool:
    """Whether the line below an attachment goes on with a list of them; one with the next number alone is the page of that one."""
    another = _ANY.match(below)
    if not another or not number:
        return bool(another)
    alone = re.fullmatch(rf"附[件录表]({NUMBER})[:：]?", below)
    return not (alone and _value(alone[1]) == _value(number) + 1)


def _value(number: str) -> int:
    """三 -> 3, B -> 2; digits as they are, of 1-2 the last."""
    last = re.split("[-－—]", number)[-1]
    if last.isascii():
        return int(last) if last.isdigit() else ord(last) - ord("@")
    return int(numeral(last))
