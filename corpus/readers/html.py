"""HTML to text, laid out as a browser shows it: blocks on lines of their own, list numbers written out; the door to selectolax."""

import re
from typing import Any

from corpus.readers import limits
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.ordinals import ordinal
from corpus.readers.tables import Merged, table_lines
from corpus.readers.text import clean, decode

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_-]{3,20})", re.IGNORECASE)
#: What pages call their encoding, and what it is read as: GB18030 holds GB2312 and GBK.
_ENCODINGS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}

_SKIPPED = frozenset(
    "head script style noscript template iframe object embed svg math canvas audio video nav footer aside form button "
    "select textarea input dialog rp rt -comment".split()
)
_BLOCKS = frozenset(
    "html body main article section header div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr "
    "blockquote pre address figure figcaption fieldset details summary center hr hgroup br".split()
)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CHINESE_STYLES = frozenset(
    ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "simp-chinese-formal")
)


def parse_html(data: bytes) -> Parsed:
    """Words a reader of the page sees, without scripts, navigation, forms and hidden parts.

    When the page has one ``<article>`` or ``<main>`` that holds more than half of its words, only that is read.

    Raises:
        Unreadable: the encoding cannot be told, or tables are nested too deep.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(decode(data, _declared(data)))
    whole = _words(tree.body or tree.root)
    for name in ("article", "main"):
        found = tree.css(name)
        if len(found) == 1 and len(part := _words(found[0])) * 2 > len(whole):
            return Parsed(clean(part))
    return Parsed(clean(whole))


def _declared(data: bytes) -> str:
    found = _META_CHARSET.search(data[:4096])
    return _ENCODINGS.get(found.group(1).decode("ascii").lower(), "") if found else ""


class _Flow:
    """Lines being filled: blanks collapse to one, and vanish at the ends of lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._blank = False

    def words(self, text: str) -> None:
        for i, run in enumerate(_BLANKS.split(text)):
            self._blank |= i > 0
            if run:
                if self._blank and self._line:
                    self._line.append(" ")
                self._line.append(run)
                self._blank = False

    def end_line(self) -> None:
        if self._line:
            self.lines.append("".join(self._line))
        self._line, self._blank = [], False


class _Page:
    """A walk over the page: the flow being filled (a cell's own while in a cell), open rows, open lists."""

    def __init__(self) -> None:
        self.flows = [_Flow()]
        self.tables: list[list[list[Merged]]] = [[]]
        self.lists: list[_List | None] = []

    def enter(self, node: Any) -> bool:
        """Write what stands before a node's children; False when its children are not shown."""
        tag = node.tag
        if tag == "-text":
            self._text(node)
            return False
        if tag in _SKIPPED or _is_hidden(node):
            return False
        if tag in _BLOCKS:
            self.flows[-1].end_line()
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            if len(self.flows) > limits.NESTED_TABLES:
                raise Unreadable(f"表格套表格超过 {limits.NESTED_TABLES} 层。请另存为纯文本或 .docx。")
            self.flows.append(_Flow())
        elif tag in ("ol", "ul"):
            self.lists.append(_List(node) if tag == "ol" else None)
        elif tag == "li" and self.lists and self.lists[-1]:
            self.flows[-1].words(self.lists[-1].next_label(node))
        return True

    def leave(self, node: Any) -> None:
        """Close what :meth:`enter` opened."""
        tag = node.tag
        if tag in _BLOCKS:
            self.flows[-1].end_line()
        if tag in ("td", "th") and len(self.flows) > 1:
            cell = self.flows.pop()
            cell.end_line()
            if self.tables[-1]:
                down, across = (_integer(node.attributes.get(name), 1) for name in ("rowspan", "colspan"))
                self.tables[-1][-1].append(Merged(cell.lines, across, down))
        elif tag == "table" and len(self.tables) > 1:
            self.flows[-1].lines += table_lines(self.tables.pop())
        elif tag in ("ol", "ul"):
            self.lists.pop()

    def _text(self, node: Any) -> None:
        text = node.text_content or ""
        if node.parent is not None and node.parent.tag == "pre":
            for line in text.split("\n"):
                self.flows[-1].words(line)
                self.flows[-1].end_line()
        else:
            self.flows[-1].words(text)


class _List:
    """An ordered list: which number comes next, and how it is written."""

    def __init__(self, node: Any) -> None:
        attributes = node.attributes
        styled = _LIST_STYLE.search(attributes.get("style") or "")
        self._style = styled.group(1).lower() if styled else attributes.get("type") or "decimal"
        self._next = _integer(attributes.get("start"), 1)
        self._step = -1 if "reversed" in attributes else 1

    def next_label(self, item: Any) -> str:
        """The label of the next item, with the sign a browser puts after it."""
        number = _integer(item.attributes.get("value"), self._next)
        self._next = number + self._step
        if self._style in ("none", "disc", "circle", "square"):
            return ""
        chinese = self._style in _CHINESE_STYLES
        return ordinal(number, self._style) + ("、" if chinese else ". ")


def _words(root: Any) -> str:
    """Walk without recursion: pages nest as deep as they like."""
    page = _Page()
    node, top = root, root.mem_id
    while True:
        child = node.child if page.enter(node) else None
        if child is not None:
            node = child
            continue
        while True:
            if node.tag != "-text" and not (node.tag in _SKIPPED or _is_hidden(node)):
                page.leave(node)
            if node.mem_id == top:
                page.flows[0].end_line()
                return "\n".join(page.flows[0].lines)
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _is_hidden(node: Any) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_NOT_SHOWN.search(attributes.get("style") or ""))


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
