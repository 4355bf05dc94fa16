"""The reading room in headless Chromium: the list, a plan with its tree and margin, a cited passage, one task in several plans."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

from tests.accessibility import OF_COLOURS, faults_of
from tests.chromium import IN_BROWSER
from tests.visitor import Visitor

pytestmark = IN_BROWSER
FARMS = "ziyang#三、（五）"
AIMS = "ziyang#二、"


class Reader(Visitor):
    """A person in the reading room."""

    def go(self, clause: str = "", width: int = 1280, **query: Any) -> None:
        metrics = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")  # a new fragment alone would not load the page anew
        self.driver.get(
            f"{self.address}/plans?{urlencode(query, doseq=True)}" + (f"#{quote(clause)}" if clause else "")
        )
        self.wait_for(lambda: self.all("h1") and not self.all("[aria-busy]"), "the page filled")

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def box(self, selector: str) -> dict[str, float]:
        found: dict[str, float] = self.run(
            "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector
        )
        return found

    def clause(self, clause: str, inside: str = "") -> str:
        return f'[id="{clause}"] {inside}'.strip()

    def fits(self) -> bool:
        return bool(self.run("return document.documentElement.scrollWidth <= innerWidth"))

    def api(self, path: str, **query: Any) -> Any:
        with urlopen(f"{self.address}/api/{path}?{urlencode(query, doseq=True)}") as reply:
            return json.load(reply)


@pytest.fixture(scope="module")
def reader(driver: Any, real_address: str) -> Reader:
    return Reader(driver, real_address)


@pytest.fixture
def stubbed(reader: Reader) -> Iterator[Any]:
    """Runs a script before those of every page that is opened in this test."""
    added: list[str] = []

    def stub(script: str) -> None:
        command = "Page.addScriptToEvaluateOnNewDocument"
        added.append(reader.driver.execute_cdp_cmd(command, {"source": script})["identifier"])

    yield stub
    for identifier in added:
        reader.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier})


def test_the_list_names_place_number_and_date_and_is_filtered_as_one_types(reader: Reader) -> None:
    reader.go()
    assert len(reader.see(".pl-plan")) == 5
    assert reader.texts(".pl-list h2") == []
    first = " ".join(reader.texts(".pl-plan")[4].split())
    assert first == "资阳市“十四五”节能减排综合工作方案 资阳市 资府发〔2023〕3号 2023年1月29日"
    reader.see(".pl-filter input")[0].send_keys("福州 ２０２２")
    assert [row.text.split("\n")[0] for row in reader.see(".pl-plan")] == ["福州市“十四五”节能减排综合工作实施方案"]
    assert reader.texts(".pl-filter output") == ["5 份中的 1 份"]
    reader.driver.refresh()
    assert len(reader.see(".pl-plan")) == 1  # the filter stands in the address
    reader.see(".pl-filter input")[0].send_keys("海")
    assert "没有符合的方案" in reader.see(".pl-list .wc-note")[0].text


def test_three_hundred_plans_stand_by_province(reader: Reader, stubbed: Any) -> None:
    stubbed("""
        const real = window.fetch;
        const plans = Array.from({length: 300}, (_, n) => ({id: `p${n}`, title: `方案${n}号`, region: `市${n}`,
            province: n === 7 ? "" : `省${n % 30}`, number: "", date: ""}));
        window.fetch = (at, ...more) => at === "./api/plans"
            ? Promise.resolve(new Response(JSON.stringify(plans))) : real(at, ...more);
    """)
    reader.go()
    assert reader.texts(".pl-list h2")[:2] == ["省0 10", "省1 10"]
    assert "未注明省份 1" in reader.texts(".pl-list h2")
    kept = reader.run("""
        const input = document.querySelector(".pl-filter input"), before = [...document.querySelectorAll(".pl-plan")];
        input.value = "方案29";
        input.dispatchEvent(new Event("input"));
        return [...document.querySelectorAll(".pl-plan")].every((row, at) => row === before[at]);
    """)
    assert len(reader.see(".pl-plan")) == 11
    assert kept  # hidden, not made anew
    assert reader.fits()


def test_a_plan_opens_with_its_facts_and_its_tree_beside_text_and_margin(reader: Reader) -> None:
    reader.go(plan="ziyang")
    facts = " ".join(reader.texts(".pl-head dl")[0].split())
    assert "文号 资府发〔2023〕3号 印发日期 2023年1月29日 地区 四川省 资阳市 主送 各县（区）人民政府" in facts
    names = reader.texts("[role=treeitem]")
    assert names[:4] == ["文件头", "引言", "一、总体要求", "二、主要目标"]
    assert "（五）推进农业农村节能减排" in names
    text, margin, tree = (
        reader.box(at) for at in (reader.clause(AIMS, ".pl-text"), reader.clause(AIMS, ".pl-margin"), ".pl-tree")
    )
    assert tree["right"] < text["left"] < text["right"] < margin["left"]
    assert abs(margin["top"] - text["top"]) < 20
    line = reader.box(reader.clause(AIMS, ".pl-text p"))["width"] / 17
    assert 38 <= line <= 42
    entry = " ".join(reader.texts(reader.clause(AIMS, ".pl-entry"))[0].split())
    assert entry == "单位地区生产总值能源消耗 比 2020 年 下降 14.5% 到 2025 年"
    assert reader.texts(reader.clause(FARMS, ".pl-entry"))[-1].startswith("分工负责市农业农村局、市生态环境局")
    assert reader.complaints() == []


def test_a_cited_passage_is_marked_to_the_letter(reader: Reader) -> None:
    row = reader.api("targets", plan="ziyang")["rows"][1]
    reader.go(row["clause"], plan="ziyang", **{"from": row["start"], "to": row["end"]})
    marks = reader.see("mark.pl-cited")
    assert "".join(mark.text for mark in marks) == row["quote"]
    assert 100 < reader.box("mark.pl-cited")["top"] < 800
    assert reader.texts("[aria-current=true]") == ["二、主要目标"]
    reader.go(plan="ziyang", **{"from": row["start"], "to": row["end"]})  # the clause is found where none is named
    assert "".join(mark.text for mark in reader.see("mark.pl-cited")) == row["quote"]
    reader.go(FARMS, plan="ziyang", **{"from": row["start"], "to": row["end"]})
    reader.wait_for(lambda: "引文不在这一条里" in reader.texts(".pl-note")[0], "word that the passage is elsewhere")


def test_what_the_address_names_and_is_not_there_is_said_and_the_list_offered(reader: Reader) -> None:
    reader.go(plan="gone")
    assert "没有编号为“gone”的方案" in reader.wait_for(lambda: reader.texts(".wc-failed"), "word of it")[0]
    assert len(reader.see(".pl-plan")) == 5
    reader.go("ziyang#九、", plan="ziyang")
    assert "没有条款“ziyang#九、”" in reader.texts(".pl-note")[0]
    assert reader.texts(".pl-back") == ["← 全部方案"]


def test_an_entry_in_the_margin_lights_up_its_words(reader: Reader) -> None:
    reader.go(AIMS, plan="ziyang")
    entry = reader.see(reader.clause(AIMS, ".pl-entry"))[0]
    assert reader.texts(".pl-lit") == []
    reader.run("arguments[0].focus()", entry)
    assert "".join(reader.texts(".pl-lit")) == "全市单位地区生产总值能源消耗比2020年下降14.5%"
    reader.run("arguments[0].blur()", entry)
    assert reader.texts(".pl-lit") == []


def test_matches_are_counted_marked_and_gone_through_with_enter(reader: Reader) -> None:
    reader.go(plan="ziyang")
    total = sum(clause["text"].count("2025年") for clause in reader.api("plans/ziyang")["clauses"])
    box = reader.see(".pl-search input")[0]
    box.send_keys("２０２５ 年\n")
    count = ".pl-search output"
    reader.wait_for(lambda: reader.texts(count) == [f"第 1 处，共 {total} 处"], "the count")
    assert set(reader.texts("mark.pl-hit")) == {"2025年"}
    assert len(reader.texts("mark.pl-hit")) == total > 3
    box.send_keys("\n")
    assert reader.texts(count) == [f"第 2 处，共 {total} 处"]
    assert 100 < reader.box("mark.pl-now")["top"] < 800
    from selenium.webdriver.common.keys import Keys

    box.send_keys(Keys.SHIFT, Keys.ENTER, Keys.ENTER)
    assert reader.texts(count) == [f"第 {total} 处，共 {total} 处"]
    assert "find=" in reader.driver.current_url
    box.send_keys(Keys.ESCAPE)
    assert (reader.texts("mark"), reader.texts(count), box.get_property("value")) == ([], [""], "")
    box.send_keys("月球\n")
    assert reader.texts(count) == ["没有找到"]


def test_a_reference_and_a_link_are_copied_and_where_copying_is_forbidden_offered(reader: Reader, stubbed: Any) -> None:
    stubbed("""
        window.copied = [];
        const clipboard = {writeText: async (text) => { if (window.closed_) throw new Error("no"); copied.push(text); }};
        Object.defineProperty(navigator, "clipboard", {value: clipboard});
        document.execCommand = () => false;
    """)
    reader.go(FARMS, plan="ziyang")
    wanted = "《资阳市“十四五”节能减排综合工作方案》（资府发〔2023〕3号，2023年1月29日）三、（五）推进农业农村节能减排"
    link, cite = reader.see(reader.clause(FARMS, ".pl-tools button"))
    cite.click()
    reader.wait_for(lambda: wanted in reader.texts("#pl-toast")[0], "word that it was copied")
    link.click()
    reader.wait_for(lambda: len(reader.run("return copied")) == 2, "the link copied")
    copied = reader.run("return copied")
    assert copied == [wanted, f"{reader.address}/plans?plan=ziyang#{quote(FARMS)}"]
    asked, compared = (link.get_attribute("href") for link in reader.see(reader.clause(FARMS, ".pl-tools a")))
    assert quote("推进农业农村节能减排") in asked and asked.endswith("&plans=ziyang")
    assert compared == f"{reader.address}/plans?compare=ziyang#{quote(FARMS)}"
    reader.run("window.closed_ = true")
    cite.click()
    assert reader.see("#pl-toast textarea")[0].get_property("value") == wanted


def test_the_tree_is_walked_by_arrows_and_follows_the_text(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys

    reader.go(plan="ziyang")
    reader.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()")
    focused = "return document.activeElement.innerText.trim()"
    reader.press(*[Keys.DOWN] * 4)
    assert reader.run(focused).endswith("三、重点任务")
    shown = len(reader.see("[role=treeitem]"))
    reader.press(Keys.LEFT)
    assert len(reader.see("[role=treeitem]")) == shown - 10
    reader.press(Keys.RIGHT)
    reader.press(Keys.RIGHT)
    assert reader.run(focused) == "（一）推进工业领域绿色升级"
    reader.press(Keys.LEFT)
    assert reader.run(focused).endswith("三、重点任务")
    reader.press(*[Keys.DOWN] * 5, Keys.ENTER)
    assert reader.run(focused) == "（五）推进农业农村节能减排。"
    assert reader.driver.current_url.endswith(quote(FARMS))
    assert 90 < reader.box(reader.clause(FARMS))["top"] < 130
    last = "ziyang#五、（二十一）"
    reader.run("document.getElementById(arguments[0]).scrollIntoView()", last)
    current = "[aria-current=true]"
    reader.wait_for(lambda: reader.texts(current) == ["（二十一）引导推动社会共同参与"], "the clause being read")
    reader.driver.back()
    assert "#" not in reader.driver.current_url


def test_one_task_stands_side_by_side_with_the_figures_that_differ(reader: Reader) -> None:
    reader.go(AIMS, compare=["ziyang", "chenzhou", "qiandongnan"])
    column = ".pl-column[data-plan={}] {}".format
    assert "14.5%" in reader.texts(column("ziyang", "mark.pl-figure"))
    assert "15%" in reader.texts(column("chenzhou", "mark.pl-figure"))
    assert reader.texts(column("chenzhou", ".pl-sure")) == ["对应条款"]
    assert "2020年" not in "".join(reader.texts("mark.pl-figure"))
    looks = "const s = getComputedStyle(document.querySelector('mark.pl-figure')); return [s.fontWeight, s.boxShadow]"
    weight, frame = reader.run(looks)
    assert weight == "700" and frame != "none"  # not by colour alone
    choose = f"const s = document.querySelector('{column('chenzhou', 'select')}'); s.focus(); s.value = arguments[0];"
    reader.run(choose + "s.dispatchEvent(new Event('change'))", "chenzhou#三、（二）")
    reader.wait_for(
        lambda: reader.texts(column("chenzhou", ".pl-sure")) == ["自选的条款"], "the clause that was chosen"
    )
    assert reader.run("return document.activeElement.tagName") == "SELECT"
    reader.driver.refresh()
    reader.wait_for(
        lambda: reader.texts(column("chenzhou", "h3")) == ["三、（二）严格监督考核"], "it again by the link"
    )
    reader.click(column("qiandongnan", "button"))
    reader.wait_for(lambda: len(reader.all(".pl-column")) == 2, "one plan fewer")
    reader.driver.back()
    reader.wait_for(lambda: len(reader.all(".pl-column")) == 3, "it again")


def test_a_comparison_with_none_named_takes_the_most_similar_plans_and_says_where_one_has_nothing(
    reader: Reader,
) -> None:
    reader.go(FARMS, compare="ziyang")
    assert reader.driver.current_url.count("compare=") == 3
    reader.go(FARMS, compare="ziyang,chenzhou")
    assert reader.texts(".pl-sure") == ["所对照的条款", "没有找到对应条款"]
    assert "没有与所对照条款相近的内容" in reader.texts(".pl-words")[1]


@pytest.mark.parametrize("width", [400, pytest.param(768, marks=pytest.mark.prove)])
def test_on_narrow_screens_the_margin_stands_below_and_columns_under_each_other(reader: Reader, width: int) -> None:
    reader.go(AIMS, width=width, plan="ziyang")
    text, margin = reader.box(reader.clause(AIMS, ".pl-text")), reader.box(reader.clause(AIMS, ".pl-margin"))
    assert margin["top"] >= text["bottom"] - 1
    assert reader.fits()
    if width == 400:
        assert not reader.run("return document.querySelector('.pl-tree').checkVisibility()")
        reader.click(".pl-contents")
        reader.see(".pl-tree")
        reader.run("document.querySelectorAll('[role=treeitem]')[9].click()")
        assert not reader.run("return document.querySelector('.pl-tree').checkVisibility()")
        assert 90 < reader.box(reader.clause(FARMS))["top"] < 130
    reader.go(AIMS, width=width, compare=["ziyang", "chenzhou", "qiandongnan"])
    first, second = (box.rect for box in reader.see(".pl-column")[:2])
    assert (second["y"] >= first["y"] + first["height"] - 1) is (width == 400)
    assert reader.fits()


@pytest.mark.prove
def test_in_english_every_word_of_the_page_is_and_the_plan_stays_chinese(reader: Reader) -> None:
    reader.go(AIMS, plan="ziyang", lang="en")
    assert reader.texts(".pl-head dt") == ["Number", "Issued", "Place", "Addressed to"]
    assert reader.texts(reader.clause(AIMS, ".pl-tools > *")) == ["Copy link", "Cite", "Ask about it", "Compare plans"]
    assert reader.texts(reader.clause(AIMS, "h2")) == ["二、主要目标"]
    assert all("lang=en" in link.get_attribute("href") for link in reader.see(reader.clause(AIMS, ".pl-tools a")))
    reader.go(AIMS, compare=["ziyang", "chenzhou"], lang="en")
    assert reader.texts(".pl-sure") == ["The clause compared", "Counterpart"]


@pytest.mark.parametrize(
    ("theme", "rules"), [("light", ()), pytest.param("dark", OF_COLOURS, marks=pytest.mark.prove, id="dark")]
)
def test_nothing_serious_is_wrong_for_those_who_read_by_ear_or_need_contrast(
    reader: Reader, theme: str, rules: tuple[str, ...]
) -> None:
    found = {}
    for name, clause, query in (
        ("list", "", {}),
        ("plan", AIMS, {"plan": "ziyang", "from": 714, "to": 741, "find": "能源"}),
        ("side by side", AIMS, {"compare": ["ziyang", "chenzhou"]}),
    ):
        reader.go(clause, **query)
        reader.run("document.documentElement.dataset.theme = arguments[0]", theme)
        found[name] = faults_of(reader.driver, rules)
    assert not any(found.values()), found


def test_on_paper_stand_title_number_date_and_text_alone(reader: Reader) -> None:
    reader.go(AIMS, plan="ziyang", **{"from": 714, "to": 741})
    reader.see("mark.pl-cited")
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        seen = "return [...document.querySelectorAll(arguments[0])].some(e => e.checkVisibility())"
        for hidden in (".wc-bar", ".pl-strip", ".pl-side", ".pl-tools", ".pl-margin", ".pl-back", ".pl-print"):
            assert not reader.run(seen, hidden), hidden
        for shown in ("h1", ".pl-head dl", ".pl-text p"):
            assert reader.run(seen, shown), shown
        background = "return getComputedStyle(document.querySelector('mark.pl-cited')).backgroundColor"
        assert reader.run(background) == "rgba(0, 0, 0, 0)"
    finally:
        reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
