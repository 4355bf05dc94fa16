"""``python -m tests.page_extractors FOLDER``: how much of the documents of real pages is read, and how much else, beside trafilatura if installed.

What is a page's document is told by the block that its site keeps documents in, known by name for the sites of the folder.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from corpus.readers.document import Unreadable
from corpus.readers.html import parse_html

HOLDERS = (
    "#zoomcon",
    "#info_cont",
    ".article-content",
    "article.content_article",
    "#detailCon",
    ".newsMain",
    ".TRS_Editor",
)
_SIGNS = re.compile(r"[\s|\-\u200b#_*\\]")
_CUTS = re.compile(r"[\n\t|]")
_SENTENCES = re.compile("(?<=[。；])")
_LINE = 6
"""Shorter lines are not held against each other: they stand anywhere."""


def extractors() -> Mapping[str, Callable[[bytes], str]]:
    """What reads pages here, by name."""
    found: dict[str, Callable[[bytes], str]] = {"问策": _ours}
    try:
        trafilatura = import_module("trafilatura")
    except ImportError:
        return found

    def theirs(page: bytes) -> str:
        return str(trafilatura.extract(page, include_tables=True, include_comments=False) or "")

    return found | {"trafilatura": theirs}


def document_of(page: bytes) -> str:
    """The words of the block that holds the document; empty where there is none that is known."""
    tree = LexborHTMLParser(page.decode("utf-8", "replace"))
    for node in tree.css("script,style,noscript"):
        node.decompose()
    for holder in HOLDERS:
        if nodes := tree.css(holder):
            return max((str(node.text(separator="\n")) for node in nodes), key=len)
    return ""


def measured(page: bytes, read: str) -> tuple[int, int, int, int]:
    """Characters of the document that were read, those of the document, those read that are of it, those read."""
    document = document_of(page)
    whole, got = _bare(document), _bare(read)
    own, told = list(_lines(document)), list(_lines(read))
    kept = sum(len(line) for line in own if line in got)
    right = sum(len(line) for line in told if all(part in whole for part in _SENTENCES.split(line)))
    return kept, sum(map(len, own)), right, sum(map(len, told))


def _ours(page: bytes) -> str:
    try:
        return parse_html(page).text
    except Unreadable:
        return ""


def _bare(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def _lines(text: str) -> Iterator[str]:
    return (line for line in map(_bare, _CUTS.split(text)) if len(line) >= _LINE)


def main(folder: Path) -> None:
    pages = [page for path in sorted(folder.glob("*.html")) if document_of(page := path.read_bytes())]
    print(f"{len(pages)} 个网页")
    for name, read in extractors().items():
        each = [measured(page, read(page)) for page in pages]
        kept, own, right, told = (sum(column) for column in zip(*each, strict=True))
        worse = sum(found[0] < 0.97 * found[1] or found[2] < 0.9 * found[3] for found in each)
        print(
            f"{name}：正文读出 {kept / own:.4f}，读出的是正文 {right / told:.4f}，读出不到 97% 或不足九成是正文的 {worse} 个"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
