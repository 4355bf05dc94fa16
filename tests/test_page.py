"""The chat in headless Chromium, the way a person uses it."""

import io
import json
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.chromium import IN_BROWSER
from tests.scripted_assistant import CARDS, LONG, TARGET
from tests.visitor import DONE, Visitor

pytestmark = IN_BROWSER


@pytest.fixture
def real(driver: Any, real_address: str) -> Visitor:
    (visitor := Visitor(driver, real_address)).open()
    return visitor


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


def test_a_question_gets_a_cited_answer_that_survives_a_reload_and_is_gone_on_from(real: Visitor) -> None:
    answer = real.ask("抚州到2025年单位GDP能耗要降多少？")
    assert "有据" in answer and "12.5%" in answer and "14%" not in answer
    real.wait_for(lambda: "2023年5月17日" in "".join(real.texts(".wc-facts")), "the date of the plan")
    assert any("12.5%" in quoted for quoted in real.texts(".wc-card mark"))
    assert "《抚州市" in real.texts(".wc-card .wc-title")[0] and real.texts(".wc-card .wc-address")[0].startswith(
        "一、"
    )
    assert len(real.texts(".wc-card blockquote")[0]) > len(real.texts(".wc-card mark")[0])
    assert real.outside_requests() == [] and real.complaints() == []
    real.driver.refresh()
    real.wait_for(lambda: "12.5%" in "".join(real.texts(".wc-prose")), "the conversation again")
    assert "14.5%" in real.ask("那资阳呢？")
    assert "资阳市" in real.texts(".wc-about")[-1] and "抚州市" not in real.texts(".wc-about")[-1]


def test_a_starter_is_one_click_away_and_is_answered_from_a_plan(real: Visitor) -> None:
    real.wait_for(lambda: len(real.texts(".wc-starters button")) >= 3, "questions to start with")
    first = real.texts(".wc-starters button")[0]
    real.click(".wc-starters button")
    real.see(".wc-card mark")
    assert real.texts(".wc-question") == [first]
    assert not real.js("return document.querySelector('.wc-welcome').checkVisibility()")


def test_a_mark_leads_to_its_own_quote_and_escape_leads_back(scripted: Visitor) -> None:
    scripted.ask("两处")
    assert [len(scripted.texts(".wc-card")), scripted.texts(".wc-card .wc-n")[:2]] == [
        2,
        ["1", "2"],
    ]  # one card a clause
    assert scripted.js("return [...document.querySelectorAll('.wc-card')].map(e => e.open)") == [True, False]
    for n, words in ((2, "氨氮重点工程减排量"), (3, "由市农业农村局牵头"), (1, TARGET)):
        scripted.click(".wc-prose .wc-mark", f"[{n}]")
        scripted.wait_to_read("mark.wc-shown", words)
        assert scripted.js("return document.activeElement.innerText") == words
        target = "const b = document.querySelector('mark.wc-shown').getBoundingClientRect(); return [b.top, b.bottom]"
        top, bottom = scripted.js(target)
        assert 90 < top < bottom < 760
        scripted.keys("\ue00c")
        scripted.wait_to_read(":focus", f"[{n}]")
    link = urlsplit(scripted.js("return document.querySelector('.wc-card .wc-open').getAttribute('href')"))
    start = 100 + scripted_text().index(TARGET)
    assert parse_qs(link.query) == {"plan": ["qingyu"], "from": [str(start)], "to": [str(start + len(TARGET))]}
    assert link.fragment == quote("qingyu/1", safe="")
    scripted.click(".wc-prose .wc-mark", "[3]")
    scripted.click(".wc-back")
    scripted.wait_for(lambda: scripted.js("return document.activeElement.innerText") == "[3]", "the mark again")
    scripted.click(".wc-whole > summary")
    assert len(scripted.texts(".wc-whole blockquote")[0]) == len(LONG)
    size = "const b = document.querySelector('.wc-mark').getBoundingClientRect(); return Math.min(b.width, b.height)"
    assert scripted.js(size) >= 24


def test_many_cited_items_are_a_list_and_many_marks_one_that_opens_them(scripted: Visitor) -> None:
    scripted.ask("清单")
    assert scripted.texts(".wc-prose p")[0] == "青屿市：共3项："
    assert scripted.texts(".wc-prose li") == ["绿色升级工程[1]；", "节能改造工程[2]；", "农业减排工程。[3]"]
    assert scripted.texts(".wc-prose p")[1] == "以上各项由各县（区）落实。出处 4 处"
    scripted.click(".wc-fold")
    assert scripted.js("return document.activeElement.innerText") == "[1]"
    scripted.click(".wc-marks .wc-mark", "[3]")
    scripted.wait_to_read("mark.wc-shown", "由市农业农村局牵头")


def test_other_plans_are_named_under_the_sentence_that_they_share(scripted: Visitor) -> None:
    scripted.js("""
const whole = window.fetch;
window.fetch = async (address, ...more) => {
  const reply = await whole(address, ...more);
  if (!String(address).endsWith("/api/citations")) return reply;
  const told = await reply.json();
  const place = { plan: "qingyu", title: "清峪市方案", clause: "qingyu/1", address: "三、", start: 1, end: 2 };
  told.cards[0].also = [{ ...place, numbers: [2] }];
  return Response.json(told);
};""")
    scripted.ask("两处")
    scripted.wait_for(lambda: scripted.texts(".wc-also"), "what other plans say the same")
    assert scripted.texts(".wc-also") == ["氨氮重点工程减排量这一句也见于\n\n《清峪市方案》三、"]
    assert scripted.texts(".wc-card .wc-open")[0] == "在原文中打开"


def scripted_text() -> str:
    from tests.scripted_assistant import BODY

    return BODY


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("目标是多少", "有据"),
        ("农业谁负责", "部分"),
        ("长沙在哪里", "未提及"),
        ("你好", "对话"),
        ("是14%吗", "与原文不符"),
    ],
)
def test_how_an_answer_stands_is_said_in_a_word(scripted: Visitor, question: str, word: str) -> None:
    scripted.ask(question)
    assert scripted.texts(".wc-status") == [word]


def test_what_was_checked_and_removed_is_told_on_demand(scripted: Visitor) -> None:
    scripted.ask("农业农村谁负责")
    assert not scripted.js("return document.querySelector('.wc-checks').open")
    scripted.click(".wc-checks summary")
    told = scripted.texts(".wc-checks")[0]
    assert "这个回答的 1 处引用、0 个数字已与方案原文对过" in told and "去掉了一句：其中的“15%”不在引文里" in told


def test_an_answer_can_be_stopped_and_asked_again(scripted: Visitor) -> None:
    scripted.type("慢一点的问题")
    scripted.wait_for(lambda: scripted.texts(".wc-growing") == ["正在回答"], "the first words")
    scripted.wait_for(lambda: scripted.texts(".wc-prose") == ["青屿市：到202"], "the words that came after the first")
    assert scripted.js("return document.activeElement.id") == "wc-box"
    scripted.keys("\ue00c")
    scripted.wait_for(lambda: scripted.texts(".wc-status") == ["已停止"], "the answer marked as stopped")
    scripted.see("#wc-send")
    assert "13.5%" in scripted.ask("目标是多少")
    scripted.type("慢")
    scripted.click("#wc-stop")
    scripted.wait_for(lambda: scripted.texts(".wc-status")[-1] == "已停止", "stopped by its button")


def test_only_enter_with_words_in_the_box_asks(scripted: Visitor) -> None:
    scripted.type("")
    scripted.type("   ")
    assert scripted.all(".wc-turn") == []
    compose = (
        "const b = document.querySelector('#wc-box'); b.value = 'zhong';"
        "b.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    scripted.js(compose)
    assert (scripted.asked(), scripted.all(".wc-turn")) == ("zhong", [])
    scripted.js("document.querySelector('#wc-box').value = ''")
    one = scripted.see("#wc-box")[0].size["height"]
    scripted.see("#wc-box")[0].send_keys(*["行\ue008\n\ue000"] * 9)
    assert scripted.asked().count("\n") == 9 and scripted.all(".wc-turn") == []
    assert 3 * one < scripted.see("#wc-box")[0].size["height"] < 170  # six lines


def test_a_question_that_is_too_long_is_told_in_the_services_words(scripted: Visitor) -> None:
    fill = "const b = document.querySelector('#wc-box'); b.value = '长'.repeat(10000); b.form.requestSubmit()"
    scripted.js(fill)
    scripted.wait_for(lambda: "超过 200 字" in "".join(scripted.texts(".wc-failed")), "the message")
    assert "请缩短后再问" in scripted.texts(".wc-failed")[0]
    assert "13.5%" in scripted.ask("目标是多少")


def test_a_question_is_edited_and_asked_again_and_what_followed_can_be_had_back(scripted: Visitor) -> None:
    for question in ("目标是多少", "农业农村谁负责", "对比各市"):
        scripted.ask(question)
    scripted.keys("\ue013")  # arrow up in the empty box
    assert scripted.asked() == "对比各市"
    scripted.click(".wc-editing button")
    assert scripted.asked() == ""
    scripted.click(".wc-actions button", "编辑")
    assert scripted.asked() == "目标是多少"
    scripted.see("#wc-box")[0].send_keys("呢\n")
    scripted.wait_for(lambda: scripted.texts(".wc-question") == ["目标是多少呢"], "the conversation cut there")
    scripted.see(DONE)
    scripted.click(".wc-toast button")
    scripted.wait_for(lambda: scripted.texts(".wc-question") == ["目标是多少", "农业农村谁负责", "对比各市"], "undone")
    before = scripted.js("return document.querySelectorAll('.wc-turn')[2].id")
    scripted.js("[...document.querySelectorAll('.wc-actions')].at(-1).querySelector('button').click()")  # 重试
    scripted.wait_for(
        lambda: scripted.js("return document.querySelectorAll('.wc-turn')[2]?.id") not in ("", None, before),
        "a new answer",
    )
    assert len(scripted.texts(".wc-turn")) == 3


def test_a_new_chat_is_undone_and_conversations_are_found_named_and_deleted(scripted: Visitor) -> None:
    scripted.ask("化学需氧量的目标是多少")
    scripted.click("#wc-new")
    scripted.wait_for(lambda: not scripted.all(".wc-turn"), "an empty conversation")
    scripted.click(".wc-toast button")
    scripted.wait_for(lambda: scripted.texts(".wc-question") == ["化学需氧量的目标是多少"], "the conversation again")
    scripted.click("#wc-new")
    scripted.ask("农业农村谁负责")
    edges = "return ['.wc-prose', '.wc-answer', '.wc-toast', '#wc-box'].map((s) => document.querySelector(s).getBoundingClientRect())"
    prose, _, toast, box = scripted.js(edges)
    assert prose["bottom"] <= toast["top"] < toast["bottom"] <= box["top"]
    scripted.js("scrollTo(0, document.documentElement.scrollHeight)")
    _, answer, toast, _ = scripted.js(edges)
    assert answer["bottom"] <= toast["top"]  # nothing stays covered by it
    find = scripted.see(".wc-history input")[0]
    find.send_keys("化学需氧量的")
    scripted.wait_for(lambda: scripted.texts(".wc-history-title") == ["化学需氧量的目标是多少"], "the one sought")
    scripted.click(".wc-history .wc-menu > button")
    scripted.click(".wc-history [role=menuitem]", "重命名")
    scripted.keys("减排<b>\n")
    scripted.wait_for(lambda: scripted.texts(".wc-history-title") == ["减排<b>"], "the new name")
    scripted.click(".wc-history-item")
    scripted.wait_for(lambda: scripted.texts(".wc-question") == ["化学需氧量的目标是多少"], "it opened")
    assert scripted.texts("h1") == ["减排<b>"]
    scripted.click(".wc-history .wc-menu > button")
    scripted.click(".wc-history [role=menuitem]", "删除")
    scripted.wait_for(lambda: not scripted.all(".wc-history-item") and not scripted.all(".wc-turn"), "it gone")
    scripted.click(".wc-toast button")
    scripted.wait_for(lambda: scripted.texts(".wc-question") == ["化学需氧量的目标是多少"], "it back")


def test_the_places_that_a_question_names_are_told_while_it_is_typed(scripted: Visitor) -> None:
    box = scripted.see("#wc-box")[0]
    box.send_keys("清峪今年")
    scripted.wait_to_read("#wc-scope", "范围：全部 2 份 · 题里说到清峪市")
    box.send_keys("和青屿市比")
    scripted.wait_to_read("#wc-scope", "范围：全部 2 份 · 题里说到青屿市、清峪市")
    scripted.js("arguments[0].value = ''; arguments[0].dispatchEvent(new Event('input'))", box)
    scripted.wait_to_read("#wc-scope", "范围：全部 2 份")
    scripted.open("?plans=qingyu")
    scripted.see("#wc-box")[0].send_keys("青屿和清峪")
    scripted.wait_to_read("#wc-scope", "范围：青屿市 · 题里说到清峪市")


def test_the_scope_is_chosen_by_province_and_goes_along(scripted: Visitor) -> None:
    scripted.click("#wc-scope")
    assert scripted.texts(".wc-choices legend") == ["海东省", "海西省"]
    scripted.see(".wc-dialog input[type=search]")[0].send_keys("青屿")
    scripted.wait_for(lambda: len(scripted.texts(".wc-choice:not([hidden])")) == 1, "one plan")
    scripted.click(".wc-choice input")
    scripted.click(".wc-dialog-foot button", "确定")
    scripted.wait_for(lambda: scripted.texts("#wc-scope strong") == ["青屿市"], "the scope")
    assert "plans=qingyu" in scripted.driver.current_url
    scripted.ask("目标是多少")
    assert scripted.texts(".wc-about") == ["依据：青屿市 · 范围：青屿市"]
    scripted.click(".wc-actions button", "换范围再问")
    scripted.click(".wc-dialog-foot button", "清除选择")
    scripted.click(".wc-dialog-foot button", "确定")
    scripted.wait_for(lambda: len(scripted.all(DONE)) == 2, "the second answer")
    assert scripted.texts(".wc-about")[1] == "依据：青屿市 · 范围：全部 2 份"


def test_a_table_stays_in_its_container_and_its_figures_become_bars(scripted: Visitor) -> None:
    scripted.ask("对比各市")
    assert scripted.texts(".wc-scroll th") == ["城市", "下降", "青屿市", "清峪市"]
    assert scripted.texts(".wc-scroll td") == ["13.5% [1]", "未提及"]
    assert scripted.all(".wc-grid > button") == []  # one figure is no chart
    scripted.ask("用柱状图看看")
    canvas = scripted.wait_for(lambda: scripted.all("canvas[aria-label]"), "the chart that was asked for")[0]
    assert canvas.get_attribute("aria-label") == "柱状图：能耗. 青屿市 13.5%; 清峪市 12%"
    drawn = "return window.Chart?.getChart(document.querySelector('canvas'))?.data.datasets[0].data"
    assert scripted.wait_for(lambda: scripted.js(drawn), "bars") == [13.5, 12]
    scripted.click(".wc-grid > button", "收起")
    assert scripted.all("canvas") == []
    scripted.ask("句子的表")
    assert scripted.texts(".wc-turn:last-of-type .wc-grid > button") == []  # sentences and dates are not drawn
    fixed = "return getComputedStyle(document.querySelector('tbody th')).position"
    assert scripted.js(fixed) == "sticky"


def test_an_answer_is_copied_in_three_forms_without_badges(scripted: Visitor) -> None:
    allowed = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    scripted.driver.execute_cdp_cmd("Browser.grantPermissions", allowed)
    scripted.ask("目标是多少")
    said = "青屿市：到2025年比2020年下降**13.5%**，力争14%。"
    for words, expected in (
        ("纯文本", said.replace("**", "")),
        ("Markdown", said),
        ("带出处", f"{said}[1]\n\n出处\n[1] 《{CARDS[0].title}》一、总体要求：“{TARGET}”"),
    ):
        scripted.click(".wc-actions .wc-menu > button")
        scripted.click(".wc-actions [role=menuitem]", words)
        scripted.wait_for(partial(scripted.has_copied, expected), f"{words} on the clipboard")


def test_a_conversation_is_exported_as_word_with_footnotes_and_as_markdown(scripted: Visitor, downloads: Path) -> None:
    import docx

    scripted.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
    )
    scripted.ask("目标是多少")
    scripted.ask("对比各市")
    for words in ("Word", "Markdown"):
        scripted.click(".wc-room-head .wc-menu > button")
        scripted.click(".wc-room-head [role=menuitem]", words)

    def saved(ending: str) -> Path | None:
        return next(iter(downloads.glob(f"*.{ending}")), None)

    document = docx.Document(io.BytesIO(scripted.wait_for(lambda: saved("docx"), "the document").read_bytes()))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]  # type: ignore[union-attr]
    assert headings == ["目标是多少", "对比各市"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["城市", "下降"],
        ["青屿市", "13.5% "],
        ["清峪市", "未提及"],
    ]
    notes = next(part for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml")
    told = notes.blob.decode()
    assert told.count(f"《{CARDS[0].title}》（青政发〔2023〕3号，2023年4月2日）一、：“{TARGET}”") == 2
    assert [p.text for p in document.paragraphs if p.text.startswith("回答状态")] == ["回答状态：有据"] * 2
    markdown = scripted.wait_for(lambda: saved("md"), "the Markdown").read_text(encoding="utf-8")
    wanted = "## 目标是多少\n\n回答状态：有据\n\n", "| 青屿市 | 13.5% [1] |", f"“{TARGET}”"
    assert all(words in markdown for words in wanted)


def test_a_rating_is_written_down_with_its_reason_and_citation(scripted: Visitor, remarks: Path) -> None:
    scripted.ask("目标是多少")
    answer = scripted.js("return document.querySelector('.wc-turn').id")
    scripted.click(".wc-actions button", "有误")
    chosen = "const s = document.querySelectorAll('.wc-rating select'); s[0].value = 'source'; s[1].value = '1'"
    scripted.js(chosen)
    scripted.see(".wc-rating input")[0].send_keys("条款不对")
    scripted.click(".wc-rating button", "提交")
    scripted.wait_for(lambda: scripted.all(".wc-actions [aria-pressed=true]"), "the verdict kept")
    said = json.loads(remarks.read_text(encoding="utf-8").splitlines()[-1])
    said.pop("time")
    assert said == {
        "answer": answer,
        "index": "",
        "question": "目标是多少",
        "verdict": "bad",
        "reason": "source",
        "citation": 1,
        "note": "条款不对",
    }


def test_an_address_asks_sets_the_scope_and_leads_to_an_answer(scripted: Visitor) -> None:
    scripted.open(f"?q={quote('目标是多少')}&plans=qingyu")
    scripted.see(DONE)
    assert scripted.texts(".wc-question") == ["目标是多少"]
    assert scripted.texts("#wc-scope strong") == ["青屿市"]
    assert "q=" not in scripted.driver.current_url  # a reload does not ask again
    for question in ("农业农村谁负责", "对比各市"):
        scripted.ask(question)
    answer = scripted.js("return document.querySelector('.wc-turn').id")
    scripted.open(f"#{answer}")
    scripted.wait_for(lambda: len(scripted.texts(".wc-turn")) == 3, "the conversation of that answer")
    assert abs(scripted.js("return document.querySelector('.wc-turn').getBoundingClientRect().top") - 96) < 40
