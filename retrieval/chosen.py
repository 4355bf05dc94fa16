"""Plans that a caller chooses to have a question answered from."""

from collections.abc import Collection, Sequence

from errors import PlanUnknown, repeated

#: A message about an unknown plan id names so many of those there are: a corpus may have thousands.
_IDS_SHOWN = 20


def refuse_unknown(plans: Sequence[str], known: Collection[str]) -> None:
    """Raise PlanUnknown where one of the plans chosen is none of those known; it says what may be chosen instead."""
    for plan in plans:
        if plan not in known:
            chinese, english = _choice_of(sorted(known))
            name = repeated(plan)
            raise PlanUnknown(f"没有编号为 {name} 的方案。{chinese}", f"No plan has the id {name}. {english}")


def _choice_of(known: Sequence[str]) -> tuple[str, str]:
    """What may be asked for instead, in Chinese and in English."""
    shown = known[:_IDS_SHOWN]
    if (count := len(known)) > _IDS_SHOWN:
        more = f"可用的编号有 {count} 个，如{'、'.join(shown)}；请从 /api/plans 查全部编号。"
        return more, f"There are {count} ids, such as {', '.join(shown)}; /api/plans lists them all."
    return f"可用的编号：{'、'.join(shown)}。请改用其中的编号。", f"Use one of these ids: {', '.join(shown)}."
