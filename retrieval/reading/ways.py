"""Which way of answering the kinds of a question call for: the learned kinds, brought together."""

from collections.abc import Sequence
from typing import Literal

Way = Literal["document", "tasks", "duty", "which", "definition", "list", "number", "fact", "measure", "talk", "again"]

#: ``again``: a question that only changes the place, the year or the thing is of the kind of the one before it.
_WAYS: dict[Way, str] = {
    "number": "number other_year false_premise wrong_premise extreme rank last_rank difference sum ratio share times compare_many compare_two all_numbers",
    "duty": "duty body_role",
    "tasks": "body_tasks",
    "document": "document",
    "list": "list structure",
    "definition": "definition",
    "fact": "fact yesno reason why condition scope when deadline person contact",
    "measure": "measure summary injection",
    "which": "which_places only_place filter",
    "talk": "chitchat offtopic thanks greeting goodbye about_assistant",
    "again": "switch_place switch_thing switch_year others more correction complaint confirm shorter one_sentence longer as_table as_list source ordinal multi",
}
WAY_OF: dict[str, Way] = {kind: way for way, kinds in _WAYS.items() for kind in kinds.split()}


def way_shares(shares: Sequence[float], names: Sequence[str]) -> dict[Way, float]:
    """The probability of each way, from those of the kinds."""
    summed: dict[Way, float] = dict.fromkeys(_WAYS, 0.0)
    for name, share in zip(names, shares, strict=True):
        summed[WAY_OF[name]] += float(share)
    return summed
