"""A rate that does not say of what is of the same thing as the rate before it: 建筑垃圾回收利用率达50%，资源化利用率90%以上."""

import pytest

from corpus.structure import read_plan
from corpus.targets import read_targets


def indicators(sentence: str) -> list[str]:
    text = f"岭溪市绿色发展方案\n\n2022年3月1日\n\n一、主要目标\n\n到2025年，{sentence}。\n"
    return [row.indicator for row in read_targets(read_plan("a", text))]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("建筑垃圾回收利用率达50%，资源化利用率90%以上", ["建筑垃圾回收利用率", "建筑垃圾资源化利用率"]),
        (
            "大宗固体废物处置率达到100%、综合利用率达到72%",
            ["大宗固体废物处置率", "大宗固体废物综合利用率"],
        ),
        ("医疗废物收集率达到100%，无害化处置率达到99%以上", ["医疗废物收集率", "医疗废物无害化处置率"]),
    ],
)
def test_a_rate_without_its_thing_is_of_the_thing_of_the_rate_before(sentence: str, names: list[str]) -> None:
    assert indicators(sentence) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("污水处理率达到95%，秸秆综合利用率达到90%", ["污水处理率", "秸秆综合利用率"]),
        ("森林覆盖率达到60%，资源化利用率达到80%", ["森林覆盖率", "资源化利用率"]),
        ("新建污水管网60公里，资源化利用率达到80%", ["新建污水管网", "资源化利用率"]),
    ],
)
def test_a_rate_with_a_thing_of_its_own_or_after_something_else_takes_none(sentence: str, names: list[str]) -> None:
    assert indicators(sentence) == names
