"""Training the bundled model: what is read, which pairs are made, and a whole run in miniature."""

import io
import random
import tarfile
from pathlib import Path

import numpy as np
import pytest

from errors import TrainingDataMissing
from index.embed import open_static_embedder
from index.tokens import read_ranks
from index.train import Recipe, train_model, train_table
from index.training_data import LICENCE, load_training_data, parse_law
from index.training_pairs import Amounts, Substitutes, build_pairs, sentences_of
from index.training_vectors import characters_of, first_vectors, learn_tokenizer

LAW = """# 某省节约用水条例<!-- 题 -->

2020年1月1日 某省人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了节约用水，保护水资源，制定本条例。

第二条 县级以上人民政府应当加强节约用水工作。用水单位应当采用节水技术。

（一）推广再生水；

（二）修复供水管网漏损。禁止浪费用水。公共机构应当带头节水。

### 第二节 附则

本条例自公布之日起施行。
"""
OTHER_LAW = LAW.replace("节约用水", "垃圾分类").replace("用水", "丢弃垃圾").replace("水资源", "环境")
SYNONYMS = "# 词网\n1-n\tcmn:lemma\t单位\n1-n\tcmn:lemma\t机构\n2-v\tcmn:lemma\t保护\n2-v\tcmn:lemma\t维护\n3-n\tcmn:lemma\t水\n"
SMALL = Recipe(
    ranks=300, pieces=200, sample=1, dimension=16, epochs=2, batch=8, threads=1, amounts=Amounts(wording_repeat=1)
)


def _pack(path: Path, files: dict[str, str]) -> None:
    with tarfile.open(path, "w:xz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    _pack(folder / "laws.tar.xz", {"laws/水.md": LAW, "laws/_index.md": "# 目录", "laws/垃圾.md": OTHER_LAW})
    abstract = (
        "研究城市供水管网的漏损控制，提出分区计量的方法，并用三个城市的数据作了检验，漏损率明显下降。结果可供参考。"
    )
    _pack(
        folder / "csl.tar.xz",
        {
            "csl/ts_dev.tsv": f"to title\t{abstract}\t供水管网漏损控制研究\n",
            "csl/kg_dev.tsv": f"to keywords\t{abstract}供水管网漏损控制研究\t供水管网_漏损\n",
            "csl/cls_dev.tsv": "to category\t无关\t工学\n",
        },
    )
    (folder / "wn-data-cmn.tab").write_text(SYNONYMS, encoding="utf-8")
    (folder / "wordings.tsv").write_text(
        "# 注\n管网漏损|漏损\t水管漏水|漏水\tleakage\t用水总量\twater\n\n", encoding="utf-8"
    )
    (folder / LICENCE).write_text("notice", encoding="utf-8")
    return folder


def test_a_law_is_cut_into_articles_under_their_chapter() -> None:
    articles = list(parse_law(LAW))
    assert [article.chapter for article in articles] == ["总则", "总则", "附则"]
    assert {article.title for article in articles} == {"某省节约用水条例"}
    assert articles[0].text == "为了节约用水，保护水资源，制定本条例。"
    assert articles[1].text.endswith("公共机构应当带头节水。")
    assert "通过" not in "".join(article.text for article in articles)


def test_everything_in_the_folder_is_read_once_and_in_order(data: Path) -> None:
    read = load_training_data(data, data / "wordings.tsv")
    assert len(read.articles) == 5  # the closing article that both laws share comes once
    assert read.abstracts[0].title == "供水管网漏损控制研究"
    assert read.abstracts[0].keywords == ("供水管网", "漏损")
    assert read.synonyms == (("保护", "维护"), ("单位", "机构"))
    assert read.wordings[0].everyday == ("水管漏水", "漏水", "leakage")
    assert read.wordings[0].neighbours == ("用水总量",)
    assert len(read.wordings) == 1
    assert load_training_data(data, data / "wordings.tsv") == read


@pytest.mark.parametrize("name", ["laws.tar.xz", "csl.tar.xz", "wn-data-cmn.tab", LICENCE])
def test_a_missing_file_is_named_with_what_to_do(data: Path, name: str) -> None:
    (data / name).unlink()
    with pytest.raises(TrainingDataMissing, match=rf"{name}.*docs/embedding-model.md"):
        load_training_data(data, data / "wordings.tsv")


def test_a_damaged_or_empty_archive_is_refused(data: Path) -> None:
    whole = (data / "laws.tar.xz").read_bytes()
    (data / "laws.tar.xz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TrainingDataMissing, match="读不出来"):
        load_training_data(data, data / "wordings.tsv")
    _pack(data / "laws.tar.xz", {"laws/_index.md": "# 目录"})
    with pytest.raises(TrainingDataMissing, match="没有可用的内容"):
        load_training_data(data, data / "wordings.tsv")


def test_numbers_become_one_piece_and_punctuation_falls_away(data: Path) -> None:
    tokenizer = learn_tokenizer(load_training_data(data, data / "wordings.tsv").texts(), 200)
    assert tokenizer.encode("节水12.5%，2025年").tokens == tokenizer.encode("节水3%2030年").tokens
    assert tokenizer.encode("ＣＯＤ").ids == tokenizer.encode("cod").ids
    assert tokenizer.encode("，。！").ids == []


def test_first_vectors_are_the_same_again_and_know_neighbours(data: Path) -> None:
    texts = list(load_training_data(data, data / "wordings.tsv").texts())
    tokenizer = learn_tokenizer(texts, 200)
    one, again = first_vectors(tokenizer, texts, 16, 1), first_vectors(tokenizer, texts, 16, 1)
    assert one.shape == (tokenizer.get_vocab_size(), 16)
    assert one.dtype == np.float32
    assert np.array_equal(one, again)
    assert np.linalg.norm(one, axis=1).max() <= 1.0001


def test_characters_are_found_for_chinese_pieces_only(data: Path) -> None:
    tokenizer = learn_tokenizer(load_training_data(data, data / "wordings.tsv").texts(), 200)
    vocabulary = tokenizer.get_vocab()
    rows = characters_of(tokenizer)
    for piece, number in vocabulary.items():
        assert rows[number] == ([] if len(piece) == 1 or piece == "[UNK]" else [vocabulary[c] for c in piece])
    assert any(rows)


def test_pairs_of_every_kind_are_made_and_the_same_again(data: Path) -> None:
    read = load_training_data(data, data / "wordings.tsv")
    tokenizer = learn_tokenizer(read.texts(), 200)
    pairs = build_pairs(read, tokenizer, 7)
    assert {pair.kind for pair in pairs} >= {
        "heading",
        "sentence",
        "half",
        "paper",
        "synonym",
        "wording",
        "wording_query",
        "neighbour",
    }
    assert pairs == build_pairs(read, tokenizer, 7)
    assert pairs != build_pairs(read, tokenizer, 8)
    for pair in pairs:
        assert pair.query
        assert pair.document
        if pair.kind == "sentence":
            assert pair.query not in pair.document
        if pair.kind == "wording_query":
            assert "漏水" in pair.query or "leakage" in pair.query
            assert "漏损" in pair.document


def test_amounts_bound_the_pairs(data: Path) -> None:
    read = load_training_data(data, data / "wordings.tsv")
    tokenizer = learn_tokenizer(read.texts(), 200)
    pairs = build_pairs(
        read, tokenizer, 7, Amounts(heading=1, sentence=1, half=0, paraphrase=0, wording_query=1, wording_repeat=2)
    )
    counts = {kind: sum(pair.kind == kind for pair in pairs) for kind in ("heading", "sentence", "half", "wording")}
    assert counts == {"heading": 1, "sentence": 1, "half": 0, "wording": 12}


def test_synonyms_replace_whole_words_only(data: Path) -> None:
    tokenizer = learn_tokenizer(load_training_data(data, data / "wordings.tsv").texts(), 200)
    substitutes = Substitutes((("单位", "机构"), ("位应", "错误")), tokenizer)
    ((text, replaced),) = substitutes.rewrite(["用水单位应当节水"], random.Random(1), share=1.0)
    assert replaced <= 1
    assert text in {"用水单位应当节水", "用水机构应当节水"}


def test_sentences_lose_their_enumeration_and_short_scraps() -> None:
    assert sentences_of("（一）推广再生水利用设施；\n二、好。\n修复供水管网的漏损。") == [
        "推广再生水利用设施；",
        "修复供水管网的漏损。",
    ]


@pytest.mark.prove
def test_a_small_training_run_writes_a_whole_model(data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    out = tmp_path / "model"
    train_model(data, out, recipe=SMALL, wordings=data / "wordings.tsv", say=lines.append)
    assert {path.name for path in out.iterdir()} >= {
        "model.safetensors",
        "tokenizer.json",
        "modules.json",
        "README.md",
        LICENCE,
    }
    assert not list(out.rglob("*.new"))
    assert len(read_ranks(out / "tokens.tiktoken")) == 300
    embedder = open_static_embedder(out)
    assert embedder.dimension == 16
    one, other = embedder.encode_query(
        ["水管漏水", "总则"]
    )  # what so few pairs teach differs from run to run: no more is asked
    assert np.allclose([one @ one, other @ other], 1, atol=1e-5)
    assert one @ other < 0.999
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "5 条条文或段落" in card
    assert "{" not in card
    assert sum("对比训练" in line for line in lines) >= 3


@pytest.mark.prove
def test_the_same_seed_trains_the_same_table(data: Path) -> None:
    read = load_training_data(data, data / "wordings.tsv")
    tokenizer = learn_tokenizer(read.texts(), 200)
    first = first_vectors(tokenizer, read.texts(), 16, 1)
    pairs = build_pairs(read, tokenizer, 1, SMALL.amounts)
    one, again = (train_table(tokenizer, first, pairs, SMALL, lambda _: None) for _ in range(2))
    assert np.array_equal(one, again)
    letters = characters_of(tokenizer)
    untrained = [row + first[ids].mean(axis=0) if ids else row for row, ids in zip(first, letters, strict=True)]
    assert not np.allclose(one, untrained)


def test_training_without_data_leaves_the_old_model_alone(tmp_path: Path) -> None:
    out = tmp_path / "model"
    with pytest.raises(TrainingDataMissing, match=r"laws\.tar\.xz"):
        train_model(tmp_path / "nowhere", out)
    assert not out.exists()


def test_the_card_of_the_bundled_model_says_how_it_was_trained() -> None:
    card = (Path(__file__).parent.parent / "index" / "model" / "README.md").read_text(encoding="utf-8")
    assert f"学习率 {Recipe().rate:g}" in card
    assert f"{Recipe().epochs:g} 轮" in card
