"""Where something of the raw text stands in the clauses as people read them: quotes, and where paragraphs begin."""

from functools import cached_property

from corpus.lines import SENTENCE_END, Layout, lines_of
from corpus.plan import Clause
from corpus.spacing import kept_pieces
from corpus.wording import raw_offsets
from portal.contract import Snapshot

#: Signs in a line of running text; what is shorter is a title or a byline, and ends without a stop.
_LONG = 40


class Places:
    """The places of one plan; the map of a clause is made once and kept."""

    def __init__(self, snapshot: Snapshot, plan: str) -> None:
        self._text, self._furniture = snapshot.plan_text(plan), snapshot.furniture(plan)
        self._offsets: dict[str, list[int]] = {}

    def _of(self, clause: Clause) -> list[int]:
        if clause.id not in self._offsets:
            offsets = raw_offsets(self._text, self._furniture, clause.start, clause.end, clause.text)
            self._offsets[clause.id] = offsets
        return self._offsets[clause.id]

    def mark(self, clause: Clause, start: int, end: int) -> list[int] | None:
        """[start, end) in the clause's text of a raw span; None where nothing of it stands there."""
        inside = [at for at, raw in enumerate(self._of(clause)) if start <= raw < end and not clause.text[at].isspace()]
        return [inside[0], inside[-1] + 1] if inside else None

    def breaks(self, clause: Clause) -> list[int]:
        """Where in the clause's text paragraphs begin, its first one apart."""
        marks = (
            self.mark(clause, start, clause.end) for start in self._paragraphs if clause.start < start < clause.end
        )
        return sorted({mark[0] for mark in marks if mark and mark[0] > 0})

    @cached_property
    def _paragraphs(self) -> list[int]:
        """Raw offsets at which the plan's paragraphs begin: its lines, or where they are cut at a column those that open one."""
        layout = Layout(self._text, lines_of(self._text, self._furniture, 0, len(self._text)))
        return [line.start for i, line in enumerate(layout.lines) if i == 0 or self._opens(layout, i)]

    def _opens(self, layout: Layout, i: int) -> bool:
        """Whether a line opens a paragraph.

        One before it without a stop at its end was cut by the end of a page, where it is long or a page number stands between.
        """
        before, start = layout.lines[i - 1], layout.lines[i].start
        whole = kept_pieces(before.end, start, self._furniture) == [(before.end, start)]
        ended = self._text[before.end - 1] in SENTENCE_END or (whole and before.end - before.start < _LONG)
        return layout.is_indented(i) or (ended and not layout.is_full(i - 1))
