"""What mutations work on: the corpus files as text, the labels and where they stand, and what each plan's place is called."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import CATALOGUE, load_corpus
from errors import DocumentUnreadable
from eval.proofs.mutation.draft import Draft
from eval.proofs.mutation.labels import DutyLabel, Labels, TargetLabel
from eval.proofs.mutation.places import Label, Placed, check_plans, place_duties, place_targets

_TEXT = {".txt", ".md"}


@dataclass(frozen=True, slots=True)
class Material:
    """A labelled corpus: ``files`` are all its files by name, ``drafts`` the labelled plans by id, ``regions`` by plan id."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    drafts: Mapping[str, Draft]
    regions: Mapping[str, str]
    labels: Labels
    targets: tuple[Placed[TargetLabel], ...]
    duties: tuple[Placed[DutyLabel], ...]

    @property
    def placed(self) -> list[Placed[Label]]:
        """All labels with their places, numbers first."""
        return [*self.targets, *self.duties]

    def rewritten(self, texts: Mapping[str, str], catalogue: str | None = None) -> dict[str, bytes]:
        """All corpus files with other texts for some plans, and perhaps another catalogue."""
        files = dict(self.files)
        for plan, text in texts.items():
            files[self.names[plan]] = text.encode("utf-8")
        if catalogue is not None:
            files[CATALOGUE] = catalogue.encode("utf-8")
        return files

    def aliases(self, plan: str) -> list[str]:
        """What catalogue.toml calls a plan's place besides its name."""
        entries = tomllib.loads(self.files[CATALOGUE].decode("utf-8")) if CATALOGUE in self.files else {}
        return list(entries.get(plan, {}).get("aliases", []))

    def scoped(self, label: TargetLabel) -> bool:
        """Whether the plan has several numbers of this indicator, so that a question must say which."""
        seen = Counter((one.plan, one.indicator) for one in self.labels.targets)
        return seen[label.plan, label.indicator] > 1


def load_material(corpus: Path, labels: Labels) -> Material:
    """Read a corpus folder for mutation.

    Raises:
        CorpusMissing: no such folder, or nothing readable in it.
        DocumentUnreadable: a labelled plan is not UTF-8 text.
        GoldError: labels and plans do not fit together.
    """
    regions = {plan.id: plan.region for plan in load_corpus(corpus).plans}
    paths = sorted(path for path in corpus.iterdir() if path.is_file() and not path.name.startswith("."))
    files = {path.name: path.read_bytes() for path in paths}
    names = {path.stem: path.name for path in paths if path.suffix in _TEXT}
    check_plans(labels, names)
    drafts = {plan: Draft(_text(files[names[plan]], names[plan])) for plan in labels.plans}
    return Material(
        files=files,
        names=names,
        drafts=drafts,
        regions=regions,
        labels=labels,
        targets=tuple(place_targets(labels.targets, drafts)),
        duties=tuple(place_duties(labels.duties, drafts)),
    )


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise DocumentUnreadable(f"{name} 不是 UTF-8 文本，无法改动。请转成 UTF-8 后重试。") from None
