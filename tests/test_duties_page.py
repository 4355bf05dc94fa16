"""The page of responsibilities in headless Chromium, held against the ledger of the repository's own plans."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from corpus.plan import Duty
from index.snapshot import Index, open_index
from portal.assignments import assignments_of
from portal.duty_words import ROLES, role_of
from tests.accessibility import OF_COLOURS, faults_of
from tests.chromium import IN_BROWSER
from tests.visitor import Visitor

pytestmark = IN_BROWSER
SIXTY = """
const given = window.fetch;
window.fetch = (address, ...more) => String(address).endsWith("/api/plans")
  ? Promise.resolve(new Response(JSON.stringify(Array.from({length: 60}, (_, n) => ({
      id: n ? `plan-${n}` : "chenzhou", title: `方案${n}`, region: "", province: "", number: "", date: ""})))))
  : given(address, ...more);
"""


class Reader(Visitor):
    """Somebody who opens the page at an address and waits for what it shows."""

    def go(self, **query: Any) -> None:
        parts = [
            f"{key}={quote(one)}"
            for key, given in query.items()
            for one in ([given] if isinstance(given, str) else given)
        ]
        self.driver.get(f"{self.address}/duties?{'&'.join(parts)}")
        self.settled()

    def settled(self) -> None:
        self.wait_for(
            lambda: self.driver.execute_script(
                "return !document.querySelector('[aria-busy]') && !!document.querySelector('#du-panel > :not([role=status])')"
            ),
            "the page, read",
        )

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.driver.current_url).query)

    def width(self) -> int:
        width: int = self.driver.execute_script("return document.documentElement.scrollWidth")
        return width

    def resize(self, width: int) -> None:
        sized = {"width": width, "height": 860, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sized)

    def keys(self, *keys: str) -> None:
        self.all("#du-body")[0].send_keys(*keys)


@pytest.fixture(scope="module")
def index(real_index: Path) -> Index:
    return open_index(real_index)


@pytest.fixture(scope="module")
def duties(index: Index) -> list[Duty]:
    return [d for card in index.plans for clause in index.clauses(card.id) for d in index.duties_of_clause(clause.id)]


@pytest.fixture
def page(driver: Any, real_address: str) -> Iterator[Reader]:
    reader = Reader(driver, real_address)
    reader.resize(1280)
    yield reader
    assert reader.complaints() == []
    assert reader.outside_requests() == []


def tasks(duties: list[Duty], body: str, *roles: str, plan: str = "") -> int:
    own = [d for d in duties if d.body == body and plan in ("", d.plan)]
    return len({d.clause for d in own if not roles or role_of(d) in roles})


def test_without_an_office_those_with_most_tasks_come_first_each_with_its_counts(
    page: Reader, index: Index, duties: list[Duty]
) -> None:
    page.go()
    rows = [text.split("\t") for text in page.texts(".du-ranking tbody tr")]
    shown = {tuple(name.split()): [int(n) for n in counts] for name, *counts in rows}
    plans = {card.region: card.id for card in index.plans}
    for (body, place), counts in shown.items():
        of = [tasks(duties, body, *roles, plan=plans[place]) for roles in ((), *((role,) for role in ROLES))]
        assert counts == [*of, 1], (body, place)
    assert len(rows) == 30
    bodies = {(d.body, d.plan) for d in duties}
    body, plan = max(bodies, key=lambda one: tasks(duties, one[0], plan=one[1]))
    assert rows[0][1] == str(tasks(duties, body, plan=plan))
    page.click(".du-more")
    assert len(page.texts(".du-ranking tbody tr")) == len(bodies)
    assert page.texts(".du-total")[0].startswith(f"{len(bodies)} 个单位，")


def test_an_office_of_one_place_is_not_that_of_another(page: Reader, index: Index, duties: list[Duty]) -> None:
    body = "市生态环境局"
    having = [card for card in index.plans if tasks(duties, body, plan=card.id)]
    page.go(body=body)
    assert page.texts(".du-card h3 .du-place") == [card.region for card in having]
    counts = [f"{card.region} {tasks(duties, body, plan=card.id)}" for card in having]
    assert page.texts(".du-place-choice") == ["全部", *counts]
    assert f"{len(having)} 个地方各有一个同名单位" in page.texts(".du-places")[0]
    page.all(".du-place-choice")[2].click()
    page.settled()
    assert page.query() == {"body": [body], "place": [having[1].region]}
    assert page.texts("#du-panel h2") == [f"{body} {having[1].region}"]
    assert page.texts(".du-card h3") == [having[1].title]
    links = [link.get_attribute("href") for link in page.all(".du-export")]
    assert links == [
        f"{page.address}/api/duties.{ending}?plan={having[1].id}&body={quote(body)}" for ending in ("docx", "xlsx")
    ]
    page.all(".du-place-choice")[0].click()
    assert page.query() == {"body": [body]}


def test_a_task_shows_its_text_on_a_line_that_opens(page: Reader, index: Index) -> None:
    page.go(body="市发改委", plan="chenzhou")
    card = next(card for card in index.plans if card.id == "chenzhou")
    first = next(one for one in assignments_of(index, card) if one.duty.body == "市发改委")
    fold = page.all(".du-text")[0]
    assert fold.text.startswith("任务原文：") and first.task[:30] in fold.text
    assert fold.size["height"] < 40
    fold.find_element("css selector", "summary").click()
    assert fold.find_element("css selector", "p").text == first.task
    page.click("#du-with-text")
    assert all("text=0" in link.get_attribute("href") for link in page.all(".du-export"))


def test_the_list_of_plans_closes_when_one_is_chosen_beside_it_and_by_escape(page: Reader) -> None:
    from selenium.webdriver.common.keys import Keys

    page.go()
    is_open = "return document.querySelector('.du-plans').open"
    page.click(".du-plans summary")
    page.click("[data-plan=chenzhou] input")
    assert (page.query(), page.driver.execute_script(is_open)) == ({"plan": ["chenzhou"]}, False)
    page.click(".du-plans summary")
    page.all("h1")[0].click()
    assert not page.driver.execute_script(is_open)
    page.click(".du-plans summary")
    page.driver.execute_script("document.activeElement.blur()")
    page.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not page.driver.execute_script(is_open)
    page.click(".du-plans summary")
    page.driver.switch_to.active_element.send_keys(Keys.TAB * 9)
    assert not page.driver.execute_script(is_open)


def test_an_office_is_found_by_typing_and_by_the_keyboard_alone(page: Reader, duties: list[Duty]) -> None:
    from selenium.webdriver.common.keys import Keys

    page.go()
    page.keys("财政")
    offered = [text.split("\n")[0] for text in page.texts("#du-options [role=option]")]
    assert [name for name in offered if " " not in name] == ["市财政局", "州财政局"]
    page.keys(*[Keys.ARROW_DOWN] * (offered.index("州财政局") + 1))
    box = page.all("#du-body")[0]
    active = page.all(f"#{box.get_attribute('aria-activedescendant')}")[0]
    assert (active.text.split("\n")[0], active.get_attribute("aria-selected")) == ("州财政局", "true")
    page.keys(Keys.ENTER)
    assert page.query()["body"] == ["州财政局"]
    assert page.texts("#du-panel h2") == ["州财政局"]
    assert f"1 份方案中有 {tasks(duties, '州财政局')} 项任务" in page.texts(".du-counts")[0]
    assert page.texts("#wc-live") == [page.texts(".du-total")[0]]
    page.keys(Keys.CONTROL + "a")
    page.keys("没有的局", Keys.ESCAPE, Keys.TAB)
    assert page.all("#du-body")[0].get_attribute("value") == "州财政局"
    page.driver.back()
    page.settled()
    assert page.texts("#du-panel h2") == ["任务最多的单位"]


def test_an_office_of_one_place_is_found_by_place_and_name_however_they_are_written(
    page: Reader, index: Index, duties: list[Duty]
) -> None:
    from selenium.webdriver.common.keys import Keys

    body = "市生态环境局"
    card = next(card for card in index.plans if card.id == "fuzhou-fj")
    for words in ("福州生态", "福州市生态环境局", "福州 生态环境", "福州市 市生态环境局"):
        page.go()
        page.keys(words)
        offered = [text.split("\n") for text in page.texts("#du-options [role=option]")]
        assert offered == [[f"{body} {card.region}", str(tasks(duties, body, plan=card.id))]], words
        page.keys(Keys.ENTER)
        assert page.query() == {"body": [body], "place": [card.region]}
    assert page.all("#du-body")[0].get_attribute("value") == f"{card.region} {body}"
    page.keys(Keys.CONTROL + "a")
    page.keys("生态环境")
    names = [text.split("\n")[0] for text in page.texts("#du-options [role=option]")]
    places = [card.region for card in index.plans if tasks(duties, body, plan=card.id)]
    assert names == [body, *(f"{body} {place}" for place in places), "州生态环境局"]


def test_an_office_is_shown_plan_by_plan_with_quotes_and_the_way_to_each_clause(
    page: Reader, index: Index, duties: list[Duty]
) -> None:
    page.go(body="市发改委", plan="chenzhou")
    own = [d for d in duties if d.plan == "chenzhou" and d.body == "市发改委"]
    assert sorted(page.texts(".du-quote")) == sorted(d.quote for d in own)
    assert page.texts(".du-card h3") == ["郴州市“十四五”节能减排行动方案"]
    assert "郴政发〔2023〕6号 · 2023年10月28日" in page.texts(".du-plan-head p")[0]
    links = [link.get_attribute("href") for link in page.all(".du-task > div > a")]
    assert sorted(links) == sorted(f"{page.address}/plans?plan=chenzhou#{quote(d.clause, safe='')}" for d in own)
    first = next(clause for clause in index.clauses("chenzhou") if clause.id == own[0].clause)
    assert page.texts(".du-task > div > a")[0] == f"{first.address} {first.title}"
    assert set(page.texts(".du-quote mark")) == {"市发改委"}


def test_like_offices_of_all_places_are_joined_on_request(page: Reader, duties: list[Duty]) -> None:
    page.go(body="市发改委")
    assert "州发展改革委、市发展改革委" in page.texts(".du-hint:not(.du-places)")[0]
    page.click(".du-hint:not(.du-places) button")
    assert page.query() == {"body": ["市发改委"], "join": ["1"]}
    names = ("市发改委", "市发展改革委", "州发展改革委")
    assert page.texts("#du-panel h2") == ["发展改革委"]
    assert f"5 份方案中有 {sum(tasks(duties, name) for name in names)} 项任务" in page.texts(".du-counts")[0]
    assert page.texts("#du-panel .du-names")[0] == "写法：市发改委、州发展改革委、市发展改革委"
    page.click("#du-join input")
    assert "join" not in page.query()
    assert page.texts("#du-panel h2") == ["市发改委"]


def test_clauses_come_in_order_with_the_role_words_of_the_text(page: Reader, index: Index, duties: list[Duty]) -> None:
    page.go(view="clause", plan="chenzhou")
    own = [d for d in duties if d.plan == "chenzhou"]
    named = {clause.id: f"{clause.address} {clause.title}" for clause in index.clauses("chenzhou")}
    assert page.texts(".du-clauses tbody th > a") == [named[clause] for clause in dict.fromkeys(d.clause for d in own)]
    first = [cell.text for cell in page.all(".du-clauses tbody tr:first-child td")]
    widths = [cell.size["width"] for cell in page.all(".du-clauses thead th")]
    assert max(widths) < 0.3 * sum(widths), "the task on one line leaves the other columns their room"
    box = page.all(".du-card .du-scroll")[0]
    assert box.size["width"] >= sum(widths) - 2
    assert (first[0], first[2]) == ("市发改委 牵头", "—")
    assert first[1] == "市统计局 按职责分工负责\n各县市区政府、郴州高新区管委会、郴州经开区管委会 具体落实"
    assert first[3] == own[0].quote
    said = page.texts(".du-clauses tbody tr:nth-child(2) .du-names")
    assert said == ["另按通用规定：各县市区政府、郴州高新区管委会、郴州经开区管委会（二、（一）1.）"]


def test_the_matrix_counts_by_plan_and_marks_the_clauses_of_one(page: Reader, duties: list[Duty]) -> None:
    page.go(view="matrix", body="市生态环境局")
    cells = page.driver.execute_script(
        "return [...document.querySelectorAll('.du-matrix tbody td')].map(e => e.textContent)"
    )
    for cell, plan in zip(cells, ("chenzhou", "fuzhou-fj", "fuzhou-jx", "qiandongnan", "ziyang"), strict=True):
        own = [d for d in duties if d.plan == plan]
        for role, sign, word in (
            ("lead", "●", "牵头"),
            ("alone", "◆", "单独负责"),
            ("shared", "◐", "分工负责"),
            ("join", "○", "配合"),
        ):
            n = tasks(own, "市生态环境局", role)
            assert (f"{sign}{n}{word} {n} 项" in cell) == bool(n), (plan, role, cell)
    page.go(view="matrix", plan="chenzhou")
    clauses = list(dict.fromkeys(d.clause for d in duties if d.plan == "chenzhou"))
    script = (
        "return [...document.querySelectorAll('.du-matrix tbody tr')].map(e => "
        "[e.firstChild.textContent, [...e.querySelectorAll('td')].map(c => c.textContent)])"
    )
    rows = dict(page.driver.execute_script(script))
    leads = {d.clause for d in duties if d.plan == "chenzhou" and d.body == "市发改委" and d.role == "lead"}
    assert [clause for clause, cell in zip(clauses, rows["市发改委"], strict=True) if "●牵头" in cell] == [
        clause for clause in clauses if clause in leads
    ]
    assert ["△通用规定" in cell for cell in rows["各县市区政府"]] == [False, *[True] * (len(clauses) - 1)]
    assert page.driver.execute_script(
        "const b = document.querySelector('.du-scroll'); b.scrollTop = 300; b.scrollLeft = 200; const at = b.getBoundingClientRect();"
        "const head = b.querySelector('thead th').getBoundingClientRect(), side = b.querySelector('tbody tr:last-child th').getBoundingClientRect();"
        "return b.scrollTop > 0 && Math.abs(head.top - at.top) < 3 && Math.abs(side.left - at.left) < 3"
    )


def test_filters_hold_together_and_an_address_shows_the_same_again(page: Reader, duties: list[Duty]) -> None:
    page.go()
    for plan in ("chenzhou", "ziyang"):
        page.click(".du-plans summary")
        page.click(f"[data-plan={plan}] input")
    page.click("[data-role=lead] input")
    page.click("#du-tab-clause")
    assert page.query() == {"view": ["clause"], "plan": ["chenzhou", "ziyang"], "role": ["lead"]}
    own = [d for d in duties if d.plan in ("chenzhou", "ziyang") and d.role == "lead"]
    counted = f"{len({(d.plan, d.body) for d in own})} 个单位，{len({d.clause for d in own})} 项任务，2 份方案"
    assert page.texts(".du-total") == [counted]
    page.driver.refresh()
    page.settled()
    assert page.texts(".du-total") == [counted]
    assert page.texts("[role=tab][aria-selected=true]") == ["按条款"]
    links = [link.get_attribute("href") for link in page.all(".du-export")]
    assert links == [
        f"{page.address}/api/duties.{ending}?plan=chenzhou&plan=ziyang&role=lead" for ending in ("docx", "xlsx")
    ]
    page.click("#du-reset")
    assert page.query() == {"view": ["clause"]}


def test_tabs_are_worked_with_the_arrow_keys(page: Reader) -> None:
    from selenium.webdriver.common.keys import Keys

    page.go()
    page.all("#du-tab-body")[0].send_keys(Keys.ARROW_LEFT)
    assert page.query() == {"view": ["matrix"]}
    assert page.driver.switch_to.active_element.get_attribute("id") == "du-tab-matrix"
    assert [tab.get_attribute("tabindex") for tab in page.all("[role=tab]")] == ["-1", "-1", "0"]


def test_one_office_over_all_plans_is_one_click_from_a_document(page: Reader) -> None:
    page.go(body="市发改委", join="1")
    link = page.all("#du-docx")[0].get_attribute("href")
    assert link == f"{page.address}/api/duties.docx?family={quote('市发改委')}"
    page.driver.execute_script(
        "window.saved = []; HTMLAnchorElement.prototype.click = function () { saved.push(this.download) }"
    )
    page.driver.execute_script(
        "document.getElementById('du-docx').dispatchEvent(new MouseEvent('click', {cancelable: true}))"
    )
    page.wait_for(lambda: page.driver.execute_script("return saved.length"), "the file")
    assert re.fullmatch(r"责任分工-市发改委-\d{4}-\d\d-\d\d\.docx", page.driver.execute_script("return saved[0]"))


def test_what_is_not_there_is_said_with_what_to_do(page: Reader) -> None:
    page.go(body="没有这个局")
    assert page.texts(".du-nothing") == ["所选方案中没有“没有这个局”。请换一个单位，或清除方案和角色的条件。"]
    assert page.see("#du-reset")
    assert not page.driver.execute_script("return document.getElementById('du-docx').checkVisibility()")


def test_of_more_than_fifty_plans_some_are_chosen_first(page: Reader) -> None:
    planted = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SIXTY})
    try:
        page.go()
        assert page.texts(".du-nothing") == ["资料共有 60 份方案，一次最多查看 50 份。请先在“方案”中选出要看的。"]
        page.click(".du-plans summary")
        page.click("[data-plan=chenzhou] input")
        page.settled()
        page.wait_for(lambda: page.all(".du-ranking"), "the offices of the plan")
        assert "1 份方案" in page.texts(".du-total")[0]
    finally:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", planted)


@pytest.mark.parametrize("width", [400, *(pytest.param(wider, marks=pytest.mark.prove) for wider in (768, 1280))])
def test_every_view_fits_the_width_and_tables_scroll_inside(page: Reader, width: int) -> None:
    page.resize(width)
    for view in ("body", "clause", "matrix"):
        page.go(view=view, lang="en")
        assert page.width() <= width, view
        cut = "return [...document.querySelectorAll('.du-clauses')].some(e => e.scrollWidth > e.closest('.du-scroll').clientWidth)"
        assert not page.driver.execute_script(cut)  # every column of a clause is seen
    wide = page.driver.execute_script(
        "const b = document.querySelector('.du-scroll'); return b.scrollWidth > b.clientWidth && b.tabIndex === 0"
    )
    assert wide or width > 400


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.prove)])
def test_no_view_has_a_serious_fault(page: Reader, theme: str) -> None:
    rules = OF_COLOURS if theme == "dark" else ()
    for query in ({"view": "clause"}, {"view": "matrix"}, {}, {"body": "市发改委", "join": "1"}):
        page.go(plan="chenzhou", **query)
        page.driver.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
        assert faults_of(page.driver, rules) == [], query
    page.keys("市")
    page.click(".du-plans summary")
    assert faults_of(page.driver, rules) == []


@pytest.mark.prove
def test_the_page_speaks_english_and_leaves_the_plans_as_they_are(
    page: Reader, index: Index, duties: list[Duty]
) -> None:
    page.go(lang="en", body="市财政局")
    assert page.texts("h1") == ["Responsibilities"]
    assert page.texts("[role=tab]") == ["By office", "By clause", "Matrix"]
    own = [d for d in duties if d.body == "市财政局"]
    assert f"{tasks(duties, '市财政局')} tasks in {len({d.plan for d in own})} plans" in page.texts(".du-counts")[0]
    assert own[0].quote in page.texts(".du-quote")
    page.click("#du-reset")
    words = page.driver.execute_script("return document.querySelector('main').innerText")
    assert not re.search(
        "[\u4e00-\u9fff]",
        re.sub(
            "|".join(sorted({d.body for d in duties} | {card.region for card in index.plans}, key=len, reverse=True)),
            "",
            words,
        ),
    )
