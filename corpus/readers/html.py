"""HTML to text, laid out as a browser shows it: blocks on lines of their own, list numbers written out; the door to selectolax."""

import re
from collections.abc import Mapping, Set
from typing import Any

from corpus.note_marks import lowered, raised
from corpus.readers import limits
from corpus.readers.document import Parsed, Unreadable
from corpus.readers.dom import BLOCKS, SKIPPED, hidden_nodes, walk
from corpus.readers.footnotes import written_notes
from corpus.readers.linked_notes import linked_notes
from corpus.readers.ordinals import ordinal
from corpus.readers.shifts import SHIFTED, Shifts
from corpus.readers.surroundings import surroundings
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

#: What a page says while its script fetches the words.
_WAITING = re.compile(r"加载|载入|稍[候后等]|loading|javascript|脚本", re.IGNORECASE)
_MANY_SIGNS = re.compile(r"(?:\s*\S){81}")
_DRAWN = "网页的文字要由脚本取来，文件里没有。请在浏览器里打开网页，待文字显示后另存为“网页，全部”，或打印成 PDF、复制为 .txt。"
_FRAMED = "网页的正文在内嵌的框架（iframe）里，文件里没有。请在浏览器里单独打开框架中的网页再另存，或打印成 PDF。"
#: Words that are hidden are a document from so many sentences on.
_SENTENCES = 3
_BLANK = " \t\n\r\f"
_BLANKS = re.compile(f"[{_BLANK}]+")
_TABLE_TAG = re.compile(r"<(?P<closes>/?)table\b", re.IGNORECASE)
_LAID_OUT = frozenset("table tr td th ol ul li pre".split())
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CHINESE_STYLES = frozenset(
    ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "simp-chinese-formal")
)


def parse_html(data: bytes) -> Parsed:
    """Words of the document that a reader of the page sees, without scripts, menus, footers, forms and hidden parts.

    When the page has one ``<article>`` or ``<main>`` that holds more than half of its words, only that is read. A page whose words are
    all hidden until a script shows them is read as it will be shown.

    Raises:
        Unreadable: the encoding cannot be told, tables are nested too deep, or the words come from a script.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = decode(data, _declared(data))
    if _is_nested_deeply(page):
        raise Unreadable(f"表格套表格超过 {limits.NESTED_TABLES} 层。请另存为纯文本或 .docx。")
    tree = LexborHTMLParser(page)
    unshown = hidden_nodes(tree)
    words = _shown_words(tree, unshown)
    drawn = _is_drawn(words)
    if drawn or (unshown and words.count("。") < _SENTENCES):
        hidden = _shown_words(tree, set())
        many = _SENTENCES if drawn else _SENTENCES * (1 + words.count("。"))
        if hidden.count("。") >= many and _MANY_SIGNS.match(hidden):
            return Parsed(hidden)  # a script shows them
    if drawn:
        if tree.css_first("iframe, frame") is not None:
            raise Unreadable(_FRAMED)
        if tree.css_first("script, template, textarea") is not None:
            raise Unreadable(_DRAWN)
    return Parsed(words)


def _shown_words(tree: Any, hidden: Set[int]) -> str:
    """The words of the document of a page, without its ``hidden`` nodes and what surrounds it."""
    title = " ".join(node.text() for node in tree.css("title"))
    shifts = Shifts("\n".join(node.text() for node in tree.css("style")))
    root = _document_root(tree, hidden, shifts)
    notes = linked_notes(root)
    words = _words(root, hidden | surroundings(root, hidden, title) | notes.keys(), shifts)
    return clean("\n".join([words, *written_notes(notes.values())]))


def _is_nested_deeply(page: str) -> bool:
    """Whether tables stand in tables in tables, told before a tree of them takes the memory."""
    depth = 0
    for tag in _TABLE_TAG.finditer(page):
        depth = max(0, depth + (-1 if tag["closes"] else 1))
        if depth > limits.NESTED_TABLES:
            return True
    return False


def _document_root(tree: Any, hidden: Set[int], shifts: Shifts) -> Any:
    whole = tree.body or tree.root
    single = [found[0] for name in ("article", "main") if len(found := tree.css(name)) == 1]
    if single:
        size = len(_words(whole, hidden, shifts))
        return next((node for node in single if len(_words(node, hidden, shifts)) * 2 > size), whole)
    return whole


def _is_drawn(words: str) -> bool:
    """Whether a page holds no words but those that ask to wait for them."""
    if _MANY_SIGNS.match(words):
        return False
    bare = "".join(words.split())
    return not bare or bool(_WAITING.search(bare))


def _declared(data: bytes) -> str:
    found = _META_CHARSET.search(data[:4096])
    return _ENCODINGS.get(found.group(1).decode("ascii").lower(), "") if found else ""


class _Flow:
    """Lines being filled: blanks collapse to one, and vanish at the ends of lines."""

    __slots__ = ("_blank", "_line", "lines")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._blank = False

    @property
    def last(self) -> str:
        """The words before, on the line being filled."""
        return self._line[-1] if self._line and not self._blank else ""

    def words(self, text: str) -> None:
        if text and " " not in text and text.isprintable():  # of the blanks only this one is, and most words have none
            self._run(text)
            return
        if not text.strip(_BLANK):
            self._blank |= bool(text)
            return
        for i, run in enumerate(_BLANKS.split(text)):
            self._blank |= i > 0
            self._run(run)

    def _run(self, run: str) -> None:
        if run:
            if self._blank and self._line:
                self._line.append(" ")
            self._line.append(run)
            self._blank = False

    def end_line(self) -> None:
        if self._line:
            self.lines.append("".join(self._line))
            self._line = []
        self._blank = False


class _Page:
    """A walk over the page: the flow being filled (a cell's own while in a cell), open rows, open lists."""

    def __init__(self, left_out: Set[int], shifts: Shifts) -> None:
        self._left_out, self._shifts = left_out, shifts
        self.flows = [_Flow()]
        self.tables: list[list[list[Merged]]] = [[]]
        self.lists: list[_List | None] = []
        self._kept_lines = 0  # how many <pre> are open

    def enter(self, node: Any, tag: str) -> bool:
        """Write what stands before a node's children; False when its children are not shown."""
        if tag == "-text":
            if not self._left_out or node.mem_id not in self._left_out:
                self._text(node)
            return False
        if tag in SKIPPED or (self._left_out and node.mem_id in self._left_out):
            return False
        if tag == "mfrac":
            self._fraction(node)
            return False
        if tag in SHIFTED and (shift := self._shifts.of(node, tag)):
            words = node.text()
            self.flows[-1].words(raised(words) if shift > 0 else lowered(words, self.flows[-1].last))
            return False
        if tag in BLOCKS:
            self.flows[-1].end_line()
        if tag in _LAID_OUT:
            self._open(node, tag)
        return True

    def _open(self, node: Any, tag: str) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.flows.append(_Flow())
        elif tag in ("ol", "ul"):
            self.lists.append(_List(node) if tag == "ol" else None)
        elif tag == "li" and self.lists and self.lists[-1]:
            self.flows[-1].words(self.lists[-1].next_label(node))
        elif tag == "pre":
            self._kept_lines += 1

    def leave(self, node: Any, tag: str) -> None:
        """Close what :meth:`enter` opened."""
        if tag in BLOCKS:
            self.flows[-1].end_line()
        if tag in _LAID_OUT:
            self._shut(node, tag)

    def _shut(self, node: Any, tag: str) -> None:
        if tag in ("td", "th") and len(self.flows) > 1:
            cell = self.flows.pop()
            cell.end_line()
            if self.tables[-1]:
                self.tables[-1][-1].append(_merged(node.attributes, cell.lines))
        elif tag == "table" and len(self.tables) > 1:
            self.flows[-1].lines += table_lines(self.tables.pop())
        elif tag in ("ol", "ul"):
            self.lists.pop()
        elif tag == "pre":
            self._kept_lines -= 1

    def _fraction(self, node: Any) -> None:
        parts = ["".join((part.text() or "").split()) for part in node.iter(include_text=False)]
        self.flows[-1].words("/".join(parts))

    def _text(self, node: Any) -> None:
        text = node.text_content or ""
        if self._kept_lines and node.parent.tag == "pre":
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


def _words(root: Any, left_out: Set[int], shifts: Shifts) -> str:
    page = _Page(left_out, shifts)
    walk(root, page.enter, page.leave)
    page.flows[0].end_line()
    return "\n".join(page.flows[0].lines)


def _merged(attributes: Mapping[str, str | None], lines: list[str]) -> Merged:
    if not attributes:
        return Merged(lines)
    return Merged(lines, _integer(attributes.get("colspan"), 1), _integer(attributes.get("rowspan"), 1))


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
