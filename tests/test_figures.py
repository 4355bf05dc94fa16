"""What is a figure, and what only looks like one."""

import pytest

from corpus.figures import find_figures


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("提高两个百分点", [2.0]),
        ("提高十二个百分点", [12.0]),
        ("提高二十个百分点", [20.0]),
        ("扩大三十五倍", [35.0]),
        ("提高三五个百分点", []),
        ("扩大几十倍", []),
        ("扩大一百二十倍", []),
        ("这是第十二个百分点", []),
        ("十" * 400 + "个百分点", []),
        ("下降" + "9" * 400 + "%", []),
        ("下降" + "9" * 400 + ".5%以上", []),
        ("1" * 400 + ".2倍", []),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else "",
)
def test_only_numbers_that_are_one_quantity_have_a_value(text: str, values: list[float]) -> None:
    assert [figure.value for figure in find_figures(text)] == values
