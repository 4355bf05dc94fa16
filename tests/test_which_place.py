"""Which place does a thing, asked of many documents in whatever words."""

import pytest

from retrieval.assistant import Assistant
from tests.own_corpus import assistant_over

REPORT = (
    "2025年{place}政府工作报告\n\n各位代表，现在报告工作，请予审议。\n一、回顾\n{told}\n二、安排\n抓好各项工作落实。\n"
)
PLACES = "东岭省 西岭省 南岭省 北岭省 中岭省 上岭省 下岭省 前岭省 后岭省".split()
TOLD = "青江运河全线通航。推出“一证通办”服务。"


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    texts = {
        f"{n}.txt": REPORT.format(place=place, told=TOLD if n == 3 else "公路建设有序推进。")
        for n, place in enumerate(PLACES)
    }
    return assistant_over(tmp_path_factory.mktemp("nine"), texts)[0]


@pytest.mark.parametrize("asked", ["哪个省把青江运河修通了", "青江运河是在哪个省通的航"])
def test_the_place_is_told_and_not_asked_back(nine: Assistant, asked: str) -> None:
    answer = nine.ask(asked)
    assert answer.status == "answered"
    assert "北岭省" in answer.answer
    assert {c.plan for c in answer.citations} == {"3"}


def test_what_no_place_does_is_said_of_none(nine: Assistant) -> None:
    answer = nine.ask("哪个省把紫江隧道修通了")
    assert (answer.status, answer.citations) == ("not_found", ())
