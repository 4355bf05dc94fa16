"""Figures of more plans than one answer tells of, in order, and what is said of them in lines: how many give it, the ends, what is reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from index.snapshot import Index
from retrieval.answers.compute import adds_up, bounds_asked, compute, in_base_units, one_asked, say_total
from retrieval.answers.holdings import called
from retrieval.answers.many.gathered import Gathered
from retrieval.answers.many.nested import inside_others
from retrieval.answers.many.placed import Placed, first_of, in_order, levels
from retrieval.answers.many.saying import Saying
from retrieval.answers.measured import Measured, measure
from retrieval.answers.order import named
from retrieval.answers.statement import Statement
from retrieval.question.bounds import Bound
from retrieval.question.places import place_name
from retrieval.question.query import Query
from retrieval.search.figures import is_given, plain_number
from retrieval.search.window import WeightedConcept

#: So many places stand in the table where the question does not say how many, and so many at most.
SHOWN, _MOST_SHOWN = 10, 50
#: Of places that are level at an end, or that are left out, so many are named.
NAMED = 5
_PAIR = 2


@dataclass(frozen=True)
class Figures:
    """The figures of one measure that the plans in scope give; ``ordered`` has the highest first."""

    index: Index
    query: Query
    gathered: Gathered
    measured: Measured
    ordered: Sequence[Placed]
    saying: Saying

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The bounds that the question sets for them."""
        return bounds_asked(self.query.asking, self.measured)

    @cached_property
    def sought(self) -> tuple[str, ...]:
        """The figures of which it is asked who gives them: 哪些市的能耗下降14.5%."""
        return self.query.figures if self.query.kind == "which" and not self.bounds else ()

    @cached_property
    def ascends(self) -> bool:
        """Whether the lowest comes first: where it is asked so, or where what lies below a bound is."""
        return self.bounds[0].below if self.bounds else self.query.asking.ascending

    @cached_property
    def sides(self) -> tuple[list[Placed], list[Placed]]:
        """(those on the side of every bound, those of which the plan's words leave it open), those farthest from the bound first."""
        inside, unsure = [], []
        if self.sought:
            rows = self.gathered.rows
            giving = [one for one in self.ordered if any(is_given(f, rows[one.term.plan]) for f in self.sought)]
            return giving, []
        ordered = in_order(in_base_units(self.measured, self.bounds))
        for one in ordered[::-1] if self.ascends else ordered:
            held = {one.reach.holds(bound) for bound in self.bounds}
            if held == {True}:
                inside.append(one)
            elif None in held and False not in held:
                unsure.append(one)
        return inside, unsure

    @property
    def sides_said(self) -> str:
        """The bounds, or the figures sought, as the question says them."""
        return f"给出{'、'.join(self.sought)}" if self.sought else "、".join(b.said for b in self.bounds if b.said)

    @cached_property
    def _inside(self) -> set[str]:
        return inside_others(self.index, [one.term.plan for one in self.ordered])

    def apart(self, placed: Sequence[Placed]) -> list[Placed]:
        """Those of some whose places do not lie inside that of another plan: they have a sum."""
        return [one for one in placed if one.term.plan not in self._inside]

    @cached_property
    def meant(self) -> Sequence[Placed]:
        """Those that are asked for, in the order asked: all, or those on the side of a bound."""
        if self.bounds or self.sought:
            return self.sides[0]
        return self.ordered[::-1] if self.ascends else self.ordered

    @cached_property
    def shown(self) -> Sequence[Placed]:
        """Those that stand in the table: so many as are asked for, and those level with the last of them."""
        asking = self.query.asking
        numbered = asking.nth(len(self.ordered))
        many = min(asking.so_many or SHOWN, _MOST_SHOWN)
        if numbered and not asking.so_many:
            at = len(self.ordered) - 1 - numbered[0] if self.ascends else numbered[0]
            many = min(max(many, at + 1), _MOST_SHOWN)
        shown = first_of(self.meant, many, many + NAMED)
        return [*shown, *(one for one in self.meant if one.term.plan == self.one and one not in shown)]

    @cached_property
    def one(self) -> str:
        """The plan whose place among all is asked for; empty where that is not asked, or it gives no figure."""
        asked = self.query.ranked or self.query.asking.rank
        own = one_asked(self.query.asking, self.measured, self.query.ranked) if asked else None
        return own.plan if own else ""


def figures_of(index: Index, query: Query, weighted: Sequence[WeightedConcept], gathered: Gathered) -> Figures | None:
    """The figures of one measure in order; None where fewer than two plans give one."""
    measured = measure(gathered.terms)
    if not measured:
        return None
    return Figures(index, query, gathered, measured, in_order(measured), Saying(index, query, weighted, gathered))


def lines_of(figures: Figures) -> list[Statement]:
    """How many plans give it, and what is asked of their figures."""
    if figures.bounds or figures.sought:
        return [_counted(figures), *_within(figures)]
    reckoning = figures.query.asking.reckoning
    if figures.one:
        return [_counted(figures), _place_of(figures, figures.one)]
    said = [_counted(figures), *_difference(figures)] if reckoning.difference else [_counted(figures)]
    if reckoning.sum and not reckoning.share_of_all and adds_up(figures.measured):
        said.append(_sum(figures))
    if reckoning.mean and not any(one.reach.is_range for one in figures.ordered):
        said.append(_mean(figures))
    return [*said, _ends(figures)]


def _counted(figures: Figures) -> Statement:
    """Of how many plans how many give the figure, and for which year."""
    plans, terms = figures.query.scope.plans, figures.gathered.terms
    years = {term.target.target_year for term in terms if term.target.target_year}
    year = f"{years.pop()}年" if len(years) == 1 else ""
    noun = called(figures.index)
    some = f"，{len(terms)}份" if len(terms) < len(plans) else "都"
    text = f"{len(plans)}份{noun}{some}给出了{year}{figures.gathered.canonical}的数。"
    return Statement(text, own_words=(text,))


def _ends(figures: Figures) -> Statement:
    """Which are the highest and the lowest, or the one at the place asked; with the order of all, for whoever asks on."""
    groups = levels(figures.ordered)
    asking = figures.query.asking
    numbered = asking.nth(len(figures.ordered))
    computed: list[str] = []
    told: list[tuple[str, Sequence[Placed]]]
    if len(groups) == 1:
        told = [(f"{len(figures.ordered)}份都是", groups[0])]
    elif numbered:
        at, place = numbered
        own = figures.ordered[at]
        told = [(f"{place}的是", next(group for group in groups if own in group))]
    elif 1 < asking.so_many < len(figures.ordered):
        told = [(f"最{'低' if figures.ascends else '高'}的{len(figures.shown)}个是", figures.shown)]
    else:
        told = [("最高的是", groups[0]), ("最低的是", groups[-1])]
        told = told[::-1] if figures.ascends else told
    said = []
    for words, group in told:
        more = f"等{len(group)}个" if len(group) > SHOWN else ""
        said.append(f"{words}{named([one.term for one in group[:SHOWN]])}{more}")
        computed += [words, more] if more else [words]
    proof = figures.saying.evidence([one.term.plan for _, group in told for one in group[:SHOWN]])
    picks = told[0][1][0].term.plan if asking.picked(len(figures.ordered)) is not None else ""
    ranking = tuple(one.term.plan for one in figures.ordered)
    tied = tuple(tuple(one.term.plan for one in group) for group in groups if len(group) > 1)
    text = f"{'，'.join(said)}。"
    return Statement(text, proof, own_words=tuple(filter(None, computed)), picks=picks, ranking=ranking, tied=tied)


def _place_of(figures: Figures, plan: str) -> Statement:
    """The place of one among all: 甲市（14.5%）排第2，共289个."""
    at = next(at for at, one in enumerate(figures.ordered) if one.term.plan == plan)
    own = figures.ordered[at]
    level = [one for one in figures.ordered if one.level == own.level]
    first = figures.ordered.index(level[0]) + 1
    end = figures.query.asking.picked(len(figures.ordered)) if figures.query.asking.whether else None
    verdict = "" if end is None else "是，" if figures.ordered[end] in level else "不是，"
    place = f"{verdict}由高到低{'并列' if len(level) > 1 else '排'}第{first}（共{len(figures.ordered)}个）"
    words = f"{named([own.term])}{place}。"
    ranking = tuple(one.term.plan for one in figures.ordered)
    return Statement(words, figures.saying.evidence([plan]), own_words=(place,), ranking=ranking)


def _within(figures: Figures) -> list[Statement]:
    """How many are on the side asked of a bound, which are those farthest from it; or that there is none, and what the end is."""
    inside, unsure = figures.sides
    said = figures.sides_said
    statements = []
    if inside:
        text = f"{said}的有{len(inside)}个。"
        ranking = tuple(one.term.plan for one in inside)
        statements.append(Statement(text, own_words=(text,), ranking=ranking))
    else:
        end = levels(figures.ordered)[-1 if figures.ascends else 0][:NAMED]
        none = f"没有{'能断定' if unsure else ''}{said}的"
        text = f"{none}，最{'低' if figures.ascends else '高'}的是{named([one.term for one in end])}。"
        proof = figures.saying.evidence([one.term.plan for one in end])
        statements.append(Statement(text, proof, own_words=(none,)))
    if unsure:
        words = f"原文的写法不能断定是否{said}的有{len(unsure)}个"
        more = "等" if len(unsure) > NAMED else ""
        text = f"{words}：{named([one.term for one in unsure[:NAMED]])}{more}。"
        proof = figures.saying.evidence([one.term.plan for one in unsure[:NAMED]])
        statements.append(Statement(text, proof, own_words=(words,)))
    return statements


def _difference(figures: Figures) -> list[Statement]:
    """What the highest has beyond the lowest, or one place asked beyond another, with its terms shown."""
    held = figures.query.asking.two_places(len(figures.ordered)) or ((0, ""), (len(figures.ordered) - 1, ""))
    pair = [figures.ordered[at].term for at, _ in held]
    plans = [term.plan for term in pair]
    return [
        Statement(f"{result.text}。", figures.saying.evidence(plans), own_words=result.computed)
        for result in compute(figures.query.asking, pair)
        if len(result.terms) == _PAIR and not result.ranks
    ]


def _sum(figures: Figures) -> Statement:
    """All together, or the first of the order where so many of them are asked for."""
    many = figures.query.asking.so_many
    chosen = figures.meant[:many] if 1 < many < len(figures.ordered) else figures.ordered
    told = figures.apart(chosen)
    end = f"{'最低' if figures.ascends else '最高'}的" if len(chosen) < len(figures.ordered) else ""
    nested = len(chosen) - len(told)
    left = f"（另有{nested}份是其中某地所辖的，已在那里的数里，不重复相加）" if nested else ""
    text = f"{end}{len(told)}个合计{say_total([one.reach for one in told], told[0].amount.unit)}{left}。"
    return Statement(text, own_words=(text,))


def _mean(figures: Figures) -> Statement:
    """The mean, with the sum and the number that it is of."""
    total, many = sum(one.amount.value for one in figures.ordered), len(figures.ordered)
    text = f"平均约{plain_number(total / many)}{figures.ordered[0].amount.unit}（{plain_number(total)}÷{many}）。"
    return Statement(text, own_words=(text,))


def remainder(figures: Figures) -> str:
    """What is not in the order: how many plans give no figure, or one that cannot be weighed with the others, and why."""
    index, gathered = figures.index, figures.gathered
    said = [f"{why}给出、没有一起比的{_some(index, plans)}" for why, plans in gathered.apart.items()]
    if gathered.silent:
        said.append(f"没有给出这个数的{_some(index, gathered.silent)}")
    return f"{'；'.join(said)}。" if said else ""


def _some(index: Index, plans: Sequence[str]) -> str:
    """How many plans, and the first few of them."""
    places = "、".join(place_name(index.plan(plan)) for plan in plans[:NAMED])
    return f"{len(plans)}份：{places}{'等' if len(plans) > NAMED else ''}"
