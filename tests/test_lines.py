"""Many lines searched at once say of each what one line held by itself says."""

import pytest

from retrieval.question.topic import Concept
from retrieval.search.lines import Lines
from retrieval.search.window import covers

TEXTS = (
    "全市新增生活污水（含园区）处理能力4.5万吨/日",
    "农村生活污水治理率达到38%",
    "COD排放量下降",
    "建设生活垃圾焚烧设施，推进垃圾分类",
    "",
)


@pytest.mark.parametrize(
    "ways",
    [
        ("生活污水处理能力",),
        ("污水",),
        ("cod", "化学需氧量"),
        ("垃圾焚烧发电", "垃圾焚烧"),
        ("风电",),
        ("农村污水治理率",),
    ],
)
def test_lines_cover_a_thing_as_each_of_them_does(ways: tuple[str, ...]) -> None:
    concept = Concept(ways[0], ways, 1.0)
    assert Lines.of(TEXTS).covered(ways).tolist() == pytest.approx([covers(concept, text) for text in TEXTS])


def test_a_line_is_found_once_however_often_it_has_the_words() -> None:
    assert Lines(("甲乙甲乙", "丙", "乙甲乙")).with_words("乙") == [0, 2]
