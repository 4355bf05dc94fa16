"""A streamed reply in sentences with their marks, and nothing in it but text."""

import pytest

from retrieval.writer.reply import Piece, ReplyReader, Sentence, clean

REPLY = "<think>先想想[1]。</think>- **目标**：到2027年下降11.5%[1]，力争13%[2]。再生水（含雨水。）达35%。[3][4]\n没有标记。最后一句[5]"


def read(text: str, size: int) -> list[Sentence]:
    reader = ReplyReader()
    found = [s for at in range(0, len(text), size) for s in reader.read(text[at : at + size])]
    return [*found, *reader.finish()]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_sentences_are_the_same_however_the_text_was_cut_on_its_way(size: int) -> None:
    assert [s.text for s in read(REPLY, size)] == [
        "目标：到2027年下降11.5%，力争13%。",
        "再生水（含雨水。）达35%。",
        "没有标记。",
        "最后一句",
    ]
    first, second, third, last = read(REPLY, size)
    assert first.pieces == (Piece("目标：到2027年下降11.5%", (1,)), Piece("，力争13%。", (2,)))
    assert [p.numbers for p in (*second.pieces, *third.pieces, *last.pieces)] == [(3, 4), (), (5,)]


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    reader = ReplyReader()
    assert list(reader.read("下降11.5%。")) == []
    assert list(reader.read("[1")) == []
    assert list(reader.read("]")) == []
    assert [s.text for s in reader.read("另")] == ["下降11.5%。"]


@pytest.mark.parametrize(
    "text",
    [
        "![图](https://evil.example/x.png)",
        "![图][1x]",
        "[点此](http://evil.example)",
        "<img src=https://evil.example/y.png>",
        "<script>fetch('//evil.example')</script>",
        "见 https://evil.example/a?b=c",
        "见www.evil.example",
        "javascript:alert(1)",
        "data:text/html;base64,xxxx",
        "mailto:a@evil.example",
        "[r]: https://evil.example/z",
        "[[嵌套](http://evil.example)](http://evil.example)",
        "&#60;img src=x&#62;",
        "\u202egnp.elpmaxe\u202c",
    ],
)
def test_no_link_image_tag_or_hidden_sign_is_left(text: str) -> None:
    left = clean(text)
    assert not any(
        sign in left for sign in ("http", "](", "![", "<", "evil.example", "javascript:", "data:", "&#", "\u202e")
    )


def test_figures_and_brackets_of_the_text_stay() -> None:
    kept = "到2027年，下降11.5%（其中：工业3.5%），《方案》第1.2条"
    assert clean(kept) == kept
