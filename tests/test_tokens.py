"""Counting tokens: our own encoding, offline."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from errors import SettingsError
from index.bpe import learn_ranks, write_ranks
from index.tokens import BUNDLED, PATTERN, open_encoding, read_ranks

PLANS = sorted((Path(__file__).parent.parent / "corpus" / "plans").glob("*.txt"))

# Tokens of the ziyang plan in OpenAI's encodings, counted where those can be downloaded.
O200K_TOKENS, CL100K_TOKENS = 6_396, 10_386


def test_the_bundled_count_lies_between_those_of_two_common_chat_models() -> None:
    text = next(path for path in PLANS if path.stem == "ziyang").read_text(encoding="utf-8")
    assert O200K_TOKENS < open_encoding().count(text) < CL100K_TOKENS


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_plan_comes_back_unchanged_from_its_tokens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    encoding = open_encoding().encoding
    assert encoding.decode(encoding.encode_ordinary(text)) == text


def test_ranks_are_the_256_bytes_and_then_merges_without_a_gap() -> None:
    ranks = read_ranks(BUNDLED)
    assert sorted(ranks.values()) == list(range(len(ranks)))
    assert [ranks[bytes([value])] for value in range(256)] == list(range(256))
    for token in (token for token in ranks if len(token) > 1):
        assert any(token[:cut] in ranks and token[cut:] in ranks for cut in range(1, len(token)))


def test_learnt_ranks_give_the_same_tokens_as_the_library_they_were_learnt_with(tmp_path: Path) -> None:
    from tiktoken import Encoding
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    texts = ["节能减排综合工作方案", "单位生产总值能源消耗比2020年下降12.5%", "节能降碳，减污增效。"] * 3
    write_ranks(learn_ranks(texts, 300), tmp_path / "ranks")
    ours = Encoding("t", pat_str=PATTERN, mergeable_ranks=read_ranks(tmp_path / "ranks"), special_tokens={})
    theirs = Tokenizer(models.BPE())
    theirs.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(PATTERN), "isolated"), pre_tokenizers.ByteLevel(False, use_regex=False)]
    )
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=300, show_progress=False, initial_alphabet=alphabet)
    theirs.train_from_iterator(texts, trainer)
    text = "全市节能减排方案：单位能源消耗下降3%"
    lengths = [len(ours.decode_single_token_bytes(token)) for token in ours.encode_ordinary(text)]
    assert lengths == [len(token) for token in theirs.encode(text).tokens]
    assert max(lengths) > 3  # at least one merge of two characters was learnt


def test_a_cut_is_the_longest_beginning_within_the_limit() -> None:
    counter = open_encoding()
    text = "到2025年，全市单位生产总值能源消耗比2020年下降12.5%，龘靐齉爩。"
    for limit in range(counter.count(text) + 2):
        kept = counter.cut(text, limit)
        assert text.startswith(kept)
        assert counter.count(kept) <= limit
    assert counter.cut(text, counter.count(text)) == text
    assert counter.cut(text, 0) == ""


@pytest.mark.parametrize("text", ["国" * 200_000, " " * 200_000, "。" * 200_000, "a1" * 100_000, "\n" * 200_000])
def test_no_text_makes_counting_slow(text: str) -> None:
    started = time.process_time()
    assert open_encoding().count(text) > 0
    assert time.process_time() - started < 5  # a quadratic split or merge takes minutes


def test_text_that_is_no_valid_unicode_is_counted_all_the_same() -> None:
    assert open_encoding().count("节能\ud800减排") >= 3
    assert open_encoding().count("") == 0
    assert open_encoding().count("<|endoftext|>") > 1


def test_an_encoding_is_opened_once_and_carries_a_fingerprint() -> None:
    assert open_encoding() is open_encoding("bundled")
    assert open_encoding().fingerprint.startswith("sha256:")


def test_an_unknown_encoding_is_refused_with_the_known_names() -> None:
    with pytest.raises(SettingsError, match=r"WENCE_TOKEN_ENCODING.*bundled.*cl100k_base"):
        open_encoding("gpt-九")


def test_a_named_encoding_that_cannot_be_downloaded_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    def offline(name: str) -> None:
        raise ConnectionError(name)

    monkeypatch.setattr(tiktoken, "get_encoding", offline)
    with pytest.raises(SettingsError, match=r"o200k_base 不在本机.*设为 bundled"):
        open_encoding("o200k_base")


def test_opening_loads_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from index.tokens import open_encoding; open_encoding().count('节能');"
        "assert not {'torch', 'transformers'} & set(sys.modules), 'heavy import'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent, timeout=60)
