"""Figures that a plan lists in one sentence, added when that is asked."""

import pytest

from retrieval.answers.computed import compose_computed
from retrieval.answers.statement import Statement, evidence_of
from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over
from tests.provincial_report import report_of
from tests.talking import talk

ASKED = "青海今年交通、水利、能源、市政这几块各投多少钱"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    aims = "加大制造业等领域投资力度，全年交通、水利、能源、市政领域投资分别达230亿元、60亿元、170亿元、140亿元。"
    text = report_of("青海省", review="全省地区生产总值增长4.2%。", aims=aims)
    return assistant_over(tmp_path_factory.mktemp("list"), {"qinghai.txt": text})[0]


def test_they_are_added_when_that_is_asked_next(report: Assistant) -> None:
    assert "合计600亿元（230＋60＋170＋140）" in talk(report, ASKED, "加起来呢").answer


def test_the_rows_behind_a_sentence_that_was_found_by_its_words_are_added(report: Assistant) -> None:
    query = report.understand(f"{ASKED}，一共多少", (), ())
    unit = next(unit for unit in report.index.sentences_of_plan("qinghai") if "170亿元" in unit.text)
    quoted = Statement(f"青海省：{unit.text}", (evidence_of(report.index, unit),), "qinghai")
    (added,) = compose_computed(report.index, query, [quoted])
    assert added.text == "合计600亿元（230＋60＋170＋140）。"
