"""What a model is asked and shown: the question in full, its parts, and the passages for them. The scope is never the model's to choose."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from errors import QuestionError
from index.passage import Passage
from index.snapshot import Index
from prompts.loader import Prompt
from retrieval.answer import Citation, Turn
from retrieval.question.commands import is_command
from retrieval.question.editions import current_cards
from retrieval.question.query import Query
from retrieval.question.understanding import understand
from retrieval.reading.passages import rank_read
from retrieval.writer.material import Count, Material, lay_out
from retrieval.writer.speaker import ReplyFailed

Say = Callable[[str], str]

_PASSAGES = 12
#: Tokens of evidence in one request; more makes small models lose the thread.
_EVIDENCE = 4000
_PARTS = 4
#: Of so many plans each is shown some passages of its own.
_SIDE_BY_SIDE = 12
_TURNS = 6
_TURN_CHARACTERS = 400
#: So much longer a rewritten question may be.
_GROWTH = 120
_QUESTION_CHARACTERS = 2000
_SEVERAL = re.compile(r"[？?；;].*\w|以及|还有|分别|同时|另外|，(?:并|又|谁|哪|多少|怎么)")


class Briefing:
    """Prepares requests. ``room`` is what a request may hold in tokens, the reply left out."""

    def __init__(self, index: Index, prompts: Mapping[str, Prompt], count: Count, room: int) -> None:
        self._index, self._prompts, self._count, self._room = index, prompts, count, room

    def question_in_full(self, question: str, history: Sequence[Turn], query: Query, say: Say) -> str:
        """A follow-up as a question of its own. It serves search and wording; the scope stays that of the conversation."""
        said = [t for t in history if re.search(r"\w", t.content)][-_TURNS:]
        if not any(t.role == "user" for t in said):
            return question
        shown = "\n".join(
            f"{'用户' if t.role == 'user' else '助手'}：{_one_line(t.content)[:_TURN_CHARACTERS]}" for t in said
        )
        reply = say(self._prompts["condense"].fill(history=shown, question=question))
        condensed = _one_line(reply).strip("“”\"' ")
        return condensed if self._stays_inside(condensed, question, query) else question

    def material(self, asked: str, query: Query, cited: Sequence[Citation], say: Say) -> Material:
        """The passages for a question and its parts, after those that the extractive answer quotes: what it found, the model is shown."""
        queues = [self._behind(cited, query)]
        for part in self._parts(asked, query, say):
            queues += self._found(part, asked, query)
        return lay_out(self._index, _in_turn(queues), self._count, min(self._room, _EVIDENCE))

    def whole_plans(self, query: Query) -> Material:
        """Every passage of the plans asked about.

        Raises:
            ReplyFailed: they do not fit.
        """
        index = self._index
        clauses = [clause for plan in query.scope.plans for clause in index.clauses(plan)]
        whole = [passage for clause in clauses for passage in index.passages_of_clause(clause.id)]
        material = lay_out(index, whole, self._count, self._room)
        if len(material.passages) < len(whole):
            raise ReplyFailed("方案全文超过设置的上下文长度（WENCE_MODEL_CONTEXT）", at_fault=False)
        return material

    def _stays_inside(self, rewritten: str, question: str, query: Query) -> bool:
        """Whether a rewritten question may be used: it names no place outside the scope, commands nothing, and is not long."""
        if not 2 <= len(rewritten) <= len(question) + _GROWTH or is_command(rewritten):
            return False
        try:
            cards = current_cards([question, rewritten], self._index.plans)
            scope = understand(rewritten, (), cards, limit=_QUESTION_CHARACTERS).scope
        except QuestionError:
            return False
        return scope.reason == "all" or (bool(scope.plans) and set(scope.plans) <= set(query.scope.plans))

    def _parts(self, asked: str, query: Query, say: Say) -> list[str]:
        if not (query.parts or _SEVERAL.search(asked)):
            return [asked]
        reply = say(self._prompts["split"].fill(question=asked))
        lines = [_one_line(line).lstrip("0123456789.、-• ") for line in reply.splitlines()]
        parts = [line for line in lines if self._stays_inside(line, asked, query)]
        return parts[:_PARTS] if len(parts) > 1 else [asked]

    def _found(self, part: str, asked: str, query: Query) -> list[list[Passage]]:
        """The passages for a part, best first; of each plan by itself where several are meant, so that none is left out."""
        read = query
        if part != asked or not query.asking.names(asked):
            read = understand(part, (), self._index.plans, plans=query.scope.plans, limit=_QUESTION_CHARACTERS)
        several = 1 < len(query.scope.plans) <= _SIDE_BY_SIDE
        ranked = rank_read(self._index, read, _PASSAGES * (len(query.scope.plans) if several else 1))
        passages = [each.passage for each in ranked]
        if not several:
            return [passages]
        return [[p for p in passages if p.plan == plan] for plan in query.scope.plans]

    def _behind(self, cited: Sequence[Citation], query: Query) -> list[Passage]:
        found = []
        for citation in cited:
            passages = self._index.passages_of_clause(citation.clause)
            found += [p for p in passages if p.start < citation.end and citation.start < p.end]
        return [p for p in found if p.plan in query.scope.plans]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_turn(queues: Sequence[Sequence[Passage]]) -> Iterable[Passage]:
    """One from each queue in turn, each passage once."""
    seen: dict[str, Passage] = {}
    for place in range(max(map(len, queues), default=0)):
        for queue in queues:
            if place < len(queue):
                seen.setdefault(queue[place].id, queue[place])
    return seen.values()
