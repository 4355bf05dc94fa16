"""Keyword search for Chinese (BM25 on disk): the only door to tantivy and to rjieba."""

import os
import re
import shutil
import tempfile
import unicodedata
import weakref
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import rjieba
import tantivy

from index.linking import link_folder

_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]+|[a-z0-9]+(?:\.[0-9]+)*")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_WRITER_BYTES = 64_000_000

# A query is text, or terms with weights. A plain term weighs 1.
Terms = str | Sequence[tuple[str, float]]


def cut(text: str) -> list[str]:
    """The search terms of a text, in order: Chinese words and character pairs, whole numbers, lower-case Latin words.

    Full-width forms are folded (NFKC) and thousands separators dropped, so that 1,470 and 1470 are one term.
    A word of two characters is also a pair and is given once.
    """
    # a Chinese comma is a boundary; NFKC would turn it into the one that groups thousands
    folded = unicodedata.normalize("NFKC", text.replace("，", " ")).lower()
    terms: list[str] = []
    for match in _TOKEN.finditer(_THOUSANDS.sub("", folded)):
        token = match.group()
        terms.extend([token] if token[0].isascii() else _cut_run(token))
    return terms


def _cut_run(run: str) -> list[str]:
    """Words of a run of Chinese characters, each followed by the pairs that begin in it."""
    terms, at = [], 0
    for word in rjieba.cut(run):
        terms.append(word)
        for i in range(at, min(at + len(word), len(run) - 1)):
            if len(word) != 2 or i != at:
                terms.append(run[i : i + 2])
        at += len(word)
    return terms


def words(text: str, *, known_only: bool = False) -> list[str]:
    """The words of a text, in order, as the segmenter cuts them; nothing is folded or dropped.

    ``known_only`` keeps to its dictionary: without it, unknown runs of characters may be taken for new words.
    """
    return list(rjieba.cut(text, not known_only))


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text that are in the segmenter's dictionary, in order, each with its kind (n, v, a, ns …)."""
    return [(str(word), str(kind)) for word, kind in rjieba.tag(text, False)]


def weigh(terms: Terms) -> dict[str, float]:
    """Search terms with their weights: a phrase is cut, its pieces take its weight, the largest where phrases meet."""
    weighted: dict[str, float] = {}
    for phrase, weight in [(terms, 1.0)] if isinstance(terms, str) else terms:
        for term in cut(phrase):
            weighted[term] = max(weight, weighted.get(term, 0.0))
    return weighted


class KeywordIndex:
    """A folder of documents known by row number, each belonging to a plan.

    Searching opens no writer and is safe between threads.
    """

    def __init__(self, index: Any) -> None:
        index.config_reader("manual")  # otherwise a thread of its own watches the folder for changes
        self._schema = index.schema
        self._searcher = index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    @classmethod
    def build(cls, folder: Path, rows: Iterable[tuple[int, str, str]]) -> None:
        """Write an index of ``(row, plan, text)`` into a new or empty folder.

        Raises:
            OSError: the folder cannot be written.
        """
        writer = KeywordWriter(folder)
        for row, plan, text in rows:
            writer.add(row, plan, " ".join(cut(text)))
        writer.finish()

    @classmethod
    def open(cls, folder: Path) -> "KeywordIndex":
        """Open a built index; a folder that cannot be written is fine.

        Raises:
            ValueError: the folder holds no index of this kind.
        """
        if os.access(folder, os.W_OK):
            return cls(tantivy.Index.open(str(folder)))
        # tantivy's reader wants to make a lock file: give it a folder of links
        links = Path(tempfile.mkdtemp(prefix="wence-keyword-"))
        for path in folder.iterdir():
            if path.suffix != ".lock":
                (links / path.name).symlink_to(path.resolve())
        opened = cls(tantivy.Index.open(str(links)))
        weakref.finalize(opened, shutil.rmtree, links, ignore_errors=True)
        return opened

    def search(self, terms: Terms, plans: Collection[str] | None, limit: int) -> list[tuple[int, float]]:
        """Rows with their BM25 scores, best first, ties by row.

        Args:
            terms: text, or phrases with weights (positive).
            plans: ids of the plans to search; None is all of them, an empty collection none.
                The scope is part of the query, so other plans never take a place among the ``limit``.
            limit: the most rows to return.
        """
        weighted = weigh(terms)
        limit = min(limit, len(self))
        if not weighted or limit <= 0 or (plans is not None and not plans):
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(*item)) for item in weighted.items()])
        if plans is not None:
            must, scope = tantivy.Occur.Must, tantivy.Query.const_score_query(self._scope(sorted(plans)), 0.0)
            query = tantivy.Query.boolean_query([(must, query), (must, scope)])
        hits = self._searcher.search(query, limit=limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        found = [(int(row), float(score)) for row, (score, _) in zip(rows, hits, strict=True)]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def having(self, terms: Collection[str]) -> list[int]:
        """Rows of the documents that have every one of these terms of :func:`cut`, in order; none where no term is given."""
        if not terms:
            return []
        must, found = tantivy.Occur.Must, [self._term(term, 1.0) for term in terms]
        query = tantivy.Query.boolean_query([(must, tantivy.Query.const_score_query(term, 1.0)) for term in found])
        hits = self._searcher.search(query, limit=max(1, len(self)), count=False).hits
        return sorted(int(row) for row in self._searcher.fast_field_values("row", [address for _, address in hits]))

    def _scope(self, plans: Sequence[str]) -> Any:
        if len(plans) > 1:
            return tantivy.Query.term_set_query(self._schema, "plan", plans)
        return tantivy.Query.term_query(self._schema, "plan", plans[0], index_option="basic")  # a sixth of the time

    def document_frequency(self, term: str) -> int:
        """How many documents hold a term of :func:`cut`."""
        return int(self._searcher.doc_freq("words", term))

    def _term(self, term: str, weight: float) -> Any:
        query = tantivy.Query.term_query(self._schema, "words", term, index_option="freq")
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)


class KeywordWriter:
    """Adds documents to a keyword index and takes plans out. What it writes is found after :meth:`finish`."""

    def __init__(self, folder: Path, base: Path | None = None) -> None:
        """Begin in a new or empty folder, from nothing or from the index in ``base``, whose files are linked, never changed.

        Raises:
            OSError: the folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        try:
            if base:
                link_folder(base, folder)
                index = tantivy.Index.open(str(folder))
            else:
                index = tantivy.Index(_schema(), path=str(folder), reuse=False)
            self._writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        except ValueError as error:  # tantivy raises nothing more exact, a full disk included
            raise OSError(f"{folder}: {error}") from error

    def add(self, row: int, plan: str, words: str) -> None:
        """Add a document: its row, its plan, and its terms of :func:`cut` joined by blanks."""
        document = tantivy.Document()
        document.add_unsigned("row", row)
        document.add_text("plan", plan)
        document.add_text("words", words)
        try:
            self._writer.add_document(document)
        except ValueError as error:
            raise OSError(f"{self._folder}: {error}") from error

    def drop(self, plan: str) -> None:
        """Take out all documents of a plan that were there before."""
        self._writer.delete_documents_by_term("plan", plan)

    def finish(self) -> None:
        """Write everything out. Raises OSError when that fails."""
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        except ValueError as error:
            raise OSError(f"{self._folder}: {error}") from error


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    builder.add_text_field("plan", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
