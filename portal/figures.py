"""A row of the number ledger as people read and compare it: in words, as a quantity in a base unit, firm or hoped for."""

from typing import Any

from corpus.plan import Target
from retrieval.question.figures import AMBITION
from retrieval.search.figures import is_ambitious, is_range, is_tabled, quantity, say_value, with_unit

_REACH = "达到"


def readings_of(target: Target) -> dict[str, Any]:
    """What a table needs of a row beside its fields.

    ``amount`` is the value in ``amount_unit``, in which 万吨 and 吨 are the same unit; of a range (``ranges``) the lower end.
    """
    found = quantity(target)
    return {
        "said": say_figure(target),
        "amount": found.value if found else None,
        "amount_unit": found.unit if found else "",
        "ambition": is_ambitious(target),
        "ranges": is_range(target),
    }


def say_figure(target: Target) -> str:
    """The value with the words that bound it: 下降14%以上, 力争达到13%, 不低于95%; 达到 only where the plan has such a word."""
    said = with_unit(target) if is_tabled(target) else say_value(target)
    if "达" not in target.quote:
        said = said.replace(_REACH, "", 1)
    hoped = [word for word in target.qualifier.split("；") if AMBITION.search(word)]
    unsaid = [word for word in hoped if word not in said]
    return f"{said}（{'、'.join(unsaid)}）" if unsaid and not AMBITION.search(said) else said
