"""Which pieces of a document a question points at by their numbers: 第三部分, 第十六条, 三、（五）, 3.2, 附件2. Exact code, no meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.headings import chinese_number

StepKind = Literal["part", "chapter", "section", "article", "item", "paren", "attachment", "box", "task"]
_COUNTED: tuple[StepKind, ...] = ("part", "chapter", "section", "article", "item")

_NUMBER = r"(?:[一二三四五六七八九十百零〇]{1,5}|\d{1,3})"
#: 第三部分, 最后一章, 倒数第二条. A 条 or 项 with a noun behind it that is counted so (第三条生产线) is none.
_ORDINAL = re.compile(
    rf"(?:第\s*(?P<number>{_NUMBER})\s*|(?P<end>倒数)第\s*(?P<back>{_NUMBER})\s*|(?P<last>最后(?:面)?的?(?:一|那))\s*)"
    r"(?:(?P<part>大?部[分份]|大?板块|大块|篇|编)|(?P<chapter>章)|(?P<section>节)|(?P<article>条(?!生产线|线|路|铁路|高速|航线|河|街|鱼))|(?P<item>大?项|款|小?点|小节|块|[个大](?!城市|地方|[省市县州区])(?=[\u4e00-\u9fff]{2})))"
)
_ENGLISH = re.compile(r"(?i:\b(?P<word>part|chapter|section|article|item)\s+(?P<number>\d{1,3})\b)")
_LABELLED = re.compile(
    rf"(?<![\u4e00-\u9fff\d第])(?P<number>{_NUMBER})\s*(?:[、.．](?=\s*(?:[（(]|$|[的讲说写是有叫]))|(?=[（(]{_NUMBER}[）)]))"
)
_PAREN = re.compile(rf"[（(]\s*(?P<number>{_NUMBER})\s*[）)]")
#: 4.3, and not PM2.5.
_DECIMAL = re.compile(
    r"(?<![\dA-Za-z.])(?P<numbers>[1-9]\d?(?:[.．][1-9]\d?){1,3})(?![\d.]|[%％‰万亿千百吨个元公倍度米克升家户亩台])"
)
_ATTACHED = re.compile(rf"(?:(?P<attachment>附[件录表])|(?P<box>专栏))\s*(?P<number>{_NUMBER})")
#: 任务5, 行动三: no count of tasks.
_TASK = re.compile(
    rf"(?<![\u4e00-\u9fff第])(?:任务|行动|举措)\s*(?P<number>{_NUMBER})(?![\d个项年月日天家条名件万亿吨公%％])"
)
_NOUN = re.compile("[\u4e00-\u9fff]{1,8}")
#: So much may stand between two numbers of one address: 第三部分里的第五条.
_BETWEEN = re.compile("[\\s的里中内，,]{0,3}")


@dataclass(frozen=True, slots=True)
class Step:
    """One number of an address; counted from the end where it is negative. ``noun`` begins with what is counted, behind 第三个."""

    kind: StepKind
    number: int
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """The steps from the outermost piece to the innermost, and the words that say so."""

    steps: tuple[Step, ...]
    words: str


def addresses_in(text: str) -> tuple[Address, ...]:
    """The addresses that a question names, in order."""
    found: list[tuple[int, int, tuple[Step, ...]]] = []
    for start, end, steps in sorted(_steps(text), key=lambda step: (step[0], -step[1])):
        if found and start < found[-1][1]:
            continue
        if (
            found
            and _BETWEEN.fullmatch(text, found[-1][1], start)
            and steps[0].kind not in {s.kind for s in found[-1][2]}
        ):
            found[-1] = (found[-1][0], end, (*found[-1][2], *steps))
        else:
            found.append((start, end, steps))
    return tuple(Address(steps, text[start:end]) for start, end, steps in found)


def without_addresses(text: str) -> str:
    """The text without the addresses in it."""
    for address in addresses_in(text):
        text = text.replace(address.words, " ", 1)
    return text


def stepped(address: Address, steps: int) -> str:
    """The words of the address so many places further on: 第三部分第3项 after 第三部分第二项; empty where it counts from the end."""
    number = address.steps[-1].number + steps
    found = list(re.finditer(_NUMBER, address.words))
    if address.steps[-1].number < 1 or number < 1 or not found:
        return ""
    return f"{address.words[: found[-1].start()]}{number}{address.words[found[-1].end() :]}"


def _steps(text: str) -> Iterator[tuple[int, int, tuple[Step, ...]]]:
    for found in _ORDINAL.finditer(text):
        kind = next(name for name in _COUNTED if found[name])
        number = -1 if found["last"] else chinese_number(found["number"] or found["back"])
        noun = _NOUN.match(text, found.end()) if found[kind] in ("个", "大", "项") else None
        yield (
            found.start(),
            found.end(),
            (Step(kind, -number if found["end"] else number, noun.group() if noun else ""),),
        )
    for found in _ENGLISH.finditer(text):
        word = next(name for name in _COUNTED if name == found["word"].lower())
        yield found.start(), found.end(), (Step(word, int(found["number"])),)
    for found in _LABELLED.finditer(text):
        yield found.start(), found.end(), (Step("part", chinese_number(found["number"])),)
    for found in _PAREN.finditer(text):
        yield found.start(), found.end(), (Step("paren", chinese_number(found["number"])),)
    for found in _DECIMAL.finditer(text):
        numbers = [int(number) for number in re.split("[.．]", found["numbers"])]
        kinds: tuple[StepKind, ...] = ("part", "item", "item", "item")
        yield found.start(), found.end(), tuple(map(Step, kinds, numbers))
    for found in _ATTACHED.finditer(text):
        beside: StepKind = "attachment" if found["attachment"] else "box"
        yield found.start(), found.end(), (Step(beside, chinese_number(found["number"])),)
    for found in _TASK.finditer(text):
        yield found.start(), found.end(), (Step("task", chinese_number(found["number"])),)
