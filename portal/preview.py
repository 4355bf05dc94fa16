"""What a waiting file would add, before it is added: its plans with clauses, targets and duties, what could not be read, and which plans
that are held it repeats. Files are parsed as an index build parses them: in a child process with limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from threading import Lock

from corpus.catalogue import CATALOGUE, CorpusFile, CorpusFolder, Problem, read_catalogue
from corpus.check import find_violations
from corpus.duties import read_duties
from corpus.plan import Duty, Plan, Target
from corpus.readers import DocumentReader
from corpus.targets import read_targets
from corpus.twins import are_same, plain_title
from portal.contract import Snapshot

KEPT = 300
"""Previews kept in a process; of one that is not, the file is parsed again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan of a waiting file. ``same``: the held plan that it is word for word; ``version_of``: one of the same title."""

    plan: Plan
    targets: tuple[Target, ...]
    duties: tuple[Duty, ...]
    same: str = ""
    version_of: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """A waiting file. ``problems`` are sentences about what could not be read, or is not as it should be."""

    name: str
    drafts: tuple[Draft, ...]
    problems: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        """Whether it gives a plan at all; a file that gives none is not published."""
        return bool(self.drafts)


class Previewer:
    """Makes previews; safe between threads, one file at a time."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._read: dict[str, tuple[tuple[Draft, ...], tuple[str, ...]]] = {}
        self._digests: dict[tuple[str, int, int, int], str] = {}
        self._lock = Lock()

    def preview(self, path: Path, held: Snapshot | None = None) -> Preview:
        """The preview of a file, against the plans that ``held`` holds."""
        drafts, problems = self._parsed(path)
        return Preview(path.name, tuple(_against(draft, held) for draft in drafts), problems)

    def _parsed(self, path: Path) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
        digest = self._digest(path)
        with self._lock:
            if digest not in self._read:
                while len(self._read) >= KEPT:
                    del self._read[next(iter(self._read))]
                self._read[digest] = self._parse(path)
            return self._read[digest]

    def _digest(self, path: Path) -> str:
        """What the file's name and content are told by; the content is read once, and again where its size or time is another."""
        stat = path.stat()
        look = (path.name, stat.st_size, stat.st_mtime_ns, stat.st_ino)
        if look not in self._digests:
            while len(self._digests) >= KEPT:
                del self._digests[next(iter(self._digests))]
            with path.open("rb") as file:
                self._digests[look] = f"{path.name}/{file_digest(file, 'sha256').hexdigest()}"
        return self._digests[look]

    def _parse(self, path: Path) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
        entries = read_catalogue(self._corpus / CATALOGUE)
        folder = CorpusFolder(path.parent, (), entries, "")
        drafts: list[Draft] = []
        problems: list[str] = []
        with DocumentReader() as reader:
            for found in folder.read(CorpusFile(path, ""), reader):
                if isinstance(found, Problem):
                    problems.append(f"{found.file}：{found.reason}")
                elif wrong := find_violations(found):
                    problems.append(f"{found.id}：条款与原文对不上（{wrong[0]}），不会收入。请报告这个文件。")
                else:
                    drafts.append(Draft(found, tuple(read_targets(found)), tuple(read_duties(found))))
        return tuple(drafts), tuple(problems)


def _against(draft: Draft, held: Snapshot | None) -> Draft:
    same, version = _kin(draft.plan, held) if held else ("", "")
    return replace(draft, same=same, version_of=version)


def _kin(plan: Plan, held: Snapshot) -> tuple[str, str]:
    """The held plans of the same title: the one with the same text, and else one that this is another version of."""
    title = plain_title(plan.title)
    alike: Sequence[str] = [card.id for card in held.plans if plain_title(card.title) == title]
    same = next((name for name in alike if are_same(plan.text, held.plan_text(name))), "")
    return same, "" if same else next(iter(alike), "")
