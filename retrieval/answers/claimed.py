"""Where a figure stands that a question claims of a thing: said of that very thing and time, or of another, which is then told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.periods import PART_OF_YEAR
from corpus.plan import Target
from index.passage import Unit
from retrieval.answers.desk import Desk
from retrieval.answers.matching import is_of_part
from retrieval.answers.statement import Evidence, Statement, evidence_of, evidence_of_row
from retrieval.question.bounds import value_of
from retrieval.question.parts import is_telling
from retrieval.question.years import given_years
from retrieval.search.figures import has_figure, is_given, is_range, quantity
from retrieval.search.window import other_year
from retrieval.search.wording import parts_of

#: So much of what is asked besides the figure a sentence must cover to bear the figure out.
_BORNE_OUT = 0.5
_Span = tuple[int, int]


def is_borne_out(desk: Desk) -> bool:
    """Whether a sentence about the thing has a figure that is claimed all the same, of the time asked, in no row of a goal."""
    goals = {row.sentence for row in desk.index.targets_of_plan(desk.plan)}
    return any(
        desk.coverage(hit.unit.text, hit.unit.heading) >= _BORNE_OUT
        and hit.unit.text not in goals
        and not _is_of_other_row(desk, hit.unit)
        and any(_is_of_time(desk, hit.unit, part) for part in _parts_with(desk, hit.unit))
        for hit in desk.hits
    )


def with_its_own(desk: Desk, said: Statement) -> Statement:
    """A correction with what the claimed figure is said of in the plan: the same thing at another time, or another thing of the sentence told."""
    found = _row_of_other_year(desk, said) or _sentence_of_other_time(desk) or _row_beside(desk, said)
    if found is None:
        return said
    words, evidence = found
    told = said.text if said.text.endswith("。") else f"{said.text}。"
    return replace(
        said, text=f"{told}{words}。", evidence=(*said.evidence, evidence), own_words=(*said.own_words, words)
    )


def rows_of_unit(desk: Desk) -> list[Target]:
    """Of a claim that names no thing (甲港4000万标箱，对不对): the rows of the one indicator that has figures in its unit, by the words that lead up to it."""
    claims = [(claim, value) for claim in desk.query.claims if (value := value_of(claim))]
    if is_telling(desk.query.concepts) or len(claims) != 1 or not claims[0][1][1]:
        return []
    (claim, (_, unit)), years = claims[0], set(desk.query.years)
    rows = [row for row in _all_rows(desk) if (q := quantity(row)) and q.unit == unit]
    rows = [row for row in rows if not years or row.target_year in years]
    led = [desk.query.asking.signs_led(claim, row.indicator) for row in rows]
    rows = [row for row, signs in zip(rows, led, strict=True) if signs == max(led) > 0]
    return rows if len({row.canonical for row in rows}) == 1 else []


def _parts_with(desk: Desk, unit: Unit) -> Iterator[_Span]:
    """The parts of a sentence between commas that have a figure claimed."""
    for start, end in parts_of(unit.text):
        if any(has_figure(unit.text[start:end], claim) for claim in desk.query.claims):
            yield start, end


def _is_of_time(desk: Desk, unit: Unit, part: _Span) -> bool:
    """Whether a part of a sentence speaks of the year and the part of a year that are asked of."""
    text = unit.text[slice(*part)]
    found = PART_OF_YEAR.search(text)
    own = found.group() if found else ""
    return own == desk.query.asking.part_of_year and not other_year(desk.query.years, unit.text, *part)


def _is_of_other_row(desk: Desk, unit: Unit) -> bool:
    """Whether the figures claimed are in rows of a sentence, and in none of what is asked, of its year."""
    rows = [row for row in _all_rows(desk) if row.sentence == unit.text and _gives(desk, row)]
    years = set(desk.query.years)
    return bool(rows) and not any(_is_asked(desk, r) and (not years or r.target_year in years) for r in rows)


def _all_rows(desk: Desk) -> Sequence[Target]:
    return (*desk.index.targets_of_plan(desk.plan), *desk.index.results_of_plan(desk.plan))


def _gives(desk: Desk, row: Target) -> bool:
    return not is_range(row) and any(is_given(claim, [row]) for claim in desk.query.claims)


def _is_asked(desk: Desk, row: Target) -> bool:
    return desk.coverage(f"{row.indicator} {row.canonical}") >= _BORNE_OUT and not is_of_part(desk.query, row)


def _row_of_other_year(desk: Desk, said: Statement) -> tuple[str, Evidence] | None:
    """The figure as that of the same indicator in another year: 4.4%是2024年的数."""
    names = {row.canonical for row in said.targets}
    own = {row.target_year for row in said.targets}
    for row in _all_rows(desk):
        if row.canonical in names and row.target_year and row.target_year not in own and _gives(desk, row):
            claim = next(claim for claim in desk.query.claims if is_given(claim, [row]))
            kind = "目标" if row in desk.index.targets_of_plan(desk.plan) else "数"
            return f"{claim}是{row.target_year}年的{kind}：{row.quote}", evidence_of_row(row)
    return None


def _sentence_of_other_time(desk: Desk) -> tuple[str, Evidence] | None:
    """The figure as that of the thing at another time, in a sentence about it: 2023年达到13万亿元, 四季度增长5.6%."""
    for unit in desk.index.sentences_of_plan(desk.plan):
        if desk.coverage(unit.text) < _BORNE_OUT:
            continue
        for start, end in _parts_with(desk, unit):
            dated = PART_OF_YEAR.search(unit.text[start:end]) or given_years(unit.text[start:end])
            if dated and not _is_of_time(desk, unit, (start, end)):
                claim = next(claim for claim in desk.query.claims if has_figure(unit.text[start:end], claim))
                quote = evidence_of(desk.index, unit, _naming(desk, unit, start, end), end)
                return f"原文的{claim}说的是：{quote.quote}", quote
    return None


def _naming(desk: Desk, unit: Unit, start: int, end: int) -> int:
    """Where the parts begin that a part goes on with, from the latest that names the thing on: 2023年达到…… names none."""
    before = [at for at, stop in parts_of(unit.text) if stop < start]
    dated = PART_OF_YEAR.search(unit.text, start, end)
    while before and not dated and desk.coverage(unit.text[start:end]) < _BORNE_OUT:
        start = before.pop()
    return start


def _row_beside(desk: Desk, said: Statement) -> tuple[str, Evidence] | None:
    """The figure as that of another indicator of the sentence told."""
    contexts = {e.context for e in said.evidence}
    rows = [
        row for row in _all_rows(desk) if row.sentence in contexts and _gives(desk, row) and not _is_asked(desk, row)
    ]
    if len(rows) != 1:
        return None
    claim = next(claim for claim in desk.query.claims if is_given(claim, rows))
    return f"原文的{claim}说的是：{rows[0].quote}", evidence_of_row(rows[0])
