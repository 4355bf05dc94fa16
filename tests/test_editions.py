"""Newer editions and repealed documents: all are kept, the newest that holds answers, and what does not hold is not counted."""

from pathlib import Path

import pytest

from corpus.catalogue import load_corpus
from corpus.editions import Edition, base_title, is_void, read_repeals, standings
from corpus.structure import read_plan
from retrieval.answer import Turn
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over


def _plan(place: str, title: str, date: str, number: str, figure: int, extra: str = "") -> str:
    return (
        f"{place}人民政府\n{number}\n{date}\n{place}{title}\n\n一、补贴标准\n渔船更新每艘补贴{figure}元。\n\n"
        f"二、组织实施\n由{place}农业农村局负责组织实施。{extra}\n"
    )


FILES = {
    "old.txt": _plan("云桥市", "渔船更新补贴办法", "2019年3月5日", "云政发〔2019〕7号", 4200),
    "new.txt": _plan("云桥市", "渔船更新补贴办法（2023年修订）", "2023年6月8日", "云政发〔2023〕12号", 6800),
    "other.txt": _plan("松桥市", "渔船更新补贴办法", "2021年4月1日", "松政发〔2021〕4号", 5100),
    "void.txt": _plan("柏桥市", "渔船更新补贴办法", "2017年2月1日", "柏政发〔2017〕2号", 9900),
    "by.txt": "柏桥市人民政府\n柏政发〔2022〕6号\n2022年1月5日\n柏桥市关于废止部分文件的决定\n\n一、废止的文件\n"
    "自本决定施行之日起，《柏桥市渔船更新补贴办法》（柏政发〔2017〕2号）同时废止。\n\n二、其他事项\n由市司法局负责解释。\n",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("editions"), FILES)[0]


def test_the_newest_edition_answers_and_says_that_there_is_an_older_one(assistant: Assistant) -> None:
    assert len(assistant.plans) == 5
    answer = assistant.ask("云桥市渔船更新每艘补贴多少元")
    assert "6800元" in answer.answer
    assert "4200" not in answer.answer
    assert {c.plan for c in answer.citations} == {"new"}
    assert "旧版《云桥市渔船更新补贴办法》（2019年3月5日）" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "云桥市2019年的渔船更新补贴办法每艘补贴多少元",
        "云桥市旧版渔船更新补贴办法每艘补贴多少元",
        "云政发〔2019〕7号里渔船更新每艘补贴多少元",
        "2019年云桥市渔船更新每艘补贴多少元",
    ],
)
def test_a_question_that_names_the_old_year_or_the_old_edition_reaches_it(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "4200元" in answer.answer
    assert {c.plan for c in answer.citations} == {"old"}
    assert "是旧版" in answer.answer and "新版《云桥市渔船更新补贴办法（2023年修订）》" in answer.answer


def test_what_follows_a_question_of_the_old_edition_is_asked_of_it_too(assistant: Assistant) -> None:
    before = "云桥市旧版渔船更新补贴办法每艘补贴多少元"
    history = [Turn("user", before), Turn("assistant", assistant.ask(before).answer)]
    answer = assistant.ask("由哪个单位负责组织实施", history)
    assert {c.plan for c in answer.citations} == {"old"}
    answer = assistant.ask("2023年修订的呢，每艘补贴多少元", history)
    assert "6800元" in answer.answer


def test_an_older_edition_that_the_caller_chose_answers(assistant: Assistant) -> None:
    answer = assistant.ask("渔船更新每艘补贴多少元", plans=["old"])
    assert "4200元" in answer.answer


def test_a_comparison_counts_the_newest_edition_once_and_nothing_that_was_repealed(assistant: Assistant) -> None:
    answer = assistant.ask("各市渔船更新每艘补贴多少元，哪个市最高")
    assert "6800" in answer.answer and "5100" in answer.answer
    assert "4200" not in answer.answer
    assert "9900" not in answer.answer


def test_a_repealed_plan_is_answered_from_where_its_place_is_asked_and_is_said_to_be_repealed(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("柏桥市渔船更新补贴办法每艘补贴多少元")
    assert "9900元" in answer.answer
    assert "已废止，见《柏桥市关于废止部分文件的决定》" in answer.answer


def test_the_check_and_the_build_say_which_plans_no_longer_count(tmp_path: Path, assistant: Assistant) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    standing = load_corpus(tmp_path).standing
    assert {plan: (found.newer, found.repealed_by) for plan, found in standing.items()} == {
        "old": ("new", ""),
        "void": ("", "by"),
    }
    told = dict(assistant.index.manifest.problems)
    assert "有较新的版本 new" in told["old"]
    assert "已废止" in told["void"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲市防汛预案（2020年修订）", "甲市防汛预案", True),
        ("甲市防汛预案（第二版）", "甲市防汛预案（第三版）", True),
        ("甲市防汛预案(2021版)", "甲市防汛预案（2024年版）", True),
        ("甲市防汛预案修订版", "甲市防汛预案", True),
        ("甲市水网规划（2021—2025年）", "甲市水网规划（2026—2030年）", False),
        ("甲市2023年工作要点", "甲市2024年工作要点", False),
        ("甲市“十四五”水网规划", "甲市“十五五”水网规划", False),
        ("甲市防汛预案（试行）", "甲市防汛预案", True),
        ("甲市防汛预案（征求意见稿）", "甲市防汛预案", True),
    ],
)
def test_editions_differ_in_their_mark_alone(one: str, other: str, same: bool) -> None:
    assert (base_title(one) == base_title(other)) is same


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("本办法自2024年1月1日起施行，《甲市节水办法》同时废止。", ["甲市节水办法"]),
        (
            "原《甲市节水办法》（甲政发〔2018〕3号）、《甲市用水定额》（甲水〔2017〕9号）同时废止。",
            ["甲市节水办法", "甲市用水定额"],
        ),
        ("自本办法施行之日起，2018年印发的《甲市节水办法》废止。", ["甲市节水办法"]),
        ("决定废止《甲市节水办法》和《甲市用水定额》。", ["甲市节水办法", "甲市用水定额"]),
        ("根据《甲市节水办法》，到期自行废止。", []),
        ("贯彻《甲市节水办法》，清理废止一批文件。", []),
        ("按《甲市立法规划》推进立改废释。《甲市节水办法》有效期五年。", []),
    ],
)
def test_what_a_document_repeals_is_named_in_so_many_words(text: str, titles: list[str]) -> None:
    assert [title for title, _ in read_repeals(text)] == titles


def _edition(plan: str, title: str, date: str = "", **more: object) -> Edition:
    facts: dict[str, object] = {"region": "甲市", "number": "", "repeals": (), "void": False}
    return Edition(id=plan, title=title, date=date, **facts | more)  # type: ignore[arg-type]


def test_a_document_of_another_number_or_place_or_a_later_one_is_not_the_repealed_one() -> None:
    repeals = (("甲市节水办法", "甲政发〔2018〕3号"),)
    by = _edition("by", "甲市节约用水条例", "2024年1月1日", repeals=repeals)
    right = _edition("right", "甲市节水办法", "2018年5月1日", number="甲政发〔2018〕3号")
    others = [
        _edition("number", "甲市节水办法", "2018年5月1日", number="甲政发〔2018〕30号"),
        _edition("later", "甲市节水办法", "2025年5月1日"),
        _edition("elsewhere", "甲市节水办法", "2018年5月1日", region="乙市"),
    ]
    assert set(standings([by, right, *others])) == {"right"}


def test_documents_of_one_title_without_any_mark_are_no_editions() -> None:
    assert (
        standings(
            [_edition("a", "甲市政府工作报告", "2023年1月9日"), _edition("b", "甲市政府工作报告", "2024年1月9日")]
        )
        == {}
    )


def test_of_one_title_the_later_one_is_the_newer_edition_and_a_trial_or_a_draft_never() -> None:
    old, new = _edition("old", "甲市防汛方案", "2021年3月1日"), _edition("new", "甲市防汛方案", "2024年3月1日")
    assert standings([new, old])["old"].newer == "new"
    undated = _edition("undated", "甲市防汛方案")
    assert standings([undated, old]) == {}
    for mark in ("（试行）", "（征求意见稿）"):
        trial = _edition("trial", f"甲市防汛方案{mark}", "2024年5月1日")
        assert set(standings([trial, undated])) == {"trial"}


def test_a_document_that_says_so_itself_is_repealed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("（此件已废止）\n" + FILES["other.txt"], encoding="utf-8")
    assert load_corpus(tmp_path).standing["a"].repealed_by == "a"


@pytest.mark.parametrize(
    ("head", "void"),
    [
        ("青川市港口管理办法（已废止）", True),
        ("青川市港口管理办法\n（已废止）", True),
        ("有效性：失效\n青川市港口管理办法", True),
        ("有 效 性：有效\n青川市港口管理办法", False),
        ("青川市港口管理办法\n为替代《青川市港口暂行办法》（已废止），制定本办法。", False),
        ("青川市港口管理办法\n代替《青川市港口暂行办法》（已废止）", False),
    ],
)
def test_a_document_that_names_a_void_one_is_not_void_itself(head: str, *, void: bool) -> None:
    assert is_void(read_plan("p", f"{head}\n一、管理\n加强管理。\n二、保障\n加强领导。\n")) is void


def test_editions_counted_in_chinese_numerals_are_in_order() -> None:
    given = [Edition(n, f"青川市编码规范（第{n}版）", "青川市", "", "", (), void=False) for n in ("十二", "二", "三")]
    assert {i: standing.newer for i, standing in standings(given).items()} == {"二": "十二", "三": "十二"}
