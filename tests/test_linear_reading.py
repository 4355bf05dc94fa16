"""Reading any text is linear: twice the text costs at most 2.3 times as much, in every step from the file's bytes to the passages.

Processor time is compared within one run, between a text and one four times as long. Not in it: HTML elements nested thousands deep,
which cost the parsing library the square of their depth; there the limit on processor time holds.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.actions import is_only_action
from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.plan import Plan
from corpus.readers.document import Unreadable
from corpus.readers.parse import parse
from corpus.regions import region_of_title
from corpus.structure import read_plan
from corpus.targets import read_targets
from index.chunk import build_passages
from index.keyword import cut, words
from index.snapshot import open_index
from index.tokens import open_encoding
from retrieval.question.figures import figures_named
from retrieval.question.kinds import kind_of
from retrieval.question.scope import find_scope, without_places
from retrieval.search.wording import FIGURE

_MOST = 2.3
_TIMES = 4
#: Less than this is not told from the clock's own grain (a step of 8,000 characters takes 5 to 200 ms).
_GRAIN = 0.006
#: A step that seems too dear is measured so often before it is believed: others use the machine too.
_TRIES = 12

Step = tuple[str, Callable[[], object]]

#: Where in a document a run stands: in a clause, before everything, by itself, behind labels, in a report.
PLACES: dict[str, Callable[[str], str]] = {
    "clause": lambda run: (
        f"甲市节能减排方案\n一、总体要求\n到2025年，{run}达到5%。（市发展改革委负责）\n二、其他\n推进工作。\n"
    ),
    "head": lambda run: f"{run}\n一、总体要求\n推进工作。\n",
    "all": lambda run: run,
    "labels": lambda run: (
        f"甲市节能减排方案\n一、总体要求\n附件{run}x\n专栏1{run}x\n二、其他（责任单位：{run}\n第1页{run}x\n指标2020年2025年{run}\n"
    ),
    "report": lambda run: (
        f"甲市政府工作报告\n{run}\n一、今年工作\n到2025年达到5%，{run}下降5%、6%，关于印发{run}的\n\f{run}\n"
    ),
}
_SIGNS = (
    "0123456789一二三四五六七八九十百千万亿零〇○两（）()〔〕[]【】《》“”「」'\"。！？；：，、.,;:!? \t\u3000\f\n\r\u200b"
    "-—–~～至到%％‰|#*_><\\·…①⑳年月日个家座项吨倍亩元aZ市县省区州第章条节附件的和及与等牵头由在为按/+×=&$^`{}"
)
_SEQUENCES = (
    (
        "一、|一、，|（一）|（一）（一）|(1)|第一条|第一章\n|1.1.|1.1.1.1|，《|，，，《《《|“““|[[[|年年年|1，|1、|1%|1%、|1%和|1吨|（1）|“1”|《1》|\n1|1\n|一、\n|（一）\n|附件：|附件：\n|附件1\n|附件　|"
        "2025年|到2025年，|2021年-2022年|十个|十五倍|个百分点|以上|完成省下达|（市局负责）|（市局 负责） |责任单位：|责任单位：市局|牵头单位：市局；|市局、|市局和|市局 |市局牵头|由市局牵头，市局配合。|"
        "分别|组织|落实|协同|负责|以下|以下均需|不再列出|下同|按各自|比2020年下降|增长1%、提高1%、|增长1%，提高1吨，|占比1%、增速1%、|1～|1-1|1,111|1,1,|1.5|专栏1|目录\n......1\n|甲方案1\f|1\f|"
        "|1|1|\n|---|\n|- 1 -\n|**a**|[a](b)\n|![ ](|<b>|<p>|<br>|<table><tr><td>|&nbsp;|&#|资阳市|福州|和福州|不是福州，|新的|甲市方案\n|关于|关于印发|关于印发的通知\n|《甲市方案》|《甲市方案|甲府发〔2023〕1号\n|"
        "各县：\n|（公开）\n|2023年1月2日\n|指标2020年2025年|率（%）1 2|率（%|PM10|PM2.5|建设改造|新建|推动|的|达到|占|？|。”|）。|（责任|“a|《a“b|\t\n|a b |1 1|http://a "
    )
    .replace("|\n|---", "\0\n\0---")
    .split("|")
)
SEQUENCES = tuple(dict.fromkeys([*_SIGNS, *(s.replace("\0", "|") for s in _SEQUENCES if s), "|", "|1|1|\n", "|---|\n"]))
#: What once was quadratic or worse, or stands for its kind; the rest is proved by make prove.
QUICK = "一|十|1|1,|（|“|，|。|？| |年|和|分别|组织|协同|以下|落实|关于|关于印发|一、|（一）|第一条|附件：\n|2021年-2022年|市局和|（市局 负责） |率（%|（责任|增长1%、提高1%、|占比1%、增速1%、|1%和".split(
    "|"
)
QUICK_LABELS = " |\u3000|\t|协同|以下|率|\f |指标2020年2025年".split("|")


def _steps(text: str) -> Iterator[Step]:
    """What is done to a document, in order; each step is handed out when the one before has been taken."""
    count = open_encoding().count
    plans: list[Plan] = []
    yield "plan", lambda: plans.append(read_plan("p", text))
    plan = plans[0]
    yield "targets", lambda: read_targets(plan)
    yield "duties", lambda: read_duties(plan)
    yield "passages", lambda: build_passages(plan, count, 400)
    yield "check", lambda: find_violations(plan)
    yield "terms", lambda: cut(text)
    yield "words", lambda: words(text)
    yield "tokens", lambda: count(text)
    yield "title", lambda: region_of_title(text)
    for kind in (".txt", ".md", ".html"):
        yield kind, lambda kind=kind: _parse(kind, text)  # type: ignore[misc]


def _parse(kind: str, text: str) -> None:
    with suppress(Unreadable):  # a file without words is refused, in the same time
        parse(kind, f"<p>{text}".encode() if kind == ".html" else text.encode())


@pytest.fixture(autouse=True)
def _without_garbage_collection() -> Iterator[None]:
    """The collector looks at everything a process holds, whatever is read: its time is not the reader's."""
    gc.disable()
    yield
    gc.enable()


def _seconds(step: Callable[[], object]) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


def _costs(steps: Callable[[str], Iterator[Step]], text: str) -> dict[str, float]:
    return {name: _seconds(step) for name, step in steps(text)}


def _run(sequence: str, size: int) -> str:
    return (sequence * (size // len(sequence) + 1))[:size]


def too_dear(
    steps: Callable[[str], Iterator[Step]], place: Callable[[str], str], sequence: str, size: int
) -> list[str]:
    """The steps that cost more than linear work on a run; the best of several measurements counts."""
    short: dict[str, float] = {}
    long: dict[str, float] = {}
    for _ in range(_TRIES):
        for best, length in ((short, size), (long, size * _TIMES)):
            for name, cost in _costs(steps, place(_run(sequence, length))).items():
                best[name] = min(cost, best.get(name, cost))
        dear = [n for n, cost in long.items() if cost > _MOST**2 * max(short[n], _GRAIN)]
        if not dear:
            break
    return [f"{n}: {short[n]:.3f} s, {_TIMES} times the text {long[n]:.3f} s" for n in dear]


@pytest.mark.parametrize("sequence", QUICK, ids=repr)
def test_a_run_in_a_clause_is_read_in_linear_time(sequence: str) -> None:
    assert too_dear(_steps, PLACES["clause"], sequence, 1500) == []


@pytest.mark.parametrize("sequence", QUICK_LABELS, ids=repr)
def test_a_run_behind_a_label_is_read_in_linear_time(sequence: str) -> None:
    assert too_dear(_steps, PLACES["labels"], sequence, 700) == []


@pytest.mark.prove
def test_every_run_in_every_place_is_read_in_linear_time(record_property: Callable[[str, object], None]) -> None:
    record_property("claim", "任何文字读起来都是线性的：长一倍，费时至多 2.3 倍")
    record_property("n", len(SEQUENCES) * len(PLACES))
    # what seems dear at milliseconds is measured again at twice the size: more than linear work shows more, chance does not
    dear = {
        f"{place} {sequence!r}": found
        for sequence in SEQUENCES
        for place, put in PLACES.items()
        if too_dear(_steps, put, sequence, 2000) and (found := too_dear(_steps, put, sequence, 4000))
    }
    assert dear == {}


@pytest.mark.parametrize(
    ("read", "sequence", "end"),
    [(is_only_action, "建设改造", "之")],
    ids=["actions"],
)
def test_words_that_can_be_cut_in_many_ways_are_read_once(read: Callable[[str], bool], sequence: str, end: str) -> None:
    """Twice as long would take the square of the time where every way to cut was tried: 4 ms become 16 s."""
    short, long = (_seconds(lambda n=n: read(sequence * n + end)) for n in (10, 20))  # type: ignore[misc]
    assert long <= _MOST * max(short, _GRAIN)


def _question_steps(folder: Path) -> Callable[[str], Iterator[Step]]:
    cards = open_index(folder).plans

    def steps(text: str) -> Iterator[Step]:
        scope = find_scope(text, cards)
        yield "scope", lambda: find_scope(text, cards)
        yield "without places", lambda: without_places(text, scope)
        yield "kind", lambda: kind_of(text)
        yield "figures", lambda: (figures_named(text), FIGURE.findall(text))

    return steps


_QUESTIONS = "福州|福州和|和福州|不是福州，|“福州”|闽侯|新的|赣的|赣那个|fuzhou |北京|和县|河北岸|上海、|1,|1|十|(| |嗯|抚洲|云南路|南京路".split(
    "|"
)


@pytest.mark.parametrize("sequence", _QUESTIONS, ids=repr)
def test_the_places_of_a_question_are_found_in_linear_time(sequence: str, real_index: Path) -> None:
    assert too_dear(_question_steps(real_index), lambda run: f"{run} 的能耗", sequence, 500) == []
