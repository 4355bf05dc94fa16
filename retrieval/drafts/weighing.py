"""One figure of a draft held against all that a plan states: whether the plan says so, something else, or nothing of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from retrieval.drafts.said import Said
from retrieval.drafts.sameness import Likeness, content, likeness
from retrieval.drafts.shelf import Stated

Verdict = Literal["agrees", "differs", "absent", "unclear"]
#: A name of which the plan's says so much more is too wide to be denied by it.
_TOO_WIDE = 0.85
#: A figure of the plan is the nearest where no more than this of what the draft names is missing.
_NEAR = 0.5
#: So many different figures may be meant; of more it is not told which.
_MOST_MEANT = 3
_BOUNDS = {"at_least": "以上（不少于）", "at_most": "以内（不多于）", "about": "左右", "": "没有限定"}
_FALLS = re.compile("[减降]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT_MISSING = "没有单位，没有核对"
_UNNAMED = "稿中没有说这是什么的数"
_OTHER_THING = "方案里有这个数，是不是同一项要看原句"
_SEVERAL = "方案里有几个数都可能是它，稿中没有说清是哪一个"
_TOO_VAGUE = "稿中的说法太宽，对不上方案的哪一项"


@dataclass(frozen=True, slots=True)
class Weighed:
    """``why`` it differs or is not clear, empty where the figures themselves say it; ``notes`` what to know though it agrees.

    ``stated`` are the plan's own figures it goes by, of what is absent the nearest one.
    """

    verdict: Verdict
    why: str = ""
    notes: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()


_Held = tuple[Likeness, Stated]


def weigh(claim: Said, stated: Sequence[Stated], region: str = "") -> Weighed:
    """What a plan's figures say of one of a draft; ``region`` is what the plan is of."""
    held = [(likeness(claim, one), one) for one in stated if claim.amount.is_in_unit_of(one.said.amount)]
    group = _of_whole_kind(claim, _meant(held))
    if group:
        found = _weigh_group(claim, _over_the_same(claim, group, region), group)
        equal = _equal(claim, held) if found.verdict == "absent" else []
        return Weighed("unclear", _OTHER_THING, stated=_first(equal)) if equal else found
    if not content(claim.name):
        return Weighed("unclear", _UNNAMED)
    if other := [one for one in stated if _is_in_another_unit(claim, one.said)]:
        return Weighed("differs", "单位不同", stated=tuple(other[:_MOST_MEANT]))
    return _unfound(claim, held)


def weigh_number(claim: Said, stated: Sequence[Stated]) -> Weighed:
    """What a plan's figures say of a number that a draft tells without its unit: one of the very same thing, in whatever unit, says so or otherwise."""
    group = (
        _of_whole_kind(claim, _meant([(likeness(claim, one), one) for one in stated])) if content(claim.name) else []
    )
    group = [each for each in group if not claim.year or each[1].said.year in (None, claim.year)]
    same = [one for _, one in group if _number_in(one.words) == claim.amount.low]
    if same:
        return Weighed("agrees", notes=(f"方案写的是{same[0].told}",), stated=tuple(same[:1]))
    if len({one.words for _, one in group}) == 1:
        return Weighed("differs", stated=_first(group))
    return Weighed("unclear", _UNIT_MISSING)


def _number_in(words: str) -> float | None:
    found = _NUMBER.search(words.replace(",", ""))
    return float(found.group()) if found else None


def _meant(held: Sequence[_Held]) -> list[_Held]:
    """The figures of the plan that are of what the draft's is of: said in the same words, by the same name, or all that it names."""
    best = max((like.grade for like, _ in held), default=0)
    group = [(like, one) for like, one in held if like.grade == best]
    if best == 0:
        return []
    if best == 3:
        most = max(like.shared for like, _ in group)
        return [(like, one) for like, one in group if like.shared == most]
    least = min(like.extra for like, _ in group)
    return group if best == 2 or least > 0 else [each for each in group if each[0].extra == 0]


def _of_whole_kind(claim: Said, group: Sequence[_Held]) -> list[_Held]:
    """Those whose name begins with what the draft names, if any do: 汽车产量继续增长 is 汽车产量, 新能源汽车产量 that of a sort of them."""
    return [each for each in group if claim.name and each[1].said.name.startswith(claim.name)] or list(group)


def _over_the_same(claim: Said, group: Sequence[_Held], region: str) -> list[_Held]:
    """Those of the figures meant that are said of the same part or of the whole, and by the year where the draft's is, if any are."""
    own = [each for each in group if _is_over_the_same(claim, each[1].said, region)] or list(group)
    return [each for each in own if each[1].said.yearly == claim.yearly] or own


def _is_in_another_unit(claim: Said, own: Said) -> bool:
    """Whether a plan says the same indicator in a unit that the draft's cannot be brought to."""
    return bool(claim.canonical) and own.canonical == claim.canonical and not claim.amount.is_in_unit_of(own.amount)


def _is_over_the_same(claim: Said, own: Said, region: str) -> bool:
    """Whether both are said of the same part, or of the whole: 全市, 某市城市 of that city itself."""
    if claim.has_own_scope:
        return claim.scope in (own.scope, own.scope.removeprefix(region))
    return not own.has_own_scope or bool(region and own.scope.startswith(region))


def _weigh_group(claim: Said, group: Sequence[_Held], wider: Sequence[_Held]) -> Weighed:
    """The verdict by the figures meant; one that only the ``wider`` ones have may be of another part, and leaves it open."""
    in_year = [each for each in group if each[1].said.year == claim.year] if claim.year else group
    in_year = in_year or [each for each in group if each[1].said.year is None]
    meant = in_year or group
    equal = _equal(claim, meant)
    if not in_year and not equal:
        years = "、".join(f"{year}年" for year in dict.fromkeys(one.said.year for _, one in group))
        return Weighed("absent", f"方案没有{claim.year}年的数，写的是{years}", stated=_first(group))
    elsewhere = [each for each in _equal(claim, wider) if not claim.year or each[1].said.year in (None, claim.year)]
    if not equal and not elsewhere:
        return _denied(claim, meant)
    if not equal or _is_open(claim, meant, equal):
        return Weighed("unclear", _SEVERAL, stated=_first(meant if equal else [*elsewhere, *meant]))
    found = [(_faults(claim, one.said), like, one) for like, one in equal]
    fault, like, one = min(found, key=lambda each: (len(each[0]), -each[1].shared))
    others = [other for _, other in meant if not claim.amount.equals(other.said.amount)]
    if fault:
        return Weighed("differs", "；".join(fault), stated=(one, *others[: _MOST_MEANT - 1]))
    notes = [*_notes(claim, one.said, like), *_dated(claim, one, others)]
    return Weighed("agrees", notes=tuple(notes), stated=(one,))


def _equal(claim: Said, group: Sequence[_Held]) -> list[_Held]:
    return [each for each in group if claim.amount.equals(each[1].said.amount)]


def _denied(claim: Said, meant: Sequence[_Held]) -> Weighed:
    different = {(one.said.amount, one.said.aim) for _, one in meant}
    wide = all(like.grade == 1 and like.extra > _TOO_WIDE for like, _ in meant)
    if len(different) > _MOST_MEANT or wide:
        return Weighed("unclear", _TOO_VAGUE, stated=_first(meant))
    firm_first = sorted(meant, key=lambda each: each[1].said.aim != claim.aim)
    return Weighed("differs", stated=_first(firm_first))


def _is_open(claim: Said, meant: Sequence[_Held], equal: Sequence[_Held]) -> bool:
    """Whether other figures may as well be meant: none is that is hoped for beside a firm one, or for another year where none is told."""
    others = [each[1].said for each in meant if each not in equal]
    return any(_may_be_meant(claim, other, one.said) for other in others for _, one in equal)


def _may_be_meant(claim: Said, other: Said, own: Said) -> bool:
    if other.canonical != own.canonical or not own.canonical:
        return True
    return other.aim == own.aim and (bool(claim.year) or other.year == own.year)


def _first(group: Sequence[_Held]) -> tuple[Stated, ...]:
    return tuple(one for _, one in group[:_MOST_MEANT])


def _unfound(claim: Said, held: Sequence[_Held]) -> Weighed:
    """Nothing of the plan is of it: what is nearest, and whether that has the figure all the same."""
    near = sorted(
        (each for each in held if each[0].missing <= _NEAR), key=lambda each: (each[0].missing, each[0].extra)
    )
    equal = [each for each in near if claim.amount.equals(each[1].said.amount)]
    if equal:
        return Weighed("unclear", _OTHER_THING, stated=_first(equal[:1]))
    return Weighed("absent", "", stated=_first(near[:1]))


def _faults(claim: Said, own: Said) -> list[str]:
    """What is wrong with the way in which a draft states a figure that the plan gives."""
    faults = []
    if claim.year and own.year and claim.year != own.year:
        faults.append(f"方案说的是{own.year}年")
    if claim.base and own.base and claim.base != own.base:
        faults.append(f"方案比的是{own.base}年")
    if own.aim and not claim.aim:
        faults.append("方案写的是力争")
    if claim.aim and not own.aim:
        faults.append("方案没有说力争")
    if {claim.bound, own.bound} == {"at_least", "at_most"} or (claim.bound == "at_most" and not own.bound):
        faults.append(f"方案写的是{_BOUNDS[own.bound]}")
    if claim.direction and own.direction != claim.direction:
        faults.append("升降与方案不同")
    return faults


def _dated(claim: Said, own: Stated, others: Sequence[Stated]) -> list[str]:
    """Where a draft names no year and the plan has figures of several: of which this one is, or what another is."""
    apart = [other for other in others if other.said.year != own.said.year]
    if claim.year or not apart:
        return []
    other = apart[0]
    return [f"方案另有{f'{other.said.year}年的' if other.said.year else ''}{other.told}"]


def _notes(claim: Said, own: Said, like: Likeness) -> list[str]:
    """What to know of a figure that the plan gives."""
    notes = []
    if claim.bound != own.bound:
        said = f"方案有“{_BOUNDS[own.bound]}”" if own.bound else f"方案没有说“{_BOUNDS[claim.bound]}”"
        notes.append(said)
    if own.direction == "down" and not claim.direction and not _FALLS.search(own.name):
        notes.append("方案说的是下降或减少的量")
    if like.grade == 1 and like.extra:
        notes.append(f"方案的说法是“{own.name}”" if own.is_row else "方案的说法更长，请对照原句")
    return notes
