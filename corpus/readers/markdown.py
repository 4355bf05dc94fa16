"""Markdown to text: what its authors and the programs that make it write in HTML and in formulas is read as a browser shows it.

Raised and lowered words, tables with merged cells, line breaks, comments, signs by name, $10^{8}$. All else stays as it is typed.
"""

import html
import re

from corpus.note_marks import lowered, raised, settled
from corpus.readers.document import Parsed
from corpus.readers.tables import Merged, table_lines
from corpus.readers.text import parse_text

_TAG = re.compile(r"<!--|<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,9})(?P<rest>\s[^<>]{0,1000}|/)?>")
_COMMENT_ENDS = "-->"
_BLOCKS = frozenset("p div center h1 h2 h3 h4 h5 h6 ul ol li blockquote details summary hr caption".split())
_LINES = frozenset("span font b strong i em u small big mark a img code".split())
_STRUCK = frozenset("s del strike".split())
_SHIFTED = frozenset(("sup", "sub"))
_TABLES = frozenset("table thead tbody tfoot tr td th".split())
_KNOWN = _BLOCKS | _LINES | _STRUCK | _SHIFTED | _TABLES | {"br"}
_COVERS = re.compile(r"""(?P<way>col|row)span\s*=\s*["']?(?P<count>\d{1,4})""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_BLANKS = re.compile(r"\s+")
#: So far before a line break the bars of a row are looked for.
_LOOK = 500
#: Between two dollars: a number alone, or signs of a formula without words.
_FORMULA = re.compile(r"\$\$?(?P<said>[^$\n一-鿿]{1,120})\$\$?")
_SIGN, _NUMBER = re.compile(r"[\\^_{]"), re.compile(r"[\d.,\s]+(?:\\?%)?\s*")
_COMMANDS = {
    "times": "×", "cdot": "·", "geq": "≥", "ge": "≥", "geqslant": "≥", "leq": "≤", "le": "≤", "leqslant": "≤", "pm": "±", "sim": "~",
    "mu": "μ", "circ": "°", "%": "%", "&": "&", "#": "#", "_": "_", ",": " ", ";": " ", " ": " ",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|[%&#_,; ])")
_SHIFTED_FORMULA = re.compile(r"(?P<shift>[\^_])\s*(?:\{(?P<group>[^{}]*)\}|(?P<sign>[^\s{}]))")
_ESCAPED = re.compile(r"\\(?=[\[\]()])")


def parse_markdown(data: bytes) -> Parsed:
    """Markdown in any encoding that plain text may have.

    Raises:
        Unreadable: see :func:`corpus.readers.text.parse_text`.
    """
    parsed = parse_text(data)
    return Parsed(read_markup(parsed.text), parsed.remarks)


def read_markup(text: str) -> str:
    """Markdown whose HTML, formulas and signs by name are plain text; linear in its length."""
    shifted = False
    if "$" in text:
        text, count = _FORMULA.subn(_formula, text)
        shifted |= count > 0
    if "<" in text and (tag := _TAG.search(text)):
        page = _Page()
        page.read(text, tag.start())
        text, shifted = "".join(page.done()), shifted or page.shifted
    if "&" in text:
        text = _ENTITY.sub(lambda sign: html.unescape(sign.group()).replace("\xa0", " "), text)
    if "\\" in text:
        text = _ESCAPED.sub("", text)
    return settled(text) if shifted else text


def _formula(found: re.Match[str]) -> str:
    said = found["said"]
    return _plain_formula(said) if _SIGN.search(said) or _NUMBER.fullmatch(said) else found.group()


def _plain_formula(said: str) -> str:
    words = _COMMAND.sub(lambda c: _COMMANDS.get(c[1], ""), said)  # \mathrm{km} is km
    parts, at = list[str](), 0
    for run in _SHIFTED_FORMULA.finditer(words):
        parts.append(words[at : run.start()])
        inside = (run["group"] if run["group"] is not None else run["sign"]).replace("{", "")
        before = "".join(parts)
        parts.append(raised(inside) if run["shift"] == "^" else lowered("".join(inside.split()), before.rstrip()))
        at = run.end()
    plain = re.sub(r"[{}]", "", "".join([*parts, words[at:]]))
    return re.sub(r"(?<=\S)\s+(?=\S)", "", plain).strip()  # 9 5 \% is 95%


class _Page:
    """Walks over tags; words go to the cell that is open, or to the text."""

    def __init__(self) -> None:
        self.shifted = False
        self._out: list[str] = []
        self._cell: list[str] | None = None
        self._covers = (1, 1)
        self._rows: list[list[Merged]] = []
        self._depth = 0
        self._struck = 0
        self._shift: tuple[str, list[str]] | None = None

    def read(self, text: str, first: int) -> None:
        """Go over the whole text, whose first tag stands at ``first``."""
        at, last_comment = 0, text.rfind(_COMMENT_ENDS)
        tag = _TAG.search(text, first)
        while tag:
            start, end = tag.span()
            if tag["name"] is None:
                if start < last_comment:
                    self._write(text[at:start])
                    at = end = text.index(_COMMENT_ENDS, end) + len(_COMMENT_ENDS)
            elif (name := tag["name"].lower()) in _KNOWN:
                self._write(text[at:start])
                at = end
                self._close(name) if tag["closes"] else self._open(name, tag["rest"] or "", text, start)
            tag = _TAG.search(text, end)
        self._write(text[at:])

    def done(self) -> list[str]:
        """The pieces of the text."""
        self._end_shift()
        if self._depth:
            self._end_cell()
            self._end_table()
        return self._out

    def _write(self, words: str) -> None:
        if self._struck or not words:
            return
        if self._shift:
            self._shift[1].append(words)
        elif self._cell is not None:
            self._cell.append(words)
        elif not self._depth or words.strip():
            self._out.append(words)

    def _open(self, name: str, rest: str, text: str, at: int) -> None:
        if name in _STRUCK:
            self._struck += 1
        elif name in _SHIFTED:
            self._end_shift()
            self._shift = (name, [])
        elif name in _TABLES:
            self._open_of_table(name, rest)
        elif name in _BLOCKS or name == "br":
            begin = max(0, at - _LOOK)
            in_row = "|" in text[max(begin, text.rfind("\n", begin, at) + 1) : at]
            self._write(" " if in_row else "\n")

    def _open_of_table(self, name: str, rest: str) -> None:
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._out.append("\n")
        elif self._depth > 1:
            self._write(" ")  # the cells of a table in a cell
        elif name == "tr" and self._depth:
            self._end_cell()
            self._rows.append([])
        elif name in ("td", "th") and self._rows:
            self._end_cell()
            self._cell = []
            covers = {found["way"].lower(): int(found["count"]) for found in _COVERS.finditer(rest)}
            self._covers = covers.get("col", 1), covers.get("row", 1)

    def _close(self, name: str) -> None:
        if name in _STRUCK:
            self._struck = max(0, self._struck - 1)
        elif name in _SHIFTED:
            self._end_shift()
        elif name == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self._end_cell()
                self._end_table()
        elif name in ("td", "th") and self._depth == 1:
            self._end_cell()
        elif name in _BLOCKS:
            self._write("\n")

    def _end_shift(self) -> None:
        if not self._shift:
            return
        (way, words), self._shift = self._shift, None
        said = "".join(words)
        into = self._cell if self._cell is not None else self._out
        self._write(raised(said) if way == "sup" else lowered(said, into[-1].rstrip() if into else ""))
        self.shifted = True

    def _end_cell(self) -> None:
        self._end_shift()
        if self._cell is not None and self._rows:
            lines = [" ".join(_BLANKS.split(line.strip())) for line in "".join(self._cell).split("\n")]
            self._rows[-1].append(Merged([line for line in lines if line], *self._covers))
        self._cell = None

    def _end_table(self) -> None:
        lines, self._rows = table_lines([row for row in self._rows if row]), []
        self._out.append("\n".join([*lines, ""]))
