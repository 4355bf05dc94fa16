"""A folder of plans to a Corpus. catalogue.toml in the folder adds only what a text cannot say: province and aliases."""

import hashlib
import json
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.editions import Standing, edition_of, said_of, standings
from corpus.plan import Plan
from corpus.readers import READERS, DocumentReader, Refusal, shown_name
from corpus.readers.limits import FILE_BYTES
from corpus.regions import region_of_title
from corpus.structure import read_plan
from corpus.twins import are_same, plain_title
from errors import CatalogueInvalid, CorpusMissing

CATALOGUE = "catalogue.toml"
#: Reasons named when nothing at all could be read.
_REASONS = 5
_KEYS = {"region": str, "province": str, "aliases": list}


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was left out, or read only in part, and why. ``file`` names the member too when the file is a ZIP.

    ``left_out``: nothing of it is in the corpus; else it is, with a remark.
    """

    file: str
    reason: str
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """All plans of a folder, sorted by id; ``fingerprint`` is the SHA-256 of every file that went in."""

    folder: Path
    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...]
    fingerprint: str

    @property
    def standing(self) -> dict[str, Standing]:
        """The standing of the plans that no longer count, by id."""
        return standings([edition_of(plan) for plan in self.plans])


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of a corpus folder, not read yet. ``digest`` changes with its bytes and with what the catalogue says of its plans."""

    path: Path
    digest: str

    @property
    def name(self) -> str:
        """Its name as it can be printed."""
        return shown_name(self.path)

    @property
    def key(self) -> str:
        """What tells it from every other file of the folder, as text."""
        return _key(self.path)


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The files of a corpus folder, in order, to be read one at a time: however many there are, only one is in memory."""

    folder: Path
    files: tuple[CorpusFile, ...]
    entries: dict[str, dict[str, Any]]
    fingerprint: str

    def read(self, file: CorpusFile, reader: DocumentReader) -> Iterator[Plan | Problem]:
        """The plans of a file (a ZIP may hold several) and what is to be reported about it. Never raises for a file."""
        for document in reader.read(file.path):
            if isinstance(document, Refusal):
                yield Problem(document.name, document.reason)
                continue
            try:
                plan = replace(read_plan(document.stem, document.text), scans=document.scans)
                if plan.clauses:
                    yield _place(plan, self.entries.get(document.stem, {}))
                else:
                    yield Problem(document.name, "没有文字，只有页码或标记。请换成带文字的文件。")
            except Exception as error:  # noqa: BLE001  # whatever a hostile text does to the parser, the others are read
                yield Problem(document.name, f"条款解析失败（{type(error).__name__}），未收入。请报告这个文件。")
                continue
            yield from (Problem(document.name, remark, left_out=False) for remark in document.remarks)


def open_corpus(folder: Path, wanted: Callable[[str], bool] | None = None) -> CorpusFolder:
    """List a corpus folder and take the digest of every file, without reading a plan.

    Args:
        folder: the folder.
        wanted: says by :attr:`CorpusFile.key` which files to list; None is all of them. The others are not even opened.

    Raises:
        CorpusMissing: no such folder.
        CatalogueInvalid: catalogue.toml is malformed.
    """
    paths, catalogue = corpus_entries(folder), folder / CATALOGUE
    if wanted:
        paths = [path for path in paths if wanted(_key(path))]
    entries = read_catalogue(catalogue)
    contents = [_content_digest(path) for path in paths]
    files = []
    for path, content in zip(paths, contents, strict=True):
        said = entries if path.suffix.lower() == ".zip" else entries.get(path.stem, {})
        known = json.dumps(said, sort_keys=True).encode()
        files.append(CorpusFile(path, hashlib.sha256(content + b"\0" + known).hexdigest()))
    return CorpusFolder(folder, tuple(files), entries, _fingerprint(paths, contents, catalogue))


def duplicate(name: str, plan: str) -> Problem:
    """What is reported of a document whose plan id another file has already taken."""
    return Problem(name, f"与另一个文件同名（方案编号 {plan} 重复），未收入。请改名。")


def same_as(name: str, other: str) -> Problem:
    """What is reported of a document that another file has given already, in another format or under another name. An index leaves it out."""
    return Problem(
        name,
        f"与已收入的方案 {other} 内容相同，建立索引时只计一次。请删去其中一份；如不是同一份文件，请核对标题和正文。",
        left_out=False,
    )


def not_current(standing: Mapping[str, Standing]) -> list[Problem]:
    """What is reported of the plans that no longer count, by their ids. They are all kept."""
    return [Problem(plan, said_of(found), left_out=False) for plan, found in standing.items()]


def nothing_readable(folder: Path, problems: Sequence[Problem]) -> CorpusMissing:
    """The error for a folder without one readable plan."""
    reasons = "；".join(f"{p.file}：{p.reason}" for p in problems[:_REASONS])
    kinds = "、".join(READERS)
    return CorpusMissing(f"语料文件夹 {folder} 里没有可读的方案。{reasons}请放入 {kinds} 文件后重试。")


def corpus_entries(folder: Path) -> list[Path]:
    """What lies in a corpus folder, in order: everything but the catalogue, hidden files and the lock files of editors.

    Raises:
        CorpusMissing: there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusMissing(
            f"找不到语料文件夹 {folder}。请用 --corpus 指定放有方案文件的文件夹，或修改 WENCE_CORPUS_DIR。"
        )
    return sorted(p for p in folder.iterdir() if p.name != CATALOGUE and not p.name.startswith((".", "~$")))


def corpus_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of the folder, the catalogue included; cheap enough to ask at start-up."""
    paths = corpus_entries(folder)
    return _fingerprint(paths, [_content_digest(path) for path in paths], folder / CATALOGUE)


def _fingerprint(paths: Sequence[Path], contents: Sequence[bytes], catalogue: Path) -> str:
    digest = hashlib.sha256()
    for path, content in zip(paths, contents, strict=True):
        digest.update(os.fsencode(path.name) + b"\0" + content)
    if catalogue.is_file():
        digest.update(os.fsencode(catalogue.name) + b"\0" + _content_digest(catalogue))
    return digest.hexdigest()


def _key(path: Path) -> str:
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _content_digest(path: Path) -> bytes:
    """SHA-256 of a file; of one too large to be read only its size counts, of what is no file nothing."""
    try:
        if not path.is_file():
            return b"no file"
        size = path.stat().st_size
        if size > max(FILE_BYTES.values()):
            return b"too large %d" % size
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"


def load_corpus(folder: Path, progress: Callable[[str], None] | None = None) -> Corpus:
    """Read every plan of a folder. A file that cannot be read is reported in ``problems``; the others are read all the same.

    Raises:
        CorpusMissing: no such folder, or not one readable plan in it.
        CatalogueInvalid: catalogue.toml is malformed.
    """
    corpus = open_corpus(folder)
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    with DocumentReader() as reader:
        for file in corpus.files:
            for found in corpus.read(file, reader):
                if isinstance(found, Problem):
                    problems.append(found)
                elif found.id in plans:
                    problems.append(duplicate(file.name, found.id))
                else:
                    if twin := _twin_of(found, plans.values()):
                        problems.append(same_as(file.name, twin))
                    plans[found.id] = found
            if progress:
                progress(file.name)
    if not plans:
        raise nothing_readable(folder, problems)
    return Corpus(folder, tuple(plans[i] for i in sorted(plans)), tuple(problems), corpus.fingerprint)


def _twin_of(plan: Plan, others: Iterable[Plan]) -> str:
    """The id of the plan among ``others`` that is the same document; empty where none is."""
    title = plain_title(plan.title)
    alike = (other for other in others if plain_title(other.title) == title)
    return next((other.id for other in alike if are_same(plan.text, other.text)), "")


def read_catalogue(path: Path) -> dict[str, dict[str, Any]]:
    """catalogue.toml as {plan id: {region, province, aliases}}; a missing file is an empty catalogue."""
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueInvalid(f"{path} 不是有效的 TOML：{error}。请按 docs/corpus.md 的格式修改。") from None
    for plan, entry in entries.items():
        for key, value in entry.items() if isinstance(entry, dict) else [("", None)]:
            if key not in _KEYS or not isinstance(value, _KEYS[key]):
                allowed = "、".join(_KEYS)
                raise CatalogueInvalid(f"{path} 中 [{plan}] 的 {key!r} 不可用；可用的键：{allowed}。请修改后重试。")
    return entries


def _place(plan: Plan, entry: dict[str, Any]) -> Plan:
    region, province = region_of_title(plan.title)
    issuer = plan.field("issuer")
    if not region and issuer:
        region, province = region_of_title(issuer.value)
    return replace(
        plan,
        region=entry.get("region", region),
        province=entry.get("province", province),
        aliases=tuple(entry.get("aliases", ())),
    )
