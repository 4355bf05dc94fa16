"""指标对比 in Chromium, over the ledger of five invented cities: what a person sees, chooses and takes away."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from corpus.plan import Clause, Target
from index.snapshot import Index
from portal.figures import say_figure
from retrieval.assistant import Assistant
from retrieval.service import Service
from tests.accessibility import faults_of
from tests.chromium import IN_BROWSER
from tests.comparable_plans import COD, ENERGY, FOREST, SEWAGE, STRAW, write_index
from tests.official import Official
from tests.scripted_assistant import BODY, Card, ScriptedAssistant
from tests.thread_server import serving

pytestmark = IN_BROWSER
CITIES = ["澜田市", "清禾市", "朔丰市", "溪岩市", "云浦市"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return write_index(tmp_path_factory.mktemp("comparable"))


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    with serving(Service(Assistant(index))) as address:
        yield address


@pytest.fixture
def official(driver: Any, address: str) -> Official:
    return Official(driver, address)


def test_the_table_says_what_the_ledger_says_of_every_plan(official: Official, index: Index) -> None:
    rows = official.at().rows()
    assert official.head() == CITIES
    expected: dict[str, list[str]] = {}
    for at, card in enumerate(index.plans):
        for target in index.targets_of_plan(card.id):
            cells = expected.setdefault(target.canonical, [""] * len(CITIES))
            year = f"\n{target.target_year}年" if target.target_year != 2025 else ""
            cells[at] = f"{cells[at]}\n{say_figure(target)}{year}".strip()
    assert rows == {name: [cell or "未提及" for cell in cells] for name, cells in expected.items()}
    assert next(iter(rows)) == ENERGY  # all five give it
    assert list(rows)[-1] == FOREST
    assert rows[ENERGY][0] == "下降13%\n力争下降14%"
    assert rows[SEWAGE][4] == "达到60%\n2027年"
    assert set(official.texts(".wt-hoped")) == {"力争下降14%", "力争达到55%"}
    assert official.complaints() == []
    assert official.outside_requests() == []


def test_a_threshold_on_an_indicator_keeps_the_plans_that_meet_it(official: Official) -> None:
    official.at().choose("over", f"%|{ENERGY}")
    official.choose("than", "14%")
    official.wait_for(lambda: official.head() == ["澜田市", "清禾市", "溪岩市"], "the cities that meet it")
    assert official.rows()[ENERGY] == ["下降13%\n力争下降14%", "下降14.5%", "下降15%"]
    assert official.texts(".wt-muted") == ["下降13%"]  # what does not fit stays, in grey
    assert "3 份方案（共 5 份）" in official.texts(".wt-counted")[0]
    assert official.texts("#wc-live") == ["5 项指标（共 5 项），3 份方案（共 5 份）"]
    official.choose("op", "le")
    official.wait_for(lambda: official.head() == ["澜田市", "朔丰市", "云浦市"], "those below it")


def test_a_threshold_on_a_unit_reads_tons_and_ten_thousands_of_tons_together(official: Official) -> None:
    official.at(over="吨|", than="0.9万")
    assert list(official.rows()) == [COD]
    assert official.texts(".wt-figure:not(.wt-muted)") == ["1.2万吨", "9000吨"]
    assert official.texts(".wt-muted") == ["700吨"]
    assert "吨（含万吨）" in official.texts("[name=unit] option")
    assert COD not in official.at(over="%|", than="50").rows()


def test_filters_narrow_the_rows_and_clearing_brings_all_back(official: Official) -> None:
    official.at(ambition="1")
    assert list(official.rows()) == [ENERGY, SEWAGE]
    official.at(year="2027")
    assert set(official.rows()) == {SEWAGE, FOREST}
    official.at(least="4")
    assert list(official.rows()) == [ENERGY, SEWAGE]
    official.at().choose("find", "减排")
    official.wait_for(lambda: list(official.rows()) == [COD], "the one that has these words")
    official.choose("find", "能耗")  # 能源消耗, shortened
    official.wait_for(lambda: list(official.rows()) == [ENERGY], "the one that is called so in short")
    official.choose("find", "没有这样的")
    official.wait_for(lambda: "没有指标合乎这些条件" in "".join(official.texts(".wt-empty")), "what to do")
    official.click(".wt-clear")
    official.wait_for(lambda: len(official.rows()) == 5, "all rows")
    assert set(official.query()) == {"lang"}
    official.at(over="%|", than="很多")
    assert "读不懂" in official.texts(".wt-counted")[0]


def test_a_plan_sorts_the_indicators_of_a_unit_by_its_value(official: Official) -> None:
    official.at().press("sort qinghe")
    assert list(official.rows())[:3] == [STRAW, SEWAGE, ENERGY]  # 86, 55, 14.5 %
    assert official.texts("[aria-sort=descending] .wt-sort > span:first-child") == ["清禾市"]
    official.press("sort qinghe")
    assert list(official.rows())[:3] == [ENERGY, SEWAGE, STRAW]
    assert list(official.rows())[-1] == FOREST  # not given: last either way
    official.press("sort ")
    official.press("sort ")
    assert list(official.rows())[-1] == ENERGY  # fewest plans first


def test_a_cell_opens_its_sentence_and_escape_leads_back(official: Official) -> None:
    official.at()
    official.driver.execute_script(
        "[...document.querySelectorAll('.wt-cell')].find(e => e.dataset.key === arguments[0]).focus()",
        f"cell lantian {ENERGY}",
    )
    active = official.driver.switch_to.active_element
    active.send_keys("\n")
    official.see(".wt-panel")
    assert official.texts(".wt-panel mark")[0] == "全市单位地区生产总值能耗比2020年下降13%"
    assert official.texts(".wt-panel .wt-value") == ["下降13%", "力争下降14%"]
    panel = official.texts(".wt-panel")[0]
    for said in ("澜田市节能减排工作方案", "澜政发〔2023〕7号", "一、主要目标", "2020年"):
        assert said in panel
    clause, ask = (official.all(".wt-panel a")[at].get_attribute("href") for at in (0, -1))
    assert clause.endswith(f"/plans?plan=lantian&lang=zh#{quote('lantian#一、', safe='')}")
    assert parse_qs(urlsplit(ask).query)["q"] == [f"澜田市的{ENERGY}目标是多少？"]
    assert official.driver.switch_to.active_element.text == ENERGY
    official.driver.switch_to.active_element.send_keys("\ue00c")
    official.wait_for(lambda: not official.all(".wt-panel"), "the panel closed")
    focused = official.driver.switch_to.active_element.get_attribute("data-key")
    assert focused == f"cell lantian {ENERGY}"


def test_what_was_chosen_is_there_after_a_reload(official: Official) -> None:
    official.at().choose("unit", "%")
    official.press(f"pick {ENERGY}")
    official.press("sort yunpu")
    official.press(f"cell xiyan {FOREST}")
    official.click(".wt-plan input[value=shuofeng]")
    before = (official.head(), official.rows(), official.texts(".wt-panel"), official.query())
    assert before[0] == ["澜田市", "清禾市", "溪岩市", "云浦市"]
    assert "60%—65%" in before[2][0]
    official.driver.refresh()
    official.see(".wt-counted")
    assert (official.head(), official.rows(), official.texts(".wt-panel"), official.query()) == before
    assert official.texts(".wt-tray li") == [f"{ENERGY}\n×"]
    assert official.driver.execute_script("return document.querySelector('[name=unit]').value") == "%"


def test_the_table_stays_where_it_is_while_indicators_are_ticked(official: Official) -> None:
    for pixels, language in ((1280, "zh"), (768, "en"), (400, "en")):
        with official.width(pixels):
            tops = [official.at(language).top(".wt-scroll")]
            for name in (ENERGY, SEWAGE, FOREST, COD):
                official.press(f"pick {name}")
                tops.append(official.top(".wt-scroll"))
            assert set(tops) == {tops[0]}, f"{pixels} {language}"


def test_an_indicator_is_drawn_as_bars_in_the_order_chosen_and_again_in_other_colours(official: Official) -> None:
    official.at(order="down")
    assert not official.driver.execute_script("return Boolean(window.Chart)")  # loaded when first needed
    official.press(f"pick {ENERGY}")
    [chart] = official.drawn()
    assert chart["type"] == "bar"
    assert chart["labels"] == ["溪岩市", "清禾市", "澜田市（力争）", "云浦市", "澜田市", "朔丰市"]
    assert chart["sets"][0]["data"] == [15, 14.5, 14, 13.5, 13, 12]
    figures = official.texts(".wt-chart table td:last-child")
    assert figures[:3] == ["下降15%", "下降14.5%", "力争下降14%"]
    official.click("#wc-theme")
    official.wait_for(lambda: official.drawn()[0]["sets"] != chart["sets"], "other colours")


def test_indicators_of_one_unit_are_drawn_as_dots_and_what_cannot_be_drawn_is_said(official: Official) -> None:
    official.at(pick=[SEWAGE, FOREST, COD])
    dots, bars = official.drawn()
    assert [(one["name"], [p["x"] for p in one["data"]]) for one in dots["sets"]] == [
        (SEWAGE, [40, 55, 60]),
        (FOREST, [60, 48]),
    ]
    assert dots["type"] == "scatter"
    assert "空心的是力争目标。" in official.texts(".wt-chart .wc-note")
    official.choose_order("down")
    first = official.drawn()[0]["sets"][0]["data"]
    assert [point["y"] for point in first] == ["云浦市（2027年）", "清禾市", "澜田市"]
    assert bars["sets"][0]["data"] == [12000, 9000, 700]
    notes = " ".join(official.texts(".wt-charts .wc-note"))
    assert "画的是区间的下限：溪岩市“达到60%—65%”" in notes
    assert "没有写成数，画不出：朔丰市“完成省下达指标”" in notes
    assert f"{SEWAGE}：溪岩市未提及" in notes
    official.at(pick=[ENERGY], year="2025", ambition="1")
    assert official.drawn()[0]["labels"] == ["澜田市（力争）"]
    assert "不合筛选条件，没有画：澜田市“下降13%”" in " ".join(official.texts(".wt-charts .wc-note"))


def test_a_download_names_the_plans_shown_and_the_indicators_chosen(official: Official) -> None:
    official.at(plan=["lantian", "xiyan"], find="率")
    names = [parse_qs(urlsplit(link.get_attribute("href")).query) for link in official.all(".wt-downloads a")]
    assert names == [{"plan": ["lantian", "xiyan"], "indicator": [SEWAGE, STRAW, FOREST]}] * 2
    official.press(f"pick {STRAW}")
    link = official.all(".wt-downloads a")[0].get_attribute("href")
    assert urlsplit(link).path == "/api/targets.xlsx"
    assert parse_qs(urlsplit(link).query) == {"plan": ["lantian", "xiyan"], "indicator": [STRAW]}
    script = "const r = await fetch(arguments[0]); return [r.status, r.headers.get('content-disposition')]"
    status, disposition = official.driver.execute_script(script, link)
    assert (status, quote(f"指标对比-{STRAW}-2份方案.xlsx") in disposition) == (200, True)


@pytest.mark.parametrize(
    ("width", "language", "theme"),
    [
        (1280, "zh", "light"),
        *(pytest.param(*look, marks=pytest.mark.prove) for look in ((768, "zh", "dark"), (400, "en", "light"))),
    ],
)
def test_the_page_does_not_scroll_sideways_and_has_no_serious_fault(
    official: Official, width: int, language: str, theme: str
) -> None:
    with official.width(width):
        official.at(language, pick=[ENERGY, SEWAGE], cell=ENERGY, **{"in": "lantian"})
        official.driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        official.drawn()
        scrolled = "return document.documentElement.scrollWidth"
        assert official.driver.execute_script(scrolled) <= width
        table, panel = (official.see(selector)[0].rect for selector in (".wt-scroll", ".wt-panel"))
        beside = panel["x"] > table["x"] + table["width"] - 1
        assert beside is (width == 1280)
        official.driver.execute_script("const t = document.querySelector('.wt-scroll'); t.scrollBy(300, 60)")
        corner = official.see(".wt-corner")[0].rect
        assert abs(corner["x"] - table["x"]) < 3
        assert abs(corner["y"] - table["y"]) < 3
        assert faults_of(official.driver) == []


def test_beside_the_open_panel_every_column_and_every_title_is_whole(official: Official) -> None:
    with official.width(1280):
        official.at(cell=ENERGY, **{"in": "yunpu"})
        official.see(".wt-panel")
        fits = "const t = document.querySelector('.wt-scroll'); return [t.scrollWidth - t.clientWidth, t.scrollLeft]"
        assert official.driver.execute_script(fits) == [0, 0]
        table, panel = (official.see(selector)[0].rect for selector in (".wt-scroll", ".wt-panel"))
        edges = [column.rect["x"] + column.rect["width"] for column in official.all(".wt-table thead th")]
        assert len(edges) == 6
        assert max(edges) <= table["x"] + table["width"] <= panel["x"]
        whole = (
            "return [...document.querySelectorAll('.wt-plan-title')].every((e) => e.scrollHeight <= e.clientHeight + 1)"
        )
        assert official.driver.execute_script(whole)


def test_a_table_that_scrolls_stops_at_a_column(official: Official) -> None:
    with official.width(400):
        official.at()
        script = "document.querySelector('.wt-scroll').scrollBy({left: arguments[0], behavior: 'instant'})"
        official.driver.execute_script(script, 70)
        corner, *columns = (column.rect for column in official.all(".wt-table thead th"))
        edge = corner["x"] + corner["width"]
        assert corner["width"] == 150
        assert min(abs(column["x"] - edge) for column in columns) < 2


@pytest.mark.prove
def test_the_page_speaks_english_and_leaves_the_plans_their_words(official: Official) -> None:
    official.at("en", least="2")
    assert official.texts("h1") == ["Targets compared"]
    assert "5 of 5 indicators, 5 of 5 plans" in official.texts(".wt-counted")[0]
    assert official.rows()[COD] == ["1.2万吨", "9000吨", "700吨", "not mentioned", "not mentioned"]


def test_choosing_one_plan_or_none_says_what_to_do(official: Official) -> None:
    official.at(plan=["xiyan", "gone"])
    assert "只有一份方案" in official.texts(".wt-counted")[0]
    assert "1 份方案已不在资料中" in " ".join(official.texts(".wc-note"))
    official.click(".wt-plan input[value=xiyan]")
    official.wait_for(lambda: "至少选一份" in "".join(official.texts(".wt-empty")), "what to do")
    assert official.query()["plan"] == [""]


class Many(ScriptedAssistant):
    """Sixty plans of two provinces, with one and the same figure."""

    @property
    def plans(self) -> Sequence[Card]:
        places = [(f"p{n:02}", f"第{n}市", "海东省" if n % 2 else "海西省") for n in range(60)]
        return [Card(id, f"{city}方案", city, province, "", "") for id, city, province in places]

    def plan_text(self, _: str) -> str:
        return "文" * 100 + BODY

    def clauses(self, _: str) -> Any:
        return ScriptedAssistant.clauses(self, "qingyu")

    def clause(self, plan: str, clause_id: str) -> Clause:  # noqa: ARG002
        return ScriptedAssistant.clause(self, "qingyu", clause_id)

    def targets_of_plan(self, plan: str) -> Sequence[Target]:
        value = float(plan[1:])
        words = ("qingyu/1", "一、总体要求", STRAW, STRAW)
        figure = (value, f"{value:g}%", "%", "reach", None, 2025, "", "全市", f"达到{value:g}%", f"率达到{value:g}%。")
        return [Target(plan, *words, *figure, 0, 0)]  # type: ignore[arg-type]


def test_more_plans_than_fit_are_chosen_first(driver: Any) -> None:
    with serving(Many()) as address:
        official = Official(driver, address).at()
        assert "资料共有 60 份方案，一次最多对比 50 份" in official.texts(".wt-empty")[0]
        assert [text.split()[0] for text in official.texts(".wt-province legend")] == ["海西省", "海东省"]
        official.click(".wt-plan input[value=p07]")
        official.click(".wt-plan input[value=p08]")
        official.wait_for(lambda: official.rows().get(STRAW) == ["达到7%", "达到8%"], "the two chosen")
        assert official.query()["plan"] == ["p07", "p08"]
        official.click(".wt-choosing .wt-small")
        official.wait_for(lambda: len(official.head()) == 50, "as many as fit")
        assert len(official.all(".wt-plan input:disabled")) == 10


def test_of_many_plans_one_indicator_is_shown_in_pages_with_its_distribution(driver: Any) -> None:
    first = "return [...document.querySelectorAll('.wt-across-table tbody tr')].map(r => r.children[1].innerText)"
    with serving(Many()) as address:
        official = Official(driver, address).at()
        official.see(".wt-across-table tbody tr")
        assert official.js(first)[:2] == ["第59市", "第58市"] and len(official.js(first)) == 50
        official.press("across after")
        official.wait_for(lambda: official.js(first)[:1] == ["第9市"], "the second page")
        assert official.query()["page"] == ["2"]
        official.press("across by amount")
        official.wait_for(lambda: official.js(first)[:1] == ["第0市"], "the lowest first")
        assert sum(official.wait_for(lambda: official.js(_SPREAD), "the distribution")[0]) == 60
        assert official.all(".wt-across a[download]")[0].get_attribute("href").count("/api/indicator.csv") == 1
        assert faults_of(driver) == []


_SPREAD = """
    const canvas = document.querySelector('.wt-spread canvas');
    const chart = canvas && window.Chart && Chart.getChart(canvas);
    return chart ? chart.data.datasets.map((set) => set.data) : null;"""


def test_plans_without_figures_lead_to_their_text(driver: Any) -> None:
    with serving(ScriptedAssistant()) as address:
        official = Official(driver, address).at()
        assert "没有写出可以对比的数" in official.texts(".wt-empty")[0]
        assert official.all(".wt-empty a")[0].get_attribute("href").endswith("/plans")
