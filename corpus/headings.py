"""Numbered headings of Chinese official documents: 第一章, 一、, （一）, 1., (1), ① … and where a text really uses them as headings.

The order of the numbering levels follows GB/T 9704 (一、 （一） 1. （1）), with 篇/章/节 above it.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from corpus.attachments import NUMBER, TITLED, titled_attachments
from corpus.lines import SENTENCE_END, Layout, Line, lines_of
from corpus.numerals import ORDINALS, numeral
from corpus.plan import Furniture
from corpus.spacing import tidy

_CN = f"[{ORDINALS}零]{{1,5}}"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

#: 1.5万吨 is a figure, 1.5 建设 a heading.
_NO_UNIT = r"(?![%％‰℃万亿千百个座处家户项条公吨米元度倍级时年月日至到—–~-])"


def _decimal(parts: int) -> re.Pattern[str]:
    """The label of a heading numbered 1.1, 1.1.1 …, with or without a dot behind it; the group is its last number."""
    return re.compile(
        rf"\d{{1,2}}(?:[.．]\d{{1,2}}){{{parts - 2}}}[.．](\d{{1,2}})(?:[.．、]|(?![\d.．至到—–~～-]))\s*(?=[一-鿿“《A-Za-zⅠ-ⅻ]){_NO_UNIT}"
    )


#: The heads of parts in a text so numbered: 1 总则.
_DECIMAL_PART = ("decimal1", 3, re.compile(rf"(\d{{1,2}})(?![\d.．、至到—–~～-])\s*(?=[一-鿿“《]){_NO_UNIT}"))
#: So many lines numbered 1.1 show that a text is numbered so.
_FEWEST_DECIMALS = 2

#: (kind, level, pattern of the label). A lower level stands above a higher one.
_LABELS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("part", 0, re.compile(rf"第\s*({_CN})\s*(?:[篇编]|部分(?=[\s：:]|$))")),
    ("chapter", 1, re.compile(rf"第\s*({_CN}|\d{{1,3}})\s*章")),
    ("section", 2, re.compile(rf"第\s*({_CN}|\d{{1,3}})\s*节")),
    ("article", 3, re.compile(rf"第\s*({_CN}|\d{{1,3}})\s*条(?:之(?P<inserted>{_CN}))?")),
    (
        "attachment",
        0,
        re.compile(
            rf"附\s*+[件录表]\s*+({NUMBER})?+(?=\s*+[:：]?+\s*$)"
            r"|(?:附\s*+[:：]\s*+)?(?:名词|术语)(?:解释|注释|说明)(?=\s*+[:：]?+\s*$)"
        ),
    ),
    ("box", 4, re.compile(rf"专栏\s*+(\d{{1,2}}|{_CN})?+(?!\s*[所中列的为和及与、，])")),
    ("task", 4, re.compile(rf"(?:任务|行动|工程|举措|措施)\s*+(\d{{1,2}}|{_CN})(?:[：:、.．]\s*+|(?=\s))")),
    ("cn", 3, re.compile(rf"({_CN})\s*[、.．](?!{_CN}[、.．])")),
    ("cn_paren", 4, re.compile(rf"[（(]\s*({_CN})\s*[)）](?:[、.．](?!\s*[（(第]))?")),
    ("number", 5, re.compile(r"(\d{1,2})\s*[.．、](?:(?!\d)|(?=20\d\d年))")),
    ("number_paren", 6, re.compile(r"[（(]\s*(\d{1,2})\s*[)）]")),
    ("decimal2", 4, _decimal(2)),
    ("decimal3", 5, _decimal(3)),
    ("decimal4", 6, _decimal(4)),
    ("circled", 7, re.compile(rf"([{_CIRCLED}])")),
)

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_LEVELS = {kind: level for kind, level, _ in (*_LABELS, _DECIMAL_PART)}

#: Excerpts leave clauses out; a larger jump is not a numbering.
_SKIP = 30
#: Under a new heading the first clauses may have been left out.
_FIRST_LEFT_OUT = 3

#: What follows a label when the text only refers to it: （一）中所述, （一）至（三）, 第三条第二款.
_REFERENCE = re.compile(
    rf"\s*(?:[、，,及和与至到～~-]\s*(?:第|[（(]|{_CN}[、）)])|中(?:所|的|明确|规定|提|述|列)|所[述列称指]|项(?!目)|款(?!项)|条的|规定(?!动作)|第{_CN}[款项])"
)
_ARTICLE_REFERENCE = re.compile(r"\s*[、，,]")

#: Longest title that stands on its own line or before the first stop; longer is a sentence, not a title.
_TITLE_CHARACTERS = 45
#: An article has a title of a few words or none: 第六条　工业提效行动。
_ARTICLE_TITLE_CHARACTERS = 15
_TITLE_LINES = 3
_STOP = re.compile("[。：:]")
#: 第三条【适用范围】
_BRACKETED = re.compile(r"\s*[【\[［]\s*([一-鿿、]{2,15}?)\s*[】\]］]\s*")
_COLON = re.compile(r"[\s:：]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: ``start`` at its label, ``end`` after its title (and the stop that closes a run-in title)."""

    kind: str
    level: int
    number: int
    label: str
    title: str
    start: int
    end: int


def chinese_number(text: str) -> int:
    """二十一 -> 21. Digits are taken as they are."""
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    if text.isdigit():
        return int(text)
    return int(numeral(text))


def find_headings(text: str, furniture: Sequence[Furniture], rows: Set[int], start: int, end: int) -> list[Heading]:
    """Headings of a raw span, in order; ``rows`` are where the rows of tables begin, which open none.

    A label counts when it opens a line, the line before it has ended (its sentence, or itself when lines are not wrapped), what
    follows is not a mere reference, and its number goes on from an earlier one of its kind (numbering may run on across chapters,
    and excerpts may skip numbers) or starts at one.
    """
    layout = Layout(text, lines_of(text, furniture, start, end))
    attached = set(titled_attachments(text, layout.lines)) if TITLED.search(text, start, end) else set()
    labels = [None if line.start in rows else _label_at(text, line, attached) for line in layout.lines]
    labels = _with_decimal_parts(layout, _without_glossary_titles(labels))
    own_line = _own_line_kinds(layout, labels)
    used = {found[0] for i, found in enumerate(labels) if found and _opens_paragraph(layout, i)}
    headings: list[Heading] = []
    last: dict[str, int] = {}  # latest number of each kind under the open headings
    ever: dict[str, int] = {}  # latest number of each kind in the text
    for i, (line, found) in enumerate(zip(layout.lines, labels, strict=True)):
        if found is None:
            continue
        kind, level, label = found
        number = chinese_number(label.group(1)) if label.group(1) else 0
        if not (line.marked or _has_ended(layout, i, headings, in_list=kind in last, used=kind in used)):
            continue
        inserted = kind == "article" and label["inserted"]  # 第三条之一 goes on from 第三条
        if not (inserted and number == last.get(kind)) and not _goes_on(kind, level, number, last, ever):
            continue
        title, title_end = _title_after(layout, furniture, labels, i, label.end(), own_line=kind in own_line)
        headings.append(Heading(kind, level, number, _written_label(kind, label.group()), title, line.start, title_end))
        if kind != "box":  # a box stands between two paragraphs: the list it interrupts goes on after it
            last = {k: n for k, n in last.items() if _LEVELS[k] <= level} | {kind: number}
        ever[kind] = number
    return headings


_Label = tuple[str, int, re.Match[str]]


def _without_glossary_titles(labels: Sequence[_Label | None]) -> list[_Label | None]:
    """The labels; 名词解释 below 附件3 is the title of that one and no attachment itself."""
    whole: list[_Label | None] = []
    above: _Label | None = None
    for found in labels:
        titles = found and above and _is_glossary(found) and above[0] == "attachment" and not _is_glossary(above)
        whole.append(None if titles else found)
        above = found
    return whole


def _is_glossary(label: _Label) -> bool:
    return label[0] == "attachment" and label[2].group().endswith(("解释", "注释", "说明"))


def _own_line_kinds(layout: Layout, labels: Sequence[_Label | None]) -> set[str]:
    """Kinds of labels whose titles stand on lines of their own more often than they run into a paragraph."""
    balance: dict[str, int] = {}
    for i, found in enumerate(labels):
        if found is None:
            continue
        line = layout.lines[i]
        run_in = _STOP.search(layout.text, found[2].end(), line.end)
        if run_in is None and layout.is_full(i):
            most = found[2].end() + 2 * _TITLE_CHARACTERS
            run_in = _STOP.search(layout.text, found[2].end(), most)
            if run_in is None or run_in.start() - found[2].end() <= _TITLE_CHARACTERS:
                continue  # may be either
            run_in = None  # too far for a title
        balance[found[0]] = balance.get(found[0], 0) + (-1 if run_in or layout.text[line.end - 1] in "；;！？" else 1)
    return {kind for kind, n in balance.items() if n > 0}


def _written_label(kind: str, label: str) -> str:
    """The label as addresses write it: no blanks, full-width brackets, one dot: ( 二 )、 -> （二）, 1． -> 1., 一． -> 一、"""
    written = re.sub(r"\s+", "", label).replace("(", "（").replace(")", "）").replace("．", ".")
    if kind == "task":
        return written.rstrip("：:、.")
    if kind == "attachment":
        return re.sub("^附[:：](?=.)|[:：、.]$", "", written)
    if kind.startswith("decimal"):
        return written.rstrip(".、").translate(_HALF_WIDTH)
    written = re.sub("）[、.]$", "）", written)
    return re.sub(rf"^({_CN})\.$", r"\1、", written)


def _label_at(text: str, line: Line, attached: Set[int]) -> _Label | None:
    if line.start in attached and (label := TITLED.match(text, line.start, line.end)):
        return ("attachment", 0, label)
    for kind, level, pattern in _LABELS:
        label = pattern.match(text, line.start, line.end)
        if label:
            refers = _REFERENCE.match(text, label.end(), line.end) or (
                level <= 3 and kind != "cn" and _ARTICLE_REFERENCE.match(text, label.end(), line.end)
            )
            return None if refers else (kind, level, label)
    return None


def _with_decimal_parts(layout: Layout, labels: Sequence[_Label | None]) -> list[_Label | None]:
    """The labels, in a text numbered 1.1 with the heads of its parts (1 总则, 1、总则): short lines without a stop."""
    if sum(bool(found) and found[0] == "decimal2" for found in labels if found) < _FEWEST_DECIMALS:
        return [None if found and found[0].startswith("decimal") else found for found in labels]
    whole: list[_Label | None] = []
    part, above = 0, ""  # the number of the part that is open; the kind of the label before
    for line, found, below in zip(layout.lines, labels, _next_labels(labels), strict=True):
        short = line.end - line.start <= _TITLE_CHARACTERS and layout.text[line.end - 1] not in "。；，：:"
        own = _part_label(layout.text, line, found, below, part, above) if short else None
        whole.append(own or found)
        if own:
            part = int(own[2].group(1))
        above = whole[-1][0] if whole[-1] else above
    return whole


def _next_labels(labels: Sequence[_Label | None]) -> list[_Label | None]:
    """For each line the label that comes after it."""
    following: list[_Label | None] = []
    below: _Label | None = None
    for label in reversed(labels):
        following.append(below)
        below = label or below
    return following[::-1]


def _part_label(
    text: str, line: Line, found: _Label | None, below: _Label | None, part: int, above: str
) -> _Label | None:
    """The label of a line as that of a part: 1 总则, or 1、总则 with 1.1 as the label ``below`` or behind the decimals of the part before."""
    kind, level, pattern = _DECIMAL_PART
    if found is None:
        label = pattern.match(text, line.start, line.end)
        return (kind, level, label) if label else None
    if found[0] != "number":
        return None
    number = int(found[2].group(1))
    begins = below is not None and below[0] == "decimal2" and int(re.split("[.．]", below[2].group())[0]) == number
    listed = below is not None and below[0] == "number"
    follows = number == part + 1 and above.startswith("decimal") and not listed
    return (kind, level, found[2]) if begins or follows else None


def _opens_paragraph(layout: Layout, i: int) -> bool:
    return i == 0 or not layout.is_full(i - 1) or layout.is_indented(i)


def _has_ended(layout: Layout, i: int, headings: Sequence[Heading], *, in_list: bool, used: bool) -> bool:
    """Whether the paragraph before line ``i`` has ended, so that a label may open a clause there.

    A full line does not tell. Then the label must be of a kind that opens a paragraph elsewhere (``used``).
    """
    if _opens_paragraph(layout, i):
        return True
    if not used:
        return False
    before = layout.lines[i - 1]
    sign = layout.text[before.end - 1]
    if sign in "；;":
        return in_list  # 1.…；2.…； inside a paragraph may happen to be cut before a number
    if sign in SENTENCE_END:
        return True
    return bool(headings) and before.start <= headings[-1].end <= before.end + 1 and bool(headings[-1].title)


def _goes_on(kind: str, level: int, number: int, last: dict[str, int], ever: dict[str, int]) -> bool:
    if number <= 1:
        return True
    if kind in last:
        return last[kind] < number <= last[kind] + _SKIP
    # numbering may run on under a new parent heading; an excerpt may begin in the middle, but small list numbers never do
    gap = number - ever.get(kind, 0)
    return gap == 1 or (level <= 4 and (0 < gap <= _SKIP or number <= _FIRST_LEFT_OUT))


def _title_after(
    layout: Layout,
    furniture: Sequence[Furniture],
    labels: Sequence[_Label | None],
    i: int,
    label_end: int,
    *,
    own_line: bool,
) -> tuple[str, int]:
    """(title, raw end of the heading). The title is what stands before the first stop, or the whole of a short paragraph."""
    text, lines = layout.text, layout.lines
    found = labels[i]
    kind, level = (found[0], found[1]) if found else ("", 0)
    if kind in ("box", "attachment"):
        return _title_of_insert(layout, furniture, labels, i, label_end)
    if kind == "article" and (named := _BRACKETED.match(text, label_end, lines[i].end)):
        return named[1], named.end()
    stop = _STOP.search(text, label_end, lines[i].end)
    last, open_ended = i, False
    while stop is None and ((waits := _is_open(text, label_end, lines[last].end)) or layout.is_full(last)):
        follows = last + 1 < len(lines) and labels[last + 1] is None and not layout.is_indented(last + 1)
        if not follows or (own_line and not waits and not _is_title_tail(layout, last + 1)):
            break
        if last - i >= _TITLE_LINES:
            open_ended = True
            break
        last += 1
        stop = _STOP.search(text, lines[last].start, lines[last].end)
    if stop:
        title = tidy(text, label_end, stop.start(), furniture).text
        alone = (
            kind == "article" and stop.group() == "。" and stop.end() == lines[last].end
        )  # all that the article says
        if 0 < len(title) <= _TITLE_CHARACTERS and not alone and not _is_sentence(title, kind, level):
            return title, stop.end()
        return "", label_end
    rest = tidy(text, label_end, lines[last].end, furniture).text
    if not open_ended and text[lines[last].end - 1] not in "。；！？，、" and len(rest) <= _TITLE_CHARACTERS:
        return rest, lines[last].end
    return "", label_end


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a quotation mark or a bracket waits for its closing one."""
    return any(text.count(a, start, end) > text.count(b, start, end) for a, b in ("“”", "《》", "（）"))


def _title_of_insert(
    layout: Layout, furniture: Sequence[Furniture], labels: Sequence[_Label | None], i: int, label_end: int
) -> tuple[str, int]:
    """The title of a box or an attachment: the rest of its line, or the short line below it."""
    text, lines = layout.text, layout.lines
    colon = _COLON.match(text, label_end, lines[i].end)
    start = colon.end() if colon else label_end
    ends = [lines[i].end]
    if start >= lines[i].end and i + 1 < len(lines) and labels[i + 1] is None:
        ends.append(lines[i + 1].end)
    title = tidy(text, start, ends[-1], furniture).text
    if 0 < len(title) <= _TITLE_CHARACTERS and title[-1] not in "。；":
        return title, ends[-1]
    return "", lines[i].end if start >= lines[i].end else label_end


def _is_title_tail(layout: Layout, i: int) -> bool:
    """Whether a line is the rest of a title on the line before: short, and no sentence."""
    line = layout.lines[i]
    return not layout.is_full(i) and _STOP.search(layout.text, line.start, line.end) is None


def _is_sentence(title: str, kind: str, level: int) -> bool:
    if kind == "article":
        return len(title) > _ARTICLE_TITLE_CHARACTERS or bool(re.search("[，,；;]|^本|应当|不得", title))
    return ";" in title or "；" in title or (level > 4 and bool(re.search("[，,]", title)))
