"""The same figure under other words: where one plan's sentence answers, the row of another plan that is worded like it."""

from collections.abc import Callable, Sequence

from corpus.plan import Target
from retrieval.answers.desk import Desk
from retrieval.answers.number import say_targets
from retrieval.answers.statement import Statement
from retrieval.question.indicators import is_growth
from retrieval.reading.page import pairs_of
from retrieval.search.figures import quantity, unit_of
from retrieval.search.wording import FIGURE

#: Rows share so much of their words, figures apart, with what answers (0..1, of the pairs of signs of both).
_ALIKE = 0.45
#: Where a plan was silent they cover this much of what the quotes cover of the question.
_SHARE = 0.9
_SEVERAL = 2


def find_alike(desks: Sequence[Desk], told: Sequence[list[Statement]]) -> list[list[Statement]]:
    """What plans say side by side, as rows of the ledger for those that said it in a sentence or were silent.

    Rows count that give a figure of the unit, are about as much of what is asked as what answers elsewhere, and are worded like it; where
    fewer than two plans give one, all stays.
    """
    said = [s for statements in told for s in statements]
    if len(desks) < _SEVERAL or desks[0].query.kind != "number" or not said:
        return list(told)
    quotes = [t.quote for s in said for t in s.targets] or [e.quote for s in said for e in s.evidence]
    names = [t.indicator for s in said for t in s.targets]
    found = [_row_like(desk, quotes, names, had) if had else None for desk, had in zip(desks, told, strict=True)]
    worded = [t.quote for s in said for t in s.targets] + [row.quote for row in found if row is not None]
    silent = [not had for had in told]
    found = [
        _row_like(desk, worded or quotes, names, []) if empty else row
        for desk, row, empty in zip(desks, found, silent, strict=True)
    ]
    rows = [row for row in found if row is not None]
    units = {q.unit for s in said for t in s.targets if (q := quantity(t))} or {
        q.unit for r in rows if (q := quantity(r))
    }
    having = sum(row is not None or any(s.targets for s in had) for row, had in zip(found, told, strict=True))
    if having < _SEVERAL or len(units) != 1 or not all((q := quantity(row)) and q.unit in units for row in rows):
        return list(told)
    return [[say_targets(desk, [row])] if row else had for desk, row, had in zip(desks, found, told, strict=True)]


def _row_like(desk: Desk, quotes: Sequence[str], names: Sequence[str], had: Sequence[Statement]) -> Target | None:
    """The row of a plan that is worded like one of the quotes, in what the plan itself said where it did; none where it told rows.

    Of what it said no figure may be left that is in no row: it could be the one asked for. Of rows of one quote (城镇、农村居民收入分别增长……)
    the one counts whose own name is like those told.
    """
    if any(s.targets for s in had):
        return None
    rows = [row for row in desk.rows if quantity(row) and _is_asked(desk, row)]
    said = [e for s in had for e in s.evidence]
    if said:
        rows = [row for row in rows if any(e.start <= row.start and row.end <= e.end for e in said)]
        enough = 0.0 if all(map(_in_rows(rows), FIGURE.findall("".join(e.quote for e in said)))) else 1.0
    else:
        enough = _SHARE * min(desk.coverage(quote) for quote in quotes)
    worded, named = [_words(quote) for quote in quotes], [_words(name) for name in names]
    best: tuple[float, float, Target | None] = (_ALIKE, 0.0, None)
    for row in rows:
        alike = max(_likeness(_words(row.quote), words) for words in worded)
        by_name = max((_likeness(_words(row.indicator), name) for name in named), default=0.0)
        if (alike, by_name) > best[:2] and alike > _ALIKE and desk.coverage(f"{row.indicator}{row.quote}") >= enough:
            best = (alike, by_name, row)
    return best[2]


def _in_rows(rows: Sequence[Target]) -> Callable[[str], bool]:
    values = [row.value_text for row in rows]
    return lambda figure: any(figure in value for value in values)


def _is_asked(desk: Desk, row: Target) -> bool:
    """Whether a row is in a unit and of a year that the question fixes, if it fixes any, and says how a thing grows only where that is asked."""
    query = desk.query
    in_unit = not query.units or any(unit in unit_of(row) for unit in query.units)
    of_kind = not (query.asks_level and is_growth(row.indicator))
    return in_unit and of_kind and (not query.years or row.target_year in query.years)


def _words(quote: str) -> set[str]:
    """The pairs of signs of a quote without its figures."""
    return pairs_of(FIGURE.sub("", quote))


def _likeness(one: set[str], other: set[str]) -> float:
    """How much the shorter of two has in common with the other."""
    return len(one & other) / max(1, min(len(one), len(other)))
