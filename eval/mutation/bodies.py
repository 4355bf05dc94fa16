"""Other departments that could stand in a responsibility bracket: from other brackets, or ones no plan here names."""

from collections.abc import Collection, Sequence
from random import Random

from eval.mutation.labels import DutyLabel

#: Departments that any city may have; most plans on energy and emissions name none of them.
ELSEWHERE = (
    "市审计局 市民政局 市信访局 市医疗保障局 市退役军人事务局 市气象局 市林业局 市国资委 市外事办 市民族宗教事务局 "
    "市文化和旅游局 市数据资源管理局 市投资促进局 市体育局 市档案局 市地震局 市烟草专卖局 市供销合作社 市消防救援支队 市海关"
).split()
BODY_WAYS = ("other_bracket", "other_plan", "elsewhere", "elsewhere_again", "twin")


def change_body(label: DutyLabel, way: str, labels: Sequence[DutyLabel], taken: Collection[str], random: Random) -> str:
    """A body to stand in the label's place, by one of ``BODY_WAYS``; none of ``taken`` (the bracket's present and new bodies).

    ``twin`` is the body at the same place of the most similar clause of another plan. Where a way leads nowhere new, a
    department from elsewhere stands in.
    """
    choices = {
        "other_bracket": [b for b in _bodies(labels) if _plan_has(labels, label.plan, b)],
        "other_plan": [b for b in _bodies(labels) if not _plan_has(labels, label.plan, b)],
        "twin": _twins(label, labels),
    }.get(way, list(ELSEWHERE))
    for pool in (choices, list(ELSEWHERE), _bodies(labels)):
        fresh = [b for b in pool if not _clashes(b, taken)]
        if fresh:
            return fresh[0] if way == "twin" and pool is choices else random.choice(fresh)
    raise ValueError(f"no other department for {label.body!r}")


def _clashes(body: str, taken: Collection[str]) -> bool:
    return any(body in other or other in body for other in taken)


def _bodies(labels: Sequence[DutyLabel]) -> list[str]:
    """Bodies with names that stand by themselves, sorted."""
    return sorted({one.body for one in labels if one.body.startswith("市") and len(one.body) <= 12})


def _plan_has(labels: Sequence[DutyLabel], plan: str, body: str) -> bool:
    return any(one.plan == plan and body in one.quote for one in labels)


def _twins(label: DutyLabel, labels: Sequence[DutyLabel]) -> list[str]:
    """Bodies of the other plan's clause with the most similar heading: the one at the same place first."""
    from eval.mutation.draft import likeness

    others = {(one.plan, one.section, one.title) for one in labels if one.plan != label.plan}
    if not others:
        return []
    plan, section, title = max(sorted(others), key=lambda o: likeness(o[2], label.title))
    if likeness(title, label.title) < 0.4:
        return []
    bracket = [one for one in labels if (one.plan, one.section) == (plan, section) and one.body.startswith("市")]
    return [one.body for one in sorted(bracket, key=lambda one: (one.order != label.order, one.order))]
