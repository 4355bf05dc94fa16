"""Lists whose heading gives the years of their values in order: below 主要指标（2020年实绩、2025年目标依次列示） stands 森林覆盖率：58.2%，59%。"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.comparisons import After, Approach, compare, qualifier_of, read_after
from corpus.figures import Figure
from corpus.plan import Clause
from corpus.rows import Row

#: A heading, or a sentence, says that several values follow in the order of the things named.
IN_ORDER = re.compile("依次|分别|按顺序|顺次|对应")
_YEAR = re.compile(r"20\d\d(?=年)")
#: 2020年实绩: where things stood.
_STOOD = re.compile(r"(20\d\d)年(?:末|底)?(?:的)?(?:实绩|实际|基期|基数|现状|完成)")
_FEWEST_YEARS = 2
#: What may stand between two values, and behind the last one.
_BETWEEN = re.compile(r"[\s，、；/／|→—-]{1,4}")
_OPENING = re.compile(r"[：:]?\s*")
_KIND = re.compile(r"[，、；]?\s*[（(]?(?P<kind>约束性|预期性|指导性)")


def years_in_order(heading: str) -> Sequence[int]:
    """The years that a heading gives for the values below it, in order; none where it gives no order."""
    years = [int(year) for year in _YEAR.findall(heading)] if IN_ORDER.search(heading) else []
    return years if len(years) >= _FEWEST_YEARS and all(a < b for a, b in pairwise(years)) else []


def ordered_rows(
    clause: Clause, reading: str, figures: Sequence[Figure], written: int | None, whole: str, *, behind: bool = False
) -> Iterator[Row]:
    """The goals of a clause that is a name and one value a year; with ``behind`` how things stood, in years before the plan was ``written``.

    Args:
        whole: the scope of the plan.
    """
    years = years_in_order(clause.path[-2]) if len(clause.path) > 1 else []
    if not years or not clause.title or len(figures) != len(years):
        return
    start = reading.find(clause.title)
    afters = [read_after(reading, figure.end, len(reading)) for figure in figures]
    if start < 0 or not _stand_together(reading, start + len(clause.title), figures, afters):
        return
    kind = _KIND.match(reading, afters[-1].end)
    stood = {int(year) for year in _STOOD.findall(clause.path[-2])}
    for year, figure, after in zip(years, figures, afters, strict=True):
        if behind != (year in stood or bool(written and year < written)):
            continue
        said = qualifier_of(Approach(figure.start), after, "")
        yield Row(
            name=clause.title,
            figure=figure,
            comparison=compare(Approach(figure.start), after, amount_reduced=False, more=bool(figure.more)),
            base_year=None,
            year=year,
            qualifier="；".join(word for word in (said, kind["kind"] if kind and not behind else "") if word),
            scope=whole,
            start=start,
            end=kind.end() if kind else afters[-1].end,
            sentence=(start, len(reading)),
        )


def _stand_together(reading: str, at: int, figures: Sequence[Figure], afters: Sequence[After]) -> bool:
    """Whether values follow a name that ends at ``at``, and each other, with no words between."""
    joined = all(
        _BETWEEN.fullmatch(reading, after.end, following.start)
        for after, following in zip(afters[:-1], figures[1:], strict=True)
    )
    return joined and bool(_OPENING.fullmatch(reading, at, figures[0].start))
