"""Sentences made from the plans themselves: true ones, word for word or lightly reworded, and the same ones bent in one place.

Each bent sentence says something its source does not: a digit, a unit, a negation, two sentences stitched together, the twin city,
a role, a year, a bound. Made from a seed, always the same.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.plan import Duty, Target
from corpus.regions import short_name
from eval.gold.wording import fold
from index.passage import Unit
from index.snapshot import Index


@dataclass(frozen=True, slots=True)
class Claim:
    """``text`` is said of ``plan`` under the sentence ``source`` (a unit id); ``kind`` names how it was made."""

    kind: str
    text: str
    plan: str
    passage: str
    source: str


_NUMBER = re.compile(r"(?<![\dA-Za-z])\d+(?:,\d{3})*(?:\.\d+)?(?![\dA-Za-z])")
_FIGURE = re.compile(
    r"(?<![\dA-Za-z])(\d+(?:,\d{3})*(?:\.\d+)?)(%|个百分点|万吨|吨|公里|万千瓦|万立方米|立方米|亿元|万元|个|家|座|倍|户|辆)"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_OTHER_UNITS = {
    "%": "个百分点",
    "个百分点": "%",
    "万吨": "吨",
    "吨": "万吨",
    "公里": "米",
    "万千瓦": "千瓦",
    "万立方米": "立方米",
}
_OTHER_UNITS |= {
    "立方米": "万立方米",
    "亿元": "万元",
    "万元": "亿元",
    "个": "万个",
    "家": "万家",
    "座": "家",
    "倍": "%",
    "户": "万户",
    "辆": "万辆",
}


def true_claims(index: Index, seed: int = 1) -> list[Claim]:
    """True sentences of every plan: verbatim, with other small words, cut to one figure, and who is responsible."""
    rng = random.Random(seed)  # noqa: S311
    found: list[Claim] = []
    for card in index.plans:
        place = card.region or card.title
        targets = index.targets_of_plan(card.id)
        for clause in index.clauses(card.id):
            for unit in index.units_of_clause(clause.id):
                if unit.kind == "sentence" and 10 <= len(unit.text) <= 220 and not unit.text.endswith("："):
                    found += _of_sentence(rng, place, unit)
                    found += _of_figures(place, unit, [t for t in targets if t.clause == clause.id])
                elif unit.kind == "duty":
                    found += _of_duty(place, clause.title, unit, index.duties_of_clause(clause.id))
    return found


def _of_sentence(rng: random.Random, place: str, unit: Unit) -> Iterator[Claim]:
    text = unit.text.rstrip("。；！？")
    yield Claim("verbatim", f"{place}：{text}。", unit.plan, unit.passage, unit.id)
    for kind, changed in (("shortened", _shortened(text)), ("reordered", _reordered(text))):
        if changed != text:
            yield Claim(kind, f"{place}：{changed}。", unit.plan, unit.passage, unit.id)
    for reworded in sorted({_reworded(rng, text) for _ in range(3)} - {text}):
        opening = rng.choice(("提出，", "要求，", "的方案明确，", "："))
        yield Claim("reworded", f"{place}{opening}{reworded}。", unit.plan, unit.passage, unit.id)


_LED = re.compile(r"^(到20\d\d年)，([^，]{4,40}?)(达到|超过|下降|控制在|不低于|比20\d\d年)")


def _shortened(text: str) -> str:
    """The first parts of a long sentence; what follows them is left out."""
    parts = text.split("，")
    cut = "，".join(parts[: max(2, len(parts) // 2)])
    return cut if len(parts) >= 4 and cut.count("（") == cut.count("）") and cut.count("“") == cut.count("”") else text


def _reordered(text: str) -> str:
    """The year behind what it is about."""
    return _LED.sub(r"\2\1\3", text, count=1)


_REWORDINGS: tuple[tuple[str, str], ...] = (
    (r"比(20\d\d)年", r"较\1年"),
    (r"^到(20\d\d)年，", r"\1年，"),
    (r"达到(?=\d)", "达"),
    (r"(?<!率)分别达到", "分别为"),
    (r"^(?:大力|积极|全面|深入|持续|扎实|加快|着力|切实|进一步)(?=[\u4e00-\u9fff]{4})", ""),
    (r"下降(?=\d)", "降低"),
    (r"，并(?=[\u4e00-\u9fff]{3})", "，同时"),
    (r"以及", "和"),
    (r"进行", "开展"),
)


def _reworded(rng: random.Random, text: str) -> str:
    for pattern, other in rng.sample(_REWORDINGS, rng.randint(3, len(_REWORDINGS))):
        text = re.sub(pattern, other, text, count=1)
    return text


def _of_figures(place: str, unit: Unit, targets: Sequence[Target]) -> Iterator[Claim]:
    for target in targets:
        if not (unit.start <= target.start and target.end <= unit.end) or target.value is None:
            continue
        year = f"到{target.target_year}年，" if target.target_year and f"{target.target_year}年" in unit.text else ""
        if len(target.quote) >= 8 and not target.quote.startswith("力争") and target.indicator[:3] in target.quote:
            if "力争" in unit.text and "力争" not in target.quote:
                continue  # it may govern the figure from outside the quote
            yield Claim("one figure", f"{year}{place}{target.quote}。", unit.plan, unit.passage, unit.id)


def _of_duty(place: str, title: str, unit: Unit, duties: Sequence[Duty]) -> Iterator[Claim]:
    here = [d for d in duties if unit.start <= d.start and d.end <= unit.end and not d.rule]
    lead = [d.body for d in here if d.role == "lead"]
    rest = [d.body for d in here if d.role != "lead" and (d.role != "join" or re.search("负责|职责", d.phrase))]
    join = [d.body for d in here if d.role == "join" and re.search("配合|协", d.phrase)]
    subject = f"{place}{title}" if title else f"{place}这项工作"
    if lead and rest:
        yield Claim(
            "duty",
            f"{subject}由{'、'.join(lead)}牵头，{'、'.join(rest)}按职责分工负责。",
            unit.plan,
            unit.passage,
            unit.id,
        )
    elif lead and join:
        yield Claim(
            "duty", f"{subject}由{'、'.join(lead)}牵头，{'、'.join(join)}配合。", unit.plan, unit.passage, unit.id
        )
    elif lead:
        yield Claim("duty", f"{subject}由{'、'.join(lead)}牵头。", unit.plan, unit.passage, unit.id)
    elif rest:
        yield Claim("duty", f"{subject}由{'、'.join(rest)}负责。", unit.plan, unit.passage, unit.id)


Bend = Callable[[random.Random, Index, Claim, Unit], str]


def bent_claims(index: Index, claims: Sequence[Claim], kind: str, most: int, seed: int = 2) -> list[Claim]:
    """At most ``most`` of the claims, each bent in the way ``kind`` names; claims that offer no place for it are passed over."""
    rng = random.Random(f"{seed}{kind}")  # noqa: S311
    bend = BENDS[kind]
    found: list[Claim] = []
    seen: set[str] = set()
    for claim in rng.sample(list(claims), len(claims)):
        if len(found) >= most:
            break
        unit = _unit(index, claim)
        bent = bend(rng, index, claim, unit)
        if bent and fold(bent) != fold(claim.text) and bent not in seen:
            seen.add(bent)
            found.append(Claim(kind, bent, claim.plan, claim.passage, claim.source))
    return found


def _unit(index: Index, claim: Claim) -> Unit:
    clause = index.passage(claim.passage).clause
    return next(u for u in index.units_of_clause(clause) if u.id == claim.source)


def _digit(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    """One digit of a figure changed, to a figure that its passage does not hold."""
    found = list(_FIGURE.finditer(claim.text))
    if not found:
        return ""
    chosen = rng.choice(found)
    held = {n.replace(",", "") for n in _NUMBER.findall(fold(index.passage(claim.passage).text))}
    at = rng.choice([i for i, c in enumerate(chosen.group(1)) if c.isdigit()])
    for digit in rng.sample("123456789", 9):
        number = chosen.group(1)[:at] + digit + chosen.group(1)[at + 1 :]
        if number.replace(",", "") not in held:
            return claim.text[: chosen.start(1)] + number + claim.text[chosen.end(1) :]
    return ""


def _swapped(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    """A figure of another indicator of the same sentence in place of its own."""
    mine = list(_FIGURE.finditer(claim.text))
    theirs = [m.group(1) for m in _FIGURE.finditer(unit.text)]
    if claim.kind != "one figure" or len(mine) != 1 or "力争" in unit.text:
        return ""
    others = sorted({t for t in theirs if t != mine[0].group(1) and t not in claim.text})
    same_unit = [o for o in others if f"{o}{mine[0].group(2)}" in unit.text]
    if not same_unit:
        return ""
    return claim.text[: mine[0].start(1)] + rng.choice(same_unit) + claim.text[mine[0].end(1) :]


def _other_unit(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    found = list(_FIGURE.finditer(claim.text))
    if not found:
        return ""
    chosen = rng.choice(found)
    other = _OTHER_UNITS[chosen.group(2)]
    if fold(chosen.group(1) + other) in fold(unit.text):
        return ""
    return claim.text[: chosen.start(2)] + other + claim.text[chosen.end(2) :]


_VERBS = re.compile(
    r"(?<=[，：])(?:推进|推动|加强|开展|实施|建设|建立|完善|推广|支持|鼓励|强化|落实|加快|提升|优化|严格执行|健全|引导|发展|组织|培育)"
)
_FREED = (("严禁", "鼓励"), ("禁止", "允许"), ("不得", "可以"), ("不再", "继续"), ("杜绝", "允许"), ("未", "已"))
_BOUNDS_NOT = (("不低于", "低于"), ("不高于", "高于"), ("不超过", "超过"), ("不少于", "少于"))


def _negation(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    """A negation put in, taken out or turned."""
    turned = [(a, b) for a, b in (*_FREED, *_BOUNDS_NOT) if a in claim.text and f"{a}来" not in claim.text]
    if turned:
        old, new = rng.choice(turned)
        return claim.text.replace(old, new, 1)
    found = list(_VERBS.finditer(claim.text))
    if not found:
        return ""
    chosen = rng.choice(found)
    return (
        claim.text[: chosen.start()] + rng.choice(("不得", "禁止", "不再", "未", "严禁")) + claim.text[chosen.start() :]
    )


def _stitched(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:
    """What one sentence is about, with the figure of another sentence of the same passage."""
    clause = index.passage(claim.passage).clause
    others = [
        u
        for u in index.units_of_clause(clause)
        if u.passage == claim.passage and u.id != unit.id and u.kind == "sentence" and _FIGURE.search(u.text)
    ]
    if not others:
        return ""
    other = rng.choice(others)
    figure = rng.choice(list(_FIGURE.finditer(other.text)))
    if fold(figure.group()) in fold(unit.text):
        return ""
    mine = list(_FIGURE.finditer(claim.text))
    if mine:
        return claim.text[: mine[0].start()] + figure.group() + claim.text[mine[0].end() :]
    return f"{claim.text.rstrip('。')}，达到{figure.group()}。"


def _twin(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:
    """The name of another plan's city in place of its own."""
    own = index.plan(claim.plan).region
    others = [
        c.region for c in index.plans if c.region and c.id != claim.plan and short_name(c.region) not in unit.text
    ]
    if own not in claim.text or not others:
        return ""
    return claim.text.replace(own, rng.choice(others))


def _role(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    """Another role: 牵头 for 配合, 负责 for 牵头, or the bodies changed about."""
    if claim.kind != "duty":
        return ""
    lead = re.search(r"由([^，。]+?)牵头", claim.text)
    rest = re.search(r"牵头，([^。]+?)(按职责分工负责|配合)。", claim.text)
    if lead and rest:
        one, other = lead.group(1), rest.group(1).split("、")[0]
        swapped = claim.text.replace(one, "＠", 1).replace(other, one, 1).replace("＠", other, 1)
        return rng.choice(
            [swapped, claim.text.replace("牵头", "配合", 1), claim.text.replace(f"由{one}牵头，", f"由{one}配合，")]
        )
    if lead:
        return claim.text.replace("牵头", rng.choice(("配合", "参与")), 1)
    return re.sub("负责。$", rng.choice(("牵头。", "配合。", "参与。")), claim.text)


def _year(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    found = list(_YEAR.finditer(claim.text))
    if not found:
        return ""
    chosen = rng.choice(found)
    year = rng.choice(
        [y for y in ("2015", "2019", "2020", "2022", "2023", "2024", "2026", "2030", "2035") if y != chosen.group()]
    )
    return claim.text[: chosen.start()] + year + claim.text[chosen.end() :]


_COMPARATORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<=[\d%吨个家])以上", ("以下", "以内", "左右")),
    (r"(?<=[\d%吨个家])以下", ("以上",)),
    (r"(?<=[\d%吨个家])以内", ("以上",)),
    (r"(?<=[\d%吨个家])左右", ("以上", "以内")),
    ("不低于|不少于", ("不高于", "低于")),
    ("不高于|不超过", ("不低于", "超过")),
    ("(?<!不)超过", ("不超过", "低于")),
    ("下降(?=[\\d到约])", ("上升", "增长")),
    ("(?<=[年量耗])下降", ("上升",)),
    ("降低(?=\\d)", ("提高",)),
    ("力争(?=下降|达到|控制|使|实现|[^，]{0,8}\\d)", ("", "确保不低于")),
    ("(?:增长|提高|上升)(?=[\\d到约])", ("下降", "减少")),
    ("达到(?=\\d)", ("不超过", "不到", "下降到")),
)


def _comparator(rng: random.Random, index: Index, claim: Claim, unit: Unit) -> str:  # noqa: ARG001
    offered = [(m, others) for pattern, others in _COMPARATORS for m in re.finditer(pattern, claim.text)]
    if not offered:
        return ""
    chosen, others = rng.choice(offered)
    return claim.text[: chosen.start()] + rng.choice(others) + claim.text[chosen.end() :]


BENDS: dict[str, Bend] = {
    "digit": _digit,
    "unit": _other_unit,
    "negation": _negation,
    "stitched": _stitched,
    "twin city": _twin,
    "swapped figure": _swapped,
    "role": _role,
    "year": _year,
    "comparator": _comparator,
}
