"""Serves an assistant whose every word is hostile: ``python -m tests.hostile_server``; prints READY like app.py."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.server import bind
from portal.workers import serve_workers
from retrieval.answer import Answer, Check, Citation, Table
from settings import Settings
from tests.hostile_strings import hostile_strings
from tests.scripted_assistant import Card, ScriptedAssistant

TEXTS = hostile_strings()
CARDS = tuple(Card(f"p{n}", text, text[:40], text[:20], text, text) for n, text in enumerate(TEXTS))


def hostile_answer(question: str) -> Answer:
    """All of them as paragraphs, cells, titles, addresses, sections, quotes and checks."""
    grid = Table(("甲", *TEXTS[:3]), tuple((text, text, "1", "2") for text in TEXTS))
    fours = [[*TEXTS[at : at + 4], "", "", ""][:4] for at in range(0, len(TEXTS), 4)]
    cited = tuple(
        Citation(n, f"p{n}", a[:400], f"{b[:400]} > {b[:400]}", c[:400], f"p{n}/1", d[:4000] or "无", 0, 1)
        for n, (a, b, c, d) in enumerate(fours, 1)
    )
    checks = tuple(Check("number", passed=False, detail=text) for text in TEXTS)
    return Answer("hostile", question, "\n\n".join(TEXTS), "answered", cited, (grid,), checks=checks)


class HostileAssistant(ScriptedAssistant):
    """Every plan, question to begin with and answer is hostile."""

    @property
    def plans(self) -> Sequence[Card]:
        """A plan for each text."""
        return CARDS

    @property
    def starters(self) -> Sequence[str]:
        """Questions to begin with."""
        return TEXTS

    def stream(self, question: str, *more: Any, **named: Any) -> Iterator[Answer]:
        del more, named
        yield hostile_answer(question)


if __name__ == "__main__":
    chosen = Settings(_env_file=None, port=0, workers=1)  # type: ignore[call-arg]
    serve_workers(lambda _: HostileAssistant(), chosen, bind(chosen))
