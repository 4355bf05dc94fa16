"""Word pieces and their first vectors, from running text alone: Unigram pieces, co-occurrence counts, PPMI, SVD."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.vectors import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
_WINDOW = 6
_SMOOTHING = 0.75  # flattens context counts, so that rare contexts do not look telling
_RARITY = 1e-3  # weight of a piece: a / (a + p), p its share of the text
_OVERSAMPLE, _POWER_ROUNDS = 64, 3
_BATCH = 4096


def learn_tokenizer(texts: Iterable[str], pieces: int) -> "Tokenizer":
    """Learn a Unigram tokenizer: numbers become one piece, Latin letters lower case, punctuation falls away."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[0-9]+([.,][0-9]+)*"), "0"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed"),
            pre_tokenizers.Split(Regex(r"\p{Han}+"), behavior="isolated"),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces, show_progress=False, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=6
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def first_vectors(tokenizer: "Tokenizer", texts: Iterable[str], dimension: int, seed: int) -> Vectors:
    """A vector for every piece, shape (pieces, dimension): PPMI of neighbours within six pieces, reduced by SVD.

    Rows have unit length times a rarity weight; pieces that never occur have a zero row.
    """
    size = tokenizer.get_vocab_size()
    counts, frequency = _count_neighbours(tokenizer, texts, size)
    left, values = _truncated_svd(_ppmi(counts), dimension, seed)
    vectors = left * np.sqrt(values)[None, :]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    share = frequency / max(frequency.sum(), 1)
    weighted: Vectors = (vectors * (_RARITY / (_RARITY + share))[:, None]).astype(np.float32)
    return weighted


def characters_of(tokenizer: "Tokenizer") -> list[list[int]]:
    """For every piece the ids of its characters' own pieces; empty for single characters and Latin words."""
    vocabulary = tokenizer.get_vocab()
    rows: list[list[int]] = [[] for _ in range(len(vocabulary))]
    for piece, number in vocabulary.items():
        if len(piece) > 1 and piece != UNKNOWN and not piece.isascii():
            rows[number] = [vocabulary[letter] for letter in piece if letter in vocabulary]
    return rows


def _count_neighbours(tokenizer: "Tokenizer", texts: Iterable[str], size: int) -> tuple[Any, npt.NDArray[np.float64]]:
    """Symmetric neighbour counts (a neighbour at distance d counts 1/d) and how often each piece occurs."""
    from scipy import sparse

    total = sparse.csr_matrix((size, size), dtype=np.float32)
    frequency = np.zeros(size, dtype=np.float64)
    for batch in _batches(texts, _BATCH * 8):
        ids, breaks = _flatten(tokenizer, batch)
        frequency += np.bincount(ids[ids >= 0], minlength=size)
        part = sparse.csr_matrix((size, size), dtype=np.float32)
        for distance in range(1, _WINDOW + 1):
            here, there = ids[:-distance], ids[distance:]
            same_text = breaks[:-distance] == breaks[distance:]
            weights = np.full(int(same_text.sum()), 1.0 / distance, dtype=np.float32)
            part += sparse.coo_matrix((weights, (here[same_text], there[same_text])), shape=(size, size)).tocsr()
        total += part
    return total + total.T, frequency


def _flatten(tokenizer: "Tokenizer", texts: list[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Piece ids of all texts in a row, and beside each the number of the text it is from."""
    rows = [encoding.ids for encoding in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    lengths = [len(row) for row in rows]
    ids = np.fromiter((number for row in rows for number in row), dtype=np.int64, count=sum(lengths))
    return ids, np.repeat(np.arange(len(rows)), lengths)


def _ppmi(counts: Any) -> Any:
    """Positive pointwise mutual information with smoothed context shares; sparse in, sparse out."""
    from scipy import sparse

    matrix = counts.tocoo()
    rows = np.asarray(counts.sum(axis=1)).ravel()
    contexts = rows**_SMOOTHING
    chance = rows[matrix.row] / rows.sum() * contexts[matrix.col] / contexts.sum()
    information = np.log(matrix.data / rows.sum() / chance)
    keep = information > 0
    return sparse.csr_matrix(
        (information[keep].astype(np.float32), (matrix.row[keep], matrix.col[keep])), shape=counts.shape
    )


def _truncated_svd(matrix: Any, rank: int, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Left singular vectors and values of a sparse matrix, by randomised subspace iteration (Halko et al. 2011)."""
    width = min(rank + _OVERSAMPLE, matrix.shape[0])
    basis = np.random.default_rng(seed).standard_normal((matrix.shape[1], width)).astype(np.float32)
    basis, _ = np.linalg.qr(matrix @ basis)
    for _ in range(_POWER_ROUNDS):
        basis, _ = np.linalg.qr(matrix.T @ basis)
        basis, _ = np.linalg.qr(matrix @ basis)
    small = (matrix.T @ basis).T
    left, values, _ = np.linalg.svd(small, full_matrices=False)
    return np.asarray(basis @ left[:, :rank], dtype=np.float64), np.asarray(values[:rank], dtype=np.float64)


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(texts)
    while batch := list(islice(iterator, size)):
        yield batch
