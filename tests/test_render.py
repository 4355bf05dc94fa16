import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from portal.excerpt import around, whole
from portal.prose import plain, prose
from portal.render import render_answer, render_notice, render_plans, render_question
from retrieval.answer import Answer, Check, Citation, Table
from tests.scripted_assistant import BODY, CARDS, CLAUSES, LONG, TARGET, ScriptedAssistant, cite, scripted_answer

HOSTILE = (
    "<img src=x onerror=alert(1)>\n\n![t](http://evil.example/t.png) [a](http://evil.example) <script>1</script>\"'"
)


def shown_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br>", "\n")))


class Elements(HTMLParser):
    """Collects what a browser would see: element names and their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str | None] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value for name, value in attrs if name in ("href", "src")}


def test_a_citation_shows_title_address_and_the_quote_marked_inside_its_clause() -> None:
    html = render_answer(scripted_answer("目标", 1), ScriptedAssistant().clause)
    quotation = re.search(r"<blockquote>(.*?)</blockquote>", html)
    assert quotation is not None
    assert shown_text(quotation.group(1)) == BODY
    assert f"<mark>{TARGET}</mark>" in html
    assert f"《{CARDS[0].title}》" in html
    assert '<span class="wc-address">一、</span>' in html


def test_a_mark_points_at_its_citation_and_an_unknown_mark_stays_text() -> None:
    answer = Answer("x", "q", "甲[1]，乙[7]。", "answered", (cite(1, 1, TARGET),))
    html = render_answer(answer, ScriptedAssistant().clause)
    assert 'href="#wc-x-1"' in html
    assert 'id="wc-x-1"' in html
    assert "乙[7]" in html


def test_a_long_clause_is_shown_around_the_quote_and_whole_when_opened() -> None:
    html = render_answer(scripted_answer("谁负责", 1), ScriptedAssistant().clause)
    near, full = re.findall(r"<blockquote>(.*?)</blockquote>", html)
    assert len(shown_text(near)) < 240 < len(LONG)
    assert shown_text(near).startswith("…推进")
    assert shown_text(near).endswith("…")
    assert shown_text(full) == LONG
    assert f"<summary>展开全条（{len(LONG)} 字）</summary>" in html


def test_of_two_equal_quotes_the_cited_one_is_marked() -> None:
    quote = "加强宣传引导"
    home = CLAUSES["qingyu", "qingyu/2"]
    second = home.text.index(quote, home.text.index(quote) + 1)
    citation = Citation(1, "qingyu", "t", "", "", home.id, quote, home.start + second, home.start + second + 6)
    found = whole([citation], home)
    assert found is not None
    assert len(found.before) == second


def test_a_quote_is_found_when_white_space_was_repaired_differently() -> None:
    citation = cite(1, 1, "一、总体要求\n到2025年")
    spaced = Citation(1, "qingyu", "t", "", "", citation.clause, "一、总体要求 到 2025年", citation.start, citation.end)
    found = whole([spaced], CLAUSES["qingyu", "qingyu/1"])
    assert found is not None
    assert found.quote == "一、总体要求\n到2025年"
    assert around(found).cut is False


def test_quotes_of_one_clause_share_a_card_and_every_mark_points_at_it() -> None:
    home = CLAUSES["qingyu", "qingyu/2"]
    quotes = ("推进企业节能改造", "由市农业农村局牵头")
    cited = tuple(
        Citation(n, "qingyu", "题", "", "二、", home.id, q, home.start + home.text.index(q), home.start)
        for n, q in enumerate(quotes, 1)
    )
    html = render_answer(Answer("x", "q", "甲[1]。乙[2]。", "answered", cited), ScriptedAssistant().clause)
    assert html.count("<article") == 1 and html.count('href="#wc-x-1"') == 2
    near, full = re.findall(r"<blockquote>(.*?)</blockquote>", html)
    assert all(f"<mark>{quote}</mark>" in near and f"<mark>{quote}</mark>" in full for quote in quotes)
    assert "……" in near and shown_text(full) == home.text


def test_a_card_is_headed_by_the_address_and_the_title_of_its_clause() -> None:
    home = replace(CLAUSES["qingyu", "qingyu/1"], label="一、", title="总体要求")
    html = render_answer(scripted_answer("目标", 1), lambda _plan, _clause: home)
    assert '<span class="wc-address">一、总体要求</span>' in html


def test_a_quote_that_its_clause_does_not_hold_is_shown_alone() -> None:
    stray = Citation(1, "qingyu", "题", "", "三、", "qingyu/1", "别处的话", 0, 4)
    lost = Citation(2, "qingyu", "题", "", "三、", "none", "另一句", 0, 3)
    html = render_answer(Answer("x", "q", "甲[1][2]", "answered", (stray, lost)), ScriptedAssistant().clause)
    assert "<blockquote><mark>别处的话</mark></blockquote>" in html
    assert "<blockquote><mark>另一句</mark></blockquote>" in html


@pytest.mark.parametrize(
    ("status", "word"),
    [("answered", "已回答"), ("partial", "部分回答"), ("not_found", "未找到"), ("clarify", "请说明")],
)
def test_every_status_is_shown_in_words(status: str, word: str) -> None:
    html = render_answer(Answer("x", "q", "文", status), ScriptedAssistant().clause)  # type: ignore[arg-type]
    assert f">{word}</p>" in html


def test_tables_are_shown_once_and_as_tables() -> None:
    grid = Table(("城市", "下降"), (("青屿市", "13.5% [1]"),))
    text = "如下：\n| 城市 | 下降 |\n|---|---|\n| 青屿市 | 13.5% [1] |"
    cited = Answer("x", "q", text, "answered", (cite(1, 1, TARGET),), (grid,))
    with_table = render_answer(cited, ScriptedAssistant().clause)
    from_text = render_answer(Answer("x", "q", text, "answered"), ScriptedAssistant().clause)
    for html in (with_table, from_text):
        assert html.count("<table>") == 1
        assert '<th scope="col">城市</th>' in html
        assert "13.5%" in html


def test_many_citations_stand_behind_one_line_after_the_first_ones() -> None:
    answer = Answer(
        "x", "q", "甲", "answered", tuple(replace(cite(n, 1, TARGET), clause=f"c{n}") for n in range(1, 10))
    )
    html = render_answer(answer, ScriptedAssistant().clause)
    assert "其余 3 处出处" in html
    assert html.count("<article") == 9


def test_what_the_checks_removed_is_told() -> None:
    checks = (Check("quote", passed=True, detail="好"), Check("number", passed=False, detail="去掉了“9%”"))
    html = render_answer(Answer("x", "q", "甲", "partial", checks=checks), ScriptedAssistant().clause)
    assert "去掉了“9%”" in html
    assert "<li>好</li>" not in html


def test_a_growing_answer_shows_neither_citations_nor_a_final_status() -> None:
    html = render_answer(scripted_answer("目标", 1), ScriptedAssistant().clause, complete=False)
    assert "正在回答" in html
    assert "已回答" not in html
    assert "出处</h3>" not in html


def test_nothing_hostile_survives_wherever_it_comes_from() -> None:
    bad = Citation(1, "p", HOSTILE, f"{HOSTILE} > b", HOSTILE, "c", HOSTILE, 0, 9)
    answer = Answer(
        '"><x',
        HOSTILE,
        f"{HOSTILE}\n- {HOSTILE}\n1. {HOSTILE}\n> {HOSTILE}\n# {HOSTILE}\n|{HOSTILE}|\n[1]",
        "answered",
        (bad,),
        checks=(Check("g", passed=False, detail=HOSTILE),),
    )
    pages = [
        render_answer(answer, ScriptedAssistant().clause),
        render_question(HOSTILE),
        render_notice(HOSTILE),
        render_plans(CARDS),
    ]
    for html in pages:
        seen = Elements(html)
        assert not seen.names & {"img", "script", "iframe", "x", "节能减排"}
        assert seen.links <= {"#wc-x-1"}
        assert seen.attributes <= {"class", "id", "href", "title", "role", "tabindex", "scope", "value", "open"}
        assert "\n" not in html  # a blank line would hand the rest to a Markdown renderer


def test_control_zero_width_and_direction_characters_are_shown_not_obeyed() -> None:
    assert plain("a\u202eb\u200bc\x00d\ud800e") == "a�b�c�d�e"
    assert plain("👨\u200d👩") == "👨\u200d👩"


def test_prose_knows_its_little_markdown_and_nothing_more() -> None:
    html = prose("## 题\n文**重**\n续\n\n- 一\n- 二\n\n3. 三\n4. 四\n\n> 引")
    assert html == (
        "<h4>题</h4><p>文<strong>重</strong><br>续</p><ul><li>一</li><li>二</li></ul>"
        '<ol><li value="3">三</li><li value="4">四</li></ol><blockquote>引</blockquote>'
    )


def test_the_plans_are_listed_with_number_and_date_and_long_lists_fold() -> None:
    html = render_plans(CARDS)
    assert "青政发〔2023〕3号　2023年4月2日" in html
    assert "清峪市&lt;节能减排&gt;工作方案" in html
    assert "其余 12 份" in render_plans(CARDS * 10)


def test_small_talk_is_called_so_and_asking_back_is_not() -> None:
    talked = Answer("x", "你好", "您好！", "clarify", band="sure")
    asked_back = Answer("x", "q", "请问要了解哪个地方？", "clarify")
    assert ">对话</p>" in render_answer(talked, ScriptedAssistant().clause)
    assert ">请说明</p>" in render_answer(asked_back, ScriptedAssistant().clause)


def test_what_is_surely_told_and_not_as_asked_is_shown_as_a_correction() -> None:
    told = Answer("x", "q", "青屿市：不是14%。", "not_found", band="sure")
    missing = Answer("x", "q", "没有写", "not_found", band="declined")
    assert ">与原文不符</p>" in render_answer(told, ScriptedAssistant().clause)
    assert ">未找到</p>" in render_answer(missing, ScriptedAssistant().clause)
