"""A version folder being filled: records, keyword indexes and vectors, plan by plan."""

from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import CorpusFile, duplicate, same_as
from index import neighbours
from index.keyword import KeywordWriter
from index.matrix import Matrix, MatrixWriter
from index.part import Part
from index.recorder import Recorder
from index.records import Records
from index.versions import Checked
from index.work import FileParts

VECTORS = "vectors"
PASSAGE_WORDS, UNIT_WORDS = "keyword/passages", "keyword/units"


class Assembly:
    """The files of a snapshot while they are written, from nothing or on top of those of another snapshot."""

    def __init__(self, directory: Path, dimension: int, base: Path | None = None) -> None:
        """Begin in an empty version folder; ``dimension`` is the length of a vector, ``base`` the folder to begin with.

        Raises:
            OSError, sqlite3.Error: it cannot be written.
        """
        self._recorder = Recorder(directory, base)
        self._passages = KeywordWriter(directory / PASSAGE_WORDS, base / PASSAGE_WORDS if base else None)
        self._units = KeywordWriter(directory / UNIT_WORDS, base / UNIT_WORDS if base else None)
        self._matrix = MatrixWriter(
            directory / VECTORS, dimension, neighbours.FLAT_UNITS, base / VECTORS if base else None
        )

    def add(self, file: CorpusFile, work: FileParts) -> tuple[tuple[str, str], ...]:
        """Add what a document gave; what is to be reported of it, plans left out for their id among it."""
        problems, digest = list(work.problems), file.digest
        for part in work.parts:
            same = "" if self._recorder.holds(part.plan) else self._recorder.twin_of(part)
            if same or self._recorder.holds(part.plan):
                twin = same_as(file.name, same) if same else duplicate(file.name, part.plan)
                problems.append((twin.file, twin.reason))
                digest = ""  # once the other file is gone this one counts: look at it each time
            else:
                self._add_part(file.key, part)
        self._recorder.note_file(file.key, digest, problems)
        return tuple(problems)

    def _add_part(self, file: str, part: Part) -> None:
        passages, units = self._recorder.add(part, file)
        for row, words in enumerate(part.words["passage"], start=passages.first):
            self._passages.add(row, part.plan, words)
        for row, words in enumerate(part.words["unit"], start=units.first):
            self._units.add(row, part.plan, words)
        self._matrix.add(part.vectors)

    def drop(self, file: str) -> None:
        """Take out what a document of the base gave, by its key."""
        for plan in self._recorder.drop_file(file):
            self._passages.drop(plan)
            self._units.drop(plan)

    def finish(self) -> None:
        """Write everything out.

        Raises:
            OSError, sqlite3.Error: the disk is full.
        """
        self._recorder.finish()
        self._passages.finish()
        self._units.finish()
        self._matrix.finish()

    def abandon(self) -> None:
        """Close what is open; the folder is thrown away."""
        self._recorder.abandon()
        self._matrix.finish()


@dataclass(frozen=True, slots=True)
class Base:
    """A checked snapshot that the next one is made from: what it holds of a document need not be made again."""

    checked: Checked
    records: Records
    matrix: Matrix

    @classmethod
    def open(cls, checked: Checked) -> "Base":
        """Open its records and vectors.

        Raises:
            OSError, ValueError, sqlite3.Error: they do not fit together.
        """
        records = Records(checked.directory)
        matrix = Matrix(checked.directory / VECTORS, checked.manifest.dimension, records.unit_spans)
        return cls(checked, records, matrix)

    def parts(self, file: str) -> FileParts:
        """What a document gave when it was last read, by its key. Raises KeyError for an unknown one."""
        found = [
            self.records.part(plan, self.matrix.rows_of(units)) for plan, _, units in self.records.plans_of_file(file)
        ]
        return FileParts(tuple(found), self.records.file_problems(file))
