"""Other departments that could stand in a responsibility bracket: from other brackets, or ones no plan here names."""

from collections.abc import Collection, Sequence
from random import Random

from eval.proofs.mutation.draft import likeness
from eval.proofs.mutation.labels import DutyLabel

#: Departments that any city may have; most plans on energy and emissions name none of them.
ELSEWHERE = (
    "市审计局 市民政局 市信访局 市医疗保障局 市退役军人事务局 市气象局 市林业局 市国资委 市外事办 市民族宗教事务局 "
    "市文化和旅游局 市数据资源管理局 市投资促进局 市体育局 市档案局 市地震局 市烟草专卖局 市供销合作社 市消防救援支队 市海关"
).split()
#: Two clauses whose headings share this much are about the same thing.
_ALIKE = 0.4
BODY_WAYS = ("other_bracket", "other_plan", "elsewhere", "elsewhere_again", "twin")


class Pool:
    """The departments of a set of labels: which plan has which, and which clauses of two plans are alike."""

    def __init__(self, labels: Sequence[DutyLabel]) -> None:
        """Names that stand by themselves are kept; 有关部门 and companies replace nobody."""
        self._bodies = sorted({one.body for one in labels if one.body.startswith("市") and len(one.body) <= 12})
        self._texts = {one.plan: "".join({o.quote for o in labels if o.plan == one.plan}) for one in labels}
        self._brackets: dict[tuple[str, str, str], list[DutyLabel]] = {}
        for one in labels:
            self._brackets.setdefault((one.plan, one.section, one.title), []).append(one)

    def change(self, label: DutyLabel, way: str, taken: Collection[str], random: Random) -> str:
        """A body to stand in the label's place, by one of ``BODY_WAYS``; none of ``taken`` (the bracket's present and new bodies).

        ``twin`` is the body at the same place of the most similar clause of another plan. Where a way leads nowhere new, a
        department from elsewhere stands in.
        """
        choices = {
            "other_bracket": [b for b in self._bodies if b in self._texts[label.plan]],
            "other_plan": [b for b in self._bodies if b not in self._texts[label.plan]],
            "twin": self._twins(label) if way == "twin" else [],
        }.get(way, list(ELSEWHERE))
        for pool in (choices, list(ELSEWHERE), self._bodies):
            fresh = [body for body in pool if not _clashes(body, taken)]
            if fresh:
                return fresh[0] if way == "twin" and pool is choices else random.choice(fresh)
        raise ValueError(f"no other department for {label.body!r}")

    def _twins(self, label: DutyLabel) -> list[str]:
        """Bodies of the other plan's clause with the most similar heading: the one at the same place first."""
        others = [key for key in sorted(self._brackets) if key[0] != label.plan]
        best = max(others, key=lambda key: likeness(key[2], label.title), default=None)
        if best is None or likeness(best[2], label.title) < _ALIKE:
            return []
        bracket = [one for one in self._brackets[best] if one.body.startswith("市")]
        return [one.body for one in sorted(bracket, key=lambda one: (one.order != label.order, one.order))]


def _clashes(body: str, taken: Collection[str]) -> bool:
    return any(body in other or other in body for other in taken)
