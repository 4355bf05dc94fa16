import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import matched_brackets, split_sentences


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("推进改造。落实责任。", ["推进改造。", "落实责任。"]),
        ("推进改造；落实责任！是否完成？完成", ["推进改造；", "落实责任！", "是否完成？", "完成"]),
        ("一、任务\n推进改造。", ["一、任务", "推进改造。"]),
        ("实施“两高”治理。”完成。", ["实施“两高”治理。”", "完成。"]),
        ("到2025年下降13.5%，力争14%。", ["到2025年下降13.5%，力争14%。"]),
        ("推进（含甲。乙；丙）改造。完成。", ["推进（含甲。乙；丙）改造。", "完成。"]),
        ("下称“一是。二是。”的做法。完成。", ["下称“一是。二是。”的做法。", "完成。"]),
        ("（市商务局负责。以下均需各县落实，不再列出）推进。", ["（市商务局负责。以下均需各县落实，不再列出）推进。"]),
        (
            "致以崇高敬意!我们也清醒认识到,困难不少;任务很重。",
            ["致以崇高敬意!", "我们也清醒认识到,困难不少;", "任务很重。"],
        ),
        ("见 example.cn/a?b=1;c!d 一文。", ["见 example.cn/a?b=1;c!d 一文。"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_at_stops_outside_brackets_and_quotes(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


def test_a_bracket_of_another_width_closes_and_one_that_never_closes_hides_no_stop() -> None:
    assert _sentences("推进（含甲。乙)改造。完成。") == ["推进（含甲。乙)改造。", "完成。"]
    assert _sentences("推进（含甲。乙改造。完成。") == ["推进（含甲。", "乙改造。", "完成。"]


def test_brackets_are_matched_within_their_family() -> None:
    assert matched_brackets("〔甲（乙）丙〕") == {2: 4, 0: 6}
    assert matched_brackets("（甲〕乙）") == {0: 4}
    assert matched_brackets("）（") == {}
    assert matched_brackets("（【甲）乙】") == {0: 3}


@given(st.text("甲乙。；！\n（）()〔〕【】《》“”「」 ", max_size=60))
def test_sentences_cover_every_character_that_is_not_blank_once_and_in_order(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert not text[at:start].strip()
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_stray_closing_marks_after_many_opening_ones_cost_no_more_than_their_length() -> None:
    text = "（" * 100_000 + "】" * 100_000
    assert split_sentences(text) == [(0, len(text))]
