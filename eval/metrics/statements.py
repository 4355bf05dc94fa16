"""The answer taken apart for ALCE: pieces of sentences, each with the citations it leans on, and whether those say it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.gold.wording import fold, without_marks
from eval.metrics.departments import without_bodies
from eval.metrics.numbers import NUMBER
from eval.run.case import Case, Cited

_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_MARK = re.compile(r"\[(\d{1,3})\]")
_STOP = re.compile(r"(?<=[。！？；!?;])")
_LABEL = re.compile(r"^[\s>*#-]*(?:[^：:，。；]{1,14}[：:])?")
_PLACE = re.compile(r"^[\s>*#|-]*([^：:，。；|]{1,8}[市州县区省盟])\s*[：:|]")
#: Sentences about the texts or the conversation: they state nothing that a plan says.
_ABOUT = re.compile(
    "没有|未提及|未给出|未提到|未找到|未检索到|现有|全部检索|接着问|想了解|请问|请说明|请补充|您|容易混淆|资料中|无法|各地的|不同。|直接问|(?:^|[：:])不是\\d[^，；]*$|^共\\d+项$"
)
#: Words that turn a sentence round: they must stand in the source too.
_TURNS = re.compile(
    "上升|提高|增加|增长|下降|降低|减少|削减|禁止|严禁|不得|鼓励|允许|取消|以上|以下|以内|不低于|不高于|不超过|不少于|超过"
)
#: What is said in front of a fact of the front matter, whose quote is the bare fact.
_FRONT = re.compile(
    "(?:成文日期|印发日期|发布日期|印发时间|文号|发文字号|发文机关|印发机关|标题|全称|公开方式|主送机关|附件)(?:为|是)?"
)
#: What is said around figures that are compared or computed; whether the figures are right is for the numbers to tell.
_DERIVED = re.compile(
    "最[高低大小多少]的是|由[高大多]到[低小少]|由[低小少]到[高大多]|合计|总计|相差|约?[是为]|的?倍|比|分别|高|低|多|少|大|小|并列|和|与"
)
_SIGNS = re.compile(r"[^\w]+")
_COMPARES = re.compile("最[高低大小多少]|由[高大多低小少]到|合计|总计|相差|倍|÷|比.{1,20}[高低多少大小]")
_SAID = 0.6
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a sentence, and the citations that its marks name (unknown numbers are left out)."""

    text: str
    cited: tuple[Cited, ...]


def statements_of(case: Case) -> list[Statement]:
    """The pieces of the answer that state something, in order.

    A piece ends at 。！？； and has the marks that come next in its line. Sentences about the texts themselves (没有给出, 现有5份), table heads and labels
    are left out.
    """
    by_number: dict[int, Cited] = {c.n: c for c in case.answer.citations}
    found = []
    for line in case.answer.text.splitlines():
        for text, numbers in _segments(line):
            cited = tuple(by_number[n] for n in numbers if n in by_number)
            found += [Statement(piece, cited) for piece in _STOP.split(text) if _states(piece, line)]
    return found


def cited_by_place(case: Case) -> list[tuple[str, tuple[Cited, ...]]]:
    """The place that a line begins with and the citations in the line, for lines that begin with one."""
    by_number = {c.n: c for c in case.answer.citations}
    found = []
    for line in case.answer.text.splitlines():
        if place := _PLACE.match(line):
            numbers = [int(n) for n in _MARK.findall(line)]
            found.append((place[1], tuple(by_number[n] for n in numbers if n in by_number)))
    return found


def _segments(line: str) -> Iterable[tuple[str, list[int]]]:
    """Text of a line up to each group of marks, with the numbers in the group; text after the last has none. A table row is one text."""
    if line.lstrip().startswith("|"):
        yield _MARKS.sub("", line), [int(n) for n in _MARK.findall(line)]
        return
    start = 0
    for group in _MARKS.finditer(line):
        yield line[start : group.start()], [int(n) for n in _MARK.findall(group.group())]
        start = group.end()
    yield line[start:], []


def _states(piece: str, line: str) -> bool:
    bare = _SIGNS.sub("", _LABEL.sub("", piece, count=1))
    is_table_head = line.lstrip().startswith("|") and not _MARKS.search(line)
    return len(bare) >= _SHORTEST and not _ABOUT.search(without_marks(piece)) and not is_table_head


def is_said(text: str, cited: Sequence[Cited]) -> bool:
    """Whether the quotes together, with their headings, say what ``text`` says.

    At least 60 % of its pairs of neighbouring characters stand in one of them, and so does every word that turns a sentence round (下降, 不得, 以上 …). Numbers
    and names of bodies are blotted out on both sides: a wrong one is counted once, by its own metric.
    """
    sources = [_bare(f"{c.place}。{c.quote}") for c in cited]
    told = _FRONT.sub("", _LABEL.sub("", text, count=1)) or text
    wanted = _bare(told)
    turns = set(_TURNS.findall(wanted))
    if _COMPARES.search(told):
        wanted = _DERIVED.sub(" ", wanted)
    elif not wanted.strip():
        return any(not _bare(c.quote).strip() for c in cited)  # a bare date or number is borne out by one
    pairs = {run[i : i + 2] for run in wanted.split() for i in range(len(run) - 1)}
    held = {pair for pair in pairs if any(pair in source for source in sources)}
    return len(held) >= _SAID * len(pairs) and bool(sources) and all(any(t in s for s in sources) for t in turns)


def _bare(text: str) -> str:
    """Words in runs: a space for every number, body and sign."""
    return _SIGNS.sub(" ", NUMBER.sub(" ", without_bodies(fold(without_marks(text)))))
