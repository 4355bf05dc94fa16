"""A folder of plans to a Corpus. catalogue.toml in the folder adds only what a text cannot say: province and aliases."""

import hashlib
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.plan import Plan
from corpus.readers import READERS, Document, DocumentReader, Refusal, shown_name
from corpus.readers.limits import FILE_BYTES
from corpus.regions import region_of_title
from corpus.structure import read_plan
from errors import CatalogueInvalid, CorpusMissing

CATALOGUE = "catalogue.toml"
#: Reasons named when nothing at all could be read.
_REASONS = 5
_KEYS = {"region": str, "province": str, "aliases": list}


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was left out, or read only in part, and why. ``file`` names the member too when the file is a ZIP."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All plans of a folder, sorted by id; ``fingerprint`` is the SHA-256 of every file that went in."""

    folder: Path
    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...]
    fingerprint: str


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
    digest = hashlib.sha256()
    catalogue = folder / CATALOGUE
    for path in [*corpus_entries(folder), *([catalogue] if catalogue.is_file() else [])]:
        digest.update(os.fsencode(path.name) + b"\0" + _content_digest(path))
    return digest.hexdigest()


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
    entries = read_catalogue(folder / CATALOGUE)
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    with DocumentReader() as reader:
        for path in corpus_entries(folder):
            for document in reader.read(path):
                problems += _add(plans, document, entries)
            if progress:
                progress(shown_name(path))
    if not plans:
        reasons = "；".join(f"{p.file}：{p.reason}" for p in problems[:_REASONS])
        kinds = "、".join(READERS)
        raise CorpusMissing(f"语料文件夹 {folder} 里没有可读的方案。{reasons}请放入 {kinds} 文件后重试。")
    return Corpus(folder, tuple(plans[i] for i in sorted(plans)), tuple(problems), corpus_fingerprint(folder))


def _add(plans: dict[str, Plan], document: Document | Refusal, entries: dict[str, dict[str, Any]]) -> list[Problem]:
    """Put a document's plan into ``plans``; what is to be reported about it."""
    if isinstance(document, Refusal):
        return [Problem(document.name, document.reason)]
    stem = document.stem
    if stem in plans:
        return [Problem(document.name, f"与另一个文件同名（方案编号 {stem} 重复），未收入。请改名。")]
    try:
        plans[stem] = _place(read_plan(stem, document.text), entries.get(stem, {}))
    except Exception as error:  # noqa: BLE001  # whatever a hostile text does to the parser, the other plans are loaded
        return [Problem(document.name, f"条款解析失败（{type(error).__name__}），未收入。请报告这个文件。")]
    return [Problem(document.name, remark) for remark in document.remarks]


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
