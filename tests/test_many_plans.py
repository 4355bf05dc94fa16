"""A question without a place over more plans than are told one by one: what is said of all of them is what each of them says."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.regions import counties_of
from index.snapshot import Index
from retrieval.answer import Answer, Turn
from retrieval.answers import breadth
from retrieval.answers.many.fits import factors_of, shares_of
from retrieval.answers.many.mentions import mentions_of
from retrieval.answers.many.names import ledger_names
from retrieval.answers.many.rows import rows_asked
from retrieval.answers.matching import is_called, match_rows
from retrieval.assistant import Assistant
from retrieval.question.sounds import sounds_within
from retrieval.search.figures import quantity
from retrieval.search.ledger import fit_of, name_of, rows_of, says_by_what
from retrieval.search.window import covers, weigh_concepts
from retrieval.writer.chain import Writer
from retrieval.writer.scripted import ScriptedChatModel
from retrieval.writer.speaker import Speaker
from tests.many_plans import PROVINCES, cities, plan_texts
from tests.own_corpus import assistant_over

PLANS = 27
_MARKS = re.compile(r"\[\d+\]")
FIGURES = [
    "哪个市单位地区生产总值能耗下降目标最高？",
    "化学需氧量减排总共多少",
    "能耗强度目标平均是多少",
    "单位GDP能耗下降超过15%的有哪些市？",
    "各市氮氧化物减排量是多少",
    "农村生活污水治理率最低的是哪个市",
    "各市氮氧化物和化学需氧量各减多少",
    "2025年农村生活污水治理率最高的市",
    "房价涨幅最大的是哪个市",
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    assistant, _ = assistant_over(tmp_path_factory.mktemp("many"), plan_texts())
    assert len(assistant.plans) == PLANS
    return assistant


@contextmanager
def read_one_by_one() -> Iterator[None]:
    """Answer as few plans are: each is read, whatever their number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(breadth, "PLANS_SHOWN", 100)
        patch.setattr(breadth, "_PLANS_WEIGHED", 100)
        yield


def cells_of(answer: Answer, table: int = 0, column: int = -1) -> dict[str, str]:
    """Place -> cell of a column, without its marks."""
    place = answer.tables[table].columns.index("地区")
    return {row[place]: _MARKS.sub("", row[column]) for row in answer.tables[table].rows}


def places_in(answer: Answer) -> set[str]:
    return {city for city, _ in cities() if city in answer.answer}


@pytest.mark.parametrize("question", FIGURES)
def test_the_rows_found_over_all_ledgers_are_those_that_reading_plan_by_plan_finds(
    many: Assistant, question: str
) -> None:
    query = many.understand(question)
    weighted = weigh_concepts(many.index, query)
    own = {plan: match_rows(query, weighted, rows_of(many.index, query, plan)) for plan in query.scope.plans}
    found = rows_asked(many.index, query, weighted, query.scope.plans)
    assert found == {plan: matches for plan, matches in own.items() if matches}


@pytest.mark.parametrize(
    "question",
    [
        *FIGURES,
        "各市单位GDP能耗是多少",
        "各市新能能源汽车占比是多少",
        "各市万元工业增加值用水量是多少",
        "各市gdp增长多少",
    ],
)
def test_names_held_against_a_question_all_at_once_fit_as_each_does_alone(assistant: Assistant, question: str) -> None:
    query = assistant.understand(question)
    weighted = weigh_concepts(assistant.index, query)
    names = ledger_names(assistant.index, "target").texts
    named = np.array([[covers(item.concept, name_of(row)) for item in weighted] for row in names.samples])
    assert np.array_equal(named, np.array([names.lines.covered(item.concept.alternatives) for item in weighted]).T)
    share = shares_of(weighted, named)
    alone = [fit_of(query, weighted, row, own.tolist()) for row, own in zip(names.samples, named, strict=True)]
    assert list(share) == pytest.approx([one for one, _ in alone])
    assert list(share * factors_of(query, weighted, names, named)) == pytest.approx([fit for _, fit in alone])
    assert [*names.by_what] == [says_by_what(r.indicator) or says_by_what(r.canonical) for r in names.samples]


@pytest.mark.parametrize("words", ["能原", "能源", "再生水", "人均可支配收入", "x", "能", "没有的词"])
def test_what_sounds_alike_is_found_in_all_names_at_once(assistant: Assistant, words: str) -> None:
    names = ledger_names(assistant.index, "target").texts
    assert [*names.sounding_like(words)] == [sounds_within(words, name_of(row)) for row in names.samples]
    assert [*names.with_words(words)] == [words in name_of(row) for row in names.samples]


def test_every_name_that_is_called_so_is_among_those_that_may_be(assistant: Assistant) -> None:
    names = ledger_names(assistant.index, "target").texts
    written = {row.indicator.lower() for row in names.samples} | {row.canonical.lower() for row in names.samples}
    long = [name for name in written if len(name) > 12]
    ways = frozenset([*sorted(written)[::7], *(name[:4] + "的" + name[4:] for name in long), *long])
    called = {at for at, row in enumerate(names.samples) if is_called(row, ways)}
    assert called and called <= {*names.that_may_be(ways).tolist()}
    assert not len(names.that_may_be(frozenset()))


@pytest.mark.parametrize(
    "question", [FIGURES[0], "哪个市单位地区生产总值能耗下降目标最低？", "氮氧化物减排量由高到低排一下"]
)
def test_the_order_of_many_is_that_of_few(many: Assistant, question: str) -> None:
    with read_one_by_one():
        few = next(s for s in many.extract(question).statements if s.ranking)
    said = next(s for s in many.extract(question).statements if s.ranking)
    assert (said.ranking, set(said.tied), said.picks) == (few.ranking, set(few.tied), few.picks)


@pytest.mark.parametrize(
    ("question", "words"), [(FIGURES[1], r"合计[\d.]+吨"), (FIGURES[2], r"平均约[\d.]+%（[\d.]+÷27）")]
)
def test_a_sum_and_a_mean_of_many_are_those_of_few(many: Assistant, question: str, words: str) -> None:
    with read_one_by_one():
        few = re.search(words, many.ask(question).answer)
    assert few
    assert few.group() in many.ask(question).answer


def test_those_beyond_a_bound_are_those_of_few(many: Assistant) -> None:
    with read_one_by_one():
        few = next(s for s in many.extract(FIGURES[3]).statements if s.whole)
    inside = few.text.partition("；")[0].count("（")
    answer = many.ask(FIGURES[3])
    assert f"超过15%的有{inside}个。" in answer.answer
    assert sum(int(row[2].removesuffix("份")) for row in answer.tables[1].rows) == inside
    shown = [row[0] for row in answer.tables[0].rows]
    assert all(f"{place}（" in few.text.partition("；")[0] for place in shown)


@pytest.mark.parametrize("question", [FIGURES[0], FIGURES[4], FIGURES[5]])
def test_the_places_shown_give_the_same_figures_where_only_they_are_asked(many: Assistant, question: str) -> None:
    answer = many.ask(question)
    shown = cells_of(answer)
    plans = [card.id for card in many.plans if card.region in shown]
    narrow = many.ask(question.replace("哪个市", "").replace("各市", ""), plans=plans)
    figures = re.compile(r"[\d.]+(?:%|吨)(?:以上)?")
    rows = cells_of(narrow) if narrow.tables else {}
    for place, cell in shown.items():
        told = rows.get(place) or next(line for line in narrow.answer.split("\n") if place in line)
        assert all(figure in told for figure in figures.findall(cell)), (place, cell, told)


def test_what_cannot_be_weighed_with_the_others_and_who_gives_nothing_is_told(many: Assistant) -> None:
    answer = many.ask("农村生活污水治理率最高的是哪个市")
    assert answer.status == "partial"
    assert "27份方案，17份给出了2025年农村生活污水治理率的数" in answer.answer
    assert f"为别的年份给出、没有一起比的1份：{cities()[1][0]}" in answer.answer
    assert "没有给出这个数的9份" in answer.answer
    assert "17/27" not in answer.answer and sum(int(row[1].split("/")[0]) for row in answer.tables[1].rows) == 17


@pytest.mark.parametrize(
    ("question", "words", "column"),
    [
        (FIGURES[0], "平均最高的是", "平均"),
        ("哪个市单位地区生产总值能耗下降目标最低？", "平均最低的是", "平均"),
        (FIGURES[1], "合计最高的是", "合计"),
        (FIGURES[3], "超过15%的份数最多的是", "超过15%"),
    ],
)
def test_which_provinces_come_first_and_last_is_told_as_their_table_has_it(
    many: Assistant, question: str, words: str, column: str
) -> None:
    answer = many.ask(question)
    table = next(table for table in answer.tables if table.columns[0] == "省份")
    at = table.columns.index(column)
    cells = {row[0]: float(re.sub(r"[^\d.]", "", row[at])) for row in table.rows}
    told = re.search(rf"分省份看，{words}(.{{3}})（([\d.]+)[^，]*，", answer.answer)
    last = re.search(r"分省份看，.*，最.的是(.{3})（([\d.]+)", answer.answer)
    assert told and last, answer.answer
    ends = (min, max) if "最低" in words else (max, min)
    assert (float(told[2]), float(last[2])) == tuple(end(cells.values()) for end in ends)
    assert (cells[told[1]], cells[last[1]]) == (float(told[2]), float(last[2]))


def test_of_one_province_none_is_told_to_come_first(many: Assistant) -> None:
    assert "分省份看" not in many.ask("四川哪个市氮氧化物减排量最高").answer


def test_plans_of_no_known_province_are_none_that_comes_first(tmp_path: Path) -> None:
    texts, city = dict(plan_texts()), cities()[0][0]
    texts["other.txt"] = re.sub("下降[\\d.]+%", "下降99%", texts["c00.txt"].replace(city, "昕沼堰市"))
    assistant, _ = assistant_over(tmp_path, texts)
    answer = assistant.ask(FIGURES[0])
    assert "昕沼堰市（99%）" in answer.answer
    assert re.search(r"分省份看，平均最高的是.{2}省（1\d", answer.answer), answer.answer


def test_an_amount_in_another_scale_is_brought_to_the_unit_of_all(many: Assistant) -> None:
    answer = many.ask("化学需氧量减排量最高的是哪个市")
    assert "27份方案都给出了" in answer.answer
    first = many.index.targets_of_plan("c00")
    tons = next(row.value for row in first if row.canonical.startswith("化学需氧量"))
    assert tons is not None and tons < 1


@pytest.mark.parametrize("question", FIGURES[:6])
def test_whatever_is_said_of_many_has_passed_the_gates(many: Assistant, question: str) -> None:
    answer = many.ask(question)
    assert all(check.passed for check in answer.checks), answer.checks
    assert answer.citations and len(answer.citations) < PLANS + 1
    marks = set(re.findall(r"\[(\d+)\]", answer.answer))
    assert marks == {str(c.n) for c in answer.citations}


def test_a_thing_that_plans_write_of_is_counted_over_all_of_them(many: Assistant) -> None:
    answer = many.ask("哪些市提到了绿色数据中心")
    writing = [card for card in many.plans if "绿色数据中心" in many.index.plan_text(card.id)]
    assert f"27份方案中，写到“绿色数据中心”的有{len(writing)}份。" in answer.answer
    assert {row[0]: row[1] for row in answer.tables[-1].rows} == {
        name: f"{sum(card.province == name for card in writing)}/9" for name in PROVINCES
    }


def test_what_is_counted_has_the_words_themselves(many: Assistant) -> None:
    query = many.understand("哪些市提到了绿色数据中心")
    found = mentions_of(many.index, query)
    assert found and found.verbatim and found.whole
    assert all("绿色数据中心" in unit.text for plan in found.units for unit in found.of_plan(many.index, plan))


def test_who_leads_is_counted_from_the_responsibility_ledgers(many: Assistant) -> None:
    answer = many.ask("绿色数据中心由谁牵头")
    texts = "".join(map(many.index.plan_text, (card.id for card in many.plans)))
    counts = Counter(re.findall("（(市[^）]{4,9})牵头，市住房", texts))
    for body, number in counts.items():
        assert f"{body.removeprefix('市')}{number}份" in answer.answer
    assert answer.citations


def test_a_county_is_not_added_to_its_city(tmp_path: Path) -> None:
    texts = dict(plan_texts())
    city = cities()[0][0]
    county = next(iter(counties_of(city))).name
    texts["county.txt"] = texts["c00.txt"].replace(city, county)
    assistant, _ = assistant_over(tmp_path, texts)
    answer = assistant.ask(FIGURES[1])
    rows = (row for at in range(PLANS) for row in assistant.index.targets_of_plan(f"c{at:02}"))
    tons = [quantity(row) for row in rows if row.canonical.startswith("化学需氧量")]
    total = sum(amount.value for amount in tons if amount)
    assert "28份方案都给出了" in answer.answer
    assert f"27个合计{total:.0f}吨（另有1份是其中某地所辖的，已在那里的数里，不重复相加）" in answer.answer


def test_which_plans_there_are_is_told_by_province(many: Assistant) -> None:
    answer = many.ask("一共有多少份方案")
    assert answer.status == "answered"
    assert "共有27份方案，分属3个省份" in answer.answer
    assert {row[0]: row[1] for row in answer.tables[0].rows} == dict.fromkeys(PROVINCES, "9份")


def test_a_province_stands_for_its_cities_where_they_are_asked_for(many: Assistant) -> None:
    asked, more = "四川有哪些市的方案", "那江西呢"
    answer = many.ask(asked)
    assert places_in(answer) == {city for city, province in cities() if province == "四川省"}
    goes_on = many.ask(more, history=[Turn("user", asked), Turn("assistant", answer.answer)])
    assert places_in(goes_on) == {city for city, province in cities() if province == "江西省"}


def test_a_follow_up_works_on_what_was_answered(many: Assistant) -> None:
    history = [Turn("user", "哪个市氮氧化物减排量最高")]
    first = many.ask(history[0].content)
    history.append(Turn("assistant", first.answer))
    of_province = many.ask("那四川呢", history=history)
    assert {row[0] for row in of_province.tables[0].rows} <= {
        city for city, province in cities() if province == "四川省"
    }
    assert of_province.tables[0].columns[-1].startswith("氮氧化物")
    twelve = many.ask("前十二名", history=history)
    assert len(twelve.tables[0].rows) == 12
    best = next(iter(cells_of(first)))
    it = many.ask("它的化学需氧量呢", history=history)
    assert {c.plan for c in it.citations} == {next(card.id for card in many.plans if card.region == best)}


def test_what_needs_one_place_is_asked_back(many: Assistant) -> None:
    answer = many.ask("主要目标是什么")
    assert answer.status == "clarify"
    assert "请问要了解哪个地方" in answer.answer


def test_a_ledger_that_has_something_else_is_not_taken_for_the_answer(many: Assistant) -> None:
    answer = many.ask("房价涨幅最大的是哪个市")
    assert answer.status == "not_found"
    assert not answer.citations


def test_of_many_plans_no_model_is_asked(many: Assistant) -> None:
    asked: list[object] = []

    def script(*prompted: object) -> str:
        asked.append(prompted)
        return ""

    speaker = Speaker(ScriptedChatModel(script=script))
    answer = many.with_writer(Writer(speaker)).ask(FIGURES[0])
    speaker.close()
    assert not asked
    assert answer.answer == many.ask(FIGURES[0]).answer


def test_few_plans_are_answered_as_before(assistant: Assistant) -> None:
    assert "份方案都给出了" not in assistant.ask("哪个市单位地区生产总值能耗下降目标最高？").answer


def test_a_row_without_the_year_asked_is_no_candidate(many: Assistant) -> None:
    index: Index = many.index
    query = replace(many.understand("各市农村生活污水治理率"), years=(2027,))
    found = rows_asked(index, query, weigh_concepts(index, query), query.scope.plans)
    assert set(found) == {"c01"}


def test_provinces_joined_stand_for_their_cities_together(many: Assistant) -> None:
    query = many.understand("湖南和江西各市的氮氧化物减排量哪个最高")
    regions = {many.index.plan(plan).region for plan in query.scope.plans}
    assert regions == {city for city, province in cities() if province in ("湖南省", "江西省")}
    assert not query.scope.unknown


def test_what_is_measured_by_the_output_is_no_total(many: Assistant) -> None:
    answer = many.ask("各市单位地区生产总值能耗是多少")
    assert "27份方案都给出了2025年单位地区生产总值能耗的数" in answer.answer
    assert "合计" not in answer.answer


def test_a_goal_that_is_sought_by_its_name_is_told_with_its_figures(many: Assistant) -> None:
    answer = many.ask("哪些市定了农村生活污水治理率的目标")
    assert "27份方案，17份给出了2025年农村生活污水治理率的数" in answer.answer
    assert len(answer.tables) == 2


def test_a_part_that_asks_on_about_the_place_found_is_asked_of_it(many: Assistant) -> None:
    alone = many.extract("氮氧化物减排量最高的是哪个市，由谁负责")
    best = next(s.picks for s in alone.statements if s.picks)
    assert alone.query.parts
    assert [s.plan for s in alone.statements if s.plan and not s.targets] in ([best], [])
