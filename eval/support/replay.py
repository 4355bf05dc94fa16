"""Recorded answers of a good model replayed through the whole chain: what the reader would see, without any model running."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.passage import Passage
from index.snapshot import Index
from retrieval.answer import Answer, Turn
from retrieval.assistant import Assistant
from retrieval.gates.shown import read_shown
from retrieval.writer.briefing import Briefing
from retrieval.writer.chain import Writer
from retrieval.writer.material import Material
from retrieval.writer.scripted import ScriptedChatModel
from retrieval.writer.speaker import Speaker


@dataclass(frozen=True)
class Recorded:
    """A question with what a model was shown and what it answered."""

    id: str
    question: str
    history: tuple[Turn, ...]
    passages: str
    answer: str


@dataclass
class Replayed:
    """What became of recorded answers. ``lines`` counts whose words the lines are in."""

    answers: int = 0
    by_model: int = 0
    status: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    removed: int = 0
    replaced: int = 0
    not_called: list[str] = field(default_factory=list)
    shown: list[tuple[Recorded, Answer]] = field(default_factory=list)

    def summary(self) -> str:
        """One paragraph of figures."""
        lines = "、".join(f"{name} {n}" for name, n in self.lines.most_common())
        status = "、".join(f"{name} {n}" for name, n in self.status.most_common())
        return (
            f"{self.answers} 个回答，{self.by_model} 个由模型的话作答，没有问模型的 {len(self.not_called)}；行：{lines}；"
            f"没有通过的 {self.removed} 句，其中 {self.replaced} 句换成了原文；状态：{status}"
        )


def load_recorded(path: Path) -> list[Recorded]:
    """The recorded answers of a file, a JSON object a line."""
    return [_recorded(json.loads(line)) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]


def _recorded(row: dict[str, Any]) -> Recorded:
    history = [(t["role"], t["content"]) if isinstance(t, dict) else tuple(t) for t in row.get("history") or ()]
    passages = row["passages"] if isinstance(row["passages"], str) else "\n\n".join(row["passages"].values())
    return Recorded(row["id"], row["question"], tuple(Turn(*t) for t in history), passages, row["answer"])


def replay(index: Index, recorded: Sequence[Recorded]) -> Replayed:
    """Every recorded answer said by a scripted model that was shown the passages of its time, found again in this index by their words."""
    done = Replayed()
    for each in recorded:
        model = ScriptedChatModel(script=_says(each))
        speaker = Speaker(model)
        writer = _Shown(speaker, _find(index, each.passages))
        try:
            answer = Assistant(index).with_writer(writer).ask(each.question, each.history, mode="llm")
        finally:
            speaker.close()
        _count(done, each, answer, called=bool(model.asked.prompts))
    return done


def _says(each: Recorded) -> Any:
    def script(prompted: Any, rng: Any) -> str:
        del rng
        return each.answer if prompted.task in ("answer", "repair") else prompted.question

    return script


def _find(index: Index, passages: str) -> Material:
    """The passages that a prompt showed, each by its title and its first words; one that this index lacks leaves its number empty."""
    found: list[Passage] = []
    shown = read_shown(passages)
    everything = [p for card in index.plans for c in index.clauses(card.id) for p in index.passages_of_clause(c.id)]
    nowhere = Passage("", "", "", "", "", "", "", 0, 0)
    for number in range(1, max(shown, default=0) + 1):
        wanted = shown.get(number)
        head = "".join(wanted.text.split())[:40] if wanted else "\0"
        same = [p for p in everything if "".join(p.text.split()).startswith(head)]
        found.append(next((p for p in same if wanted and p.title == wanted.named.title), nowhere))
    return Material(tuple(found), passages)


class _Shown(Writer):
    """A writer whose model is shown recorded passages."""

    def __init__(self, speaker: Speaker, material: Material) -> None:
        super().__init__(speaker)
        self._material = material

    def _material_for(self, briefing: Briefing, *args: Any) -> Material:
        del briefing, args
        return self._material


def _count(done: Replayed, each: Recorded, answer: Answer, *, called: bool) -> None:
    done.answers += 1
    done.by_model += answer.mode == "llm"
    done.status[answer.status] += 1
    done.lines.update(line.origin for line in answer.lines)
    done.removed += len(answer.removed)
    done.replaced += sum(bool(r.instead) for r in answer.removed)
    done.shown.append((each, answer))
    if not called:
        done.not_called.append(each.id)
