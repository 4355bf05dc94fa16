"""A folder of plans to a Corpus. catalogue.toml in the folder adds only what a text cannot say: province and aliases."""

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.plan import Plan
from corpus.readers import READERS, read_document
from corpus.regions import region_of_title
from corpus.structure import read_plan
from errors import CatalogueInvalid, CorpusMissing, DocumentUnreadable

CATALOGUE = "catalogue.toml"
_KEYS = {"region": str, "province": str, "aliases": list}


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was left out, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All plans of a folder, sorted by id; ``fingerprint`` is the SHA-256 of every file that went in."""

    folder: Path
    plans: tuple[Plan, ...]
    problems: tuple[Problem, ...]
    fingerprint: str


def corpus_files(folder: Path) -> list[Path]:
    """The files of a corpus folder in order, the catalogue left out.

    Raises:
        CorpusMissing: there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusMissing(
            f"找不到语料文件夹 {folder}。请用 --corpus 指定放有方案文件的文件夹，或修改 WENCE_CORPUS_DIR。"
        )
    return sorted(p for p in folder.iterdir() if p.is_file() and p.name != CATALOGUE and not p.name.startswith("."))


def corpus_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of the folder, the catalogue included; cheap enough to ask at start-up."""
    digest = hashlib.sha256()
    catalogue = folder / CATALOGUE
    for path in [*corpus_files(folder), *([catalogue] if catalogue.is_file() else [])]:
        digest.update(path.name.encode() + b"\0")
        try:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError:
            digest.update(b"unreadable")
    return digest.hexdigest()


def load_corpus(folder: Path, progress: Callable[[str], None] | None = None) -> Corpus:
    """Read every plan of a folder. A file that cannot be read is reported in ``problems``; the others are read all the same.

    Raises:
        CorpusMissing: no such folder, or not one readable plan in it.
        CatalogueInvalid: catalogue.toml is malformed.
    """
    entries = read_catalogue(folder / CATALOGUE)
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    for path in corpus_files(folder):
        try:
            if path.stem in plans:
                raise DocumentUnreadable(f"{path.name}：与另一个文件同名（方案编号 {path.stem} 重复）。请改名。")
            plans[path.stem] = _place(read_plan(path.stem, read_document(path)), entries.get(path.stem, {}))
        except DocumentUnreadable as error:
            problems.append(Problem(path.name, str(error)))
        if progress:
            progress(path.name)
    if not plans:
        reasons = "；".join(p.reason for p in problems)
        kinds = "、".join(sorted(READERS))
        raise CorpusMissing(f"语料文件夹 {folder} 里没有可读的方案。{reasons}请放入 {kinds} 文件后重试。")
    return Corpus(folder, tuple(plans[i] for i in sorted(plans)), tuple(problems), corpus_fingerprint(folder))


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
