"""What a part has of its whole is reckoned where one sentence tells both, and of nothing else."""

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = """2025年青海省政府工作报告
一、2024年工作回顾
汽车产量达250万辆，新能源汽车产量增长31%、达80万辆。粮食产量120万吨，水果产量45万吨。
二、2025年工作安排
抓好各项工作落实。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(tmp_path_factory.mktemp("share"), {"a.txt": REPORT})[0]


@pytest.mark.parametrize(
    "question",
    ["青海去年造了多少辆汽车，其中新能源汽车占几成", "青海去年汽车产量中新能源汽车占多少"],
)
def test_the_share_of_a_part_is_reckoned(report: Assistant, question: str) -> None:
    answer = report.ask(question)
    assert "新能源汽车产量约占汽车产量的32%（80万辆÷250万辆）" in answer.answer and answer.status == "answered"


def test_of_things_beside_each_other_no_share_is_told(report: Assistant) -> None:
    answer = report.ask("青海去年粮食产量多少，其中水果占几成")
    assert "约占" not in answer.answer and answer.status != "answered"


def test_the_share_follows_the_figures(tmp_path: Path) -> None:
    changed = assistant_over(tmp_path, {"a.txt": REPORT.replace("80万辆", "50万辆")})[0]
    assert "20%（50万辆÷250万辆）" in changed.ask("青海去年汽车产量中新能源汽车占多少").answer
