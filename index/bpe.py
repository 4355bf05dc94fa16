"""Learning the byte-pair encoding that counts tokens: merges from running text, written as tiktoken ranks."""

import base64
from collections.abc import Iterable
from pathlib import Path

from index.tokens import PATTERN


def learn_ranks(texts: Iterable[str], size: int) -> list[bytes]:
    """Learn a byte-level byte-pair encoding and return its tokens in rank order: the 256 bytes, then merges as learnt.

    Args:
        texts: running text.
        size: number of ranks, at least 256.
    """
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(texts, trainer)
    byte_of = _byte_of_letter()
    ordered = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    tokens = [bytes(byte_of[letter] for letter in token) for token, _ in ordered]
    single = [bytes([value]) for value in range(256)]
    return single + [token for token in tokens if len(token) > 1]


def write_ranks(tokens: list[bytes], path: Path) -> None:
    """Write the tokens as a ``.tiktoken`` file (see :func:`index.tokens.read_ranks`)."""
    lines = (f"{base64.b64encode(token).decode()} {rank}\n" for rank, token in enumerate(tokens))
    path.write_text("".join(lines), encoding="ascii", newline="\n")


def _byte_of_letter() -> dict[str, int]:
    """The byte that each letter of the byte-level alphabet stands for (GPT-2's table)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {chr(value): value for value in printable}
    hidden = [value for value in range(256) if value not in printable]
    return letters | {chr(256 + place): value for place, value in enumerate(hidden)}
