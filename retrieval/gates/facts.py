"""What is weighed of a claim beside what it cites: the exact checks, and how its words are met there."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from index.vectors import Vectors
from retrieval.gates.alignment import Alignment
from retrieval.gates.belonging import borrowed, figure_facts, other_thing, others_figure, swapped
from retrieval.gates.bodies import far_body, left_out, unknown_body, wrong_role
from retrieval.gates.contrast import NAMES as CONTRAST
from retrieval.gates.contrast import contrast_of
from retrieval.gates.exchanged import other_count, other_level, other_period, other_side, other_tense
from retrieval.gates.figures import wrong_figures
from retrieval.gates.groundless import groundless_part
from retrieval.gates.manner import (
    added_denial,
    added_force,
    added_leave,
    added_time,
    added_width,
    denied_verb,
    far_years,
    lost_denial,
    lost_softness,
    lost_width,
    pairs_in,
    turned_denial,
    turned_round,
    wrong_years,
)
from retrieval.gates.named import other_item, swapped_place
from retrieval.gates.offices import other_host, other_office, strange_actor, strange_office
from retrieval.gates.parity import (
    denial_facts,
    far_place,
    invented_item,
    opposed,
    strange_county,
    strange_place,
    strange_signs,
    strange_water,
)
from retrieval.gates.turned import added_condition, added_consequence, all_of_some, wrong_way

Check = Callable[[Alignment], str]


#: The checks by name. Those in :data:`VETOES` decide alone: what they find is no matter of degree; of the others the model makes what it learned.
CHECKS: dict[str, Check] = {
    "years": wrong_years,
    "figures": lambda a: wrong_figures(a.claim, a.cited),
    "places": lambda a: f"提到了所引方案没有的地方 {name}" if (name := a.cited.place_unknown(a.claim)) else "",
    "strange place": strange_place,
    "strange county": strange_county,
    "strange water": strange_water,
    "strange signs": strange_signs,
    "added time": added_time,
    "invented item": invented_item,
    "bodies": lambda a: unknown_body(a.claim, a.cited),
    "roles": lambda a: wrong_role(a.claim, a.cited),
    "added force": added_force,
    "added leave": added_leave,
    "lost softness": lost_softness,
    "turned round": turned_round,
    "turned denial": turned_denial,
    "swapped": lambda a: swapped(a.claim, a.cited),
    "denied verb": denied_verb,
    "opposed": opposed,
    "strange office": strange_office,
    "other office": other_office,
    "strange actor": strange_actor,
    "other host": other_host,
    "other level": other_level,
    "other period": other_period,
    "other side": other_side,
    "other count": other_count,
    "other tense": other_tense,
    "other item": other_item,
    "swapped place": swapped_place,
    "wrong way": wrong_way,
    "all of some": all_of_some,
    "added condition": added_condition,
    "added consequence": added_consequence,
    "groundless part": groundless_part,
    "far years": far_years,
    "far place": far_place,
    "added denial": added_denial,
    "lost denial": lost_denial,
    "added width": added_width,
    "lost width": lost_width,
    "borrowed": lambda a: borrowed(a.claim, a.cited),
    "left out": lambda a: left_out(a.claim, a.cited),
    "other thing": lambda a: other_thing(a.claim, a.cited),
    "others figure": lambda a: others_figure(a.claim, a.cited),
}
#: What the text must have as it is said, whatever the model makes of the rest. Over all written sentences each of these wronged few honest
#: ones, nearly all of which the model lets fall too: ``python -m eval support --checks``, ``--folds``.
VETOES = frozenset(CHECKS) - {"far years", "added denial", "lost denial", "borrowed", "left out", "other thing"}
#: Those that the model sees; the others decide before it is asked.
_SEEN = tuple(
    each
    for each in CHECKS
    if each
    not in (
        *("strange office", "other office", "strange actor", "other host", "other level", "other period", "other side"),
        *("other count", "other tense", "other item", "swapped place", "wrong way", "all of some", "added condition"),
        *("added consequence", "groundless part", "other thing", "others figure"),
    )
)
_OTHERS = (
    *(
        "figures said",
        "worst figure",
        "better figure",
        "denials added",
        "denials lost",
        "least part",
        "best",
        "together",
    ),
    *(
        "characters",
        "words",
        "parts",
        "mean part",
        "sentences",
        "sentences cited",
        "verbatim",
        "far bodies",
        "strange bodies",
    ),
)
_OF_WORDS = tuple(f"unmet {n}" for n in ("most", "second", "third", "mean", "count", "sum", "each"))
_OF_OMITTED = tuple(f"left {n}" for n in ("most", "second", "third"))
NAMES = (*_SEEN, *_OTHERS, *CONTRAST, *_OF_WORDS, *_OF_OMITTED)


def check_all(alignment: Alignment, but: Collection[str] = ()) -> dict[str, str]:
    """What each exact check finds, by its name; only those that find something. ``but``: those that are not made."""
    return {name: reason for name, check in CHECKS.items() if name not in but and (reason := check(alignment))}


def facts_of_claim(alignment: Alignment, found: dict[str, str], unmet: Vectors, left: Vectors) -> Vectors:
    """The facts (see :data:`NAMES`). ``unmet`` (words,) is how likely each word of the claim is unsupported, ``left`` (omitted,) how
    likely each omitted word of the source is missed.
    """
    pairs = pairs_in(alignment)
    alike = [p.alike for p in pairs] or [0.0]
    others = [
        *figure_facts(alignment.claim, alignment.cited),
        *denial_facts(pairs),
        alignment.best,
        alignment.together,
        len(alignment.claim),
        len(alignment.words),
        len(pairs),
        float(np.mean(alike)),
        len(alignment.sources),
        len(alignment.cited.single),
        alignment.claim[:-1] in alignment.cited.words,
        *far_body(alignment.claim, alignment.evidence, alignment.cited.everything),
        *contrast_of(alignment.claim, alignment.cited),
    ]
    flags = [name in found for name in _SEEN]
    return np.array([*flags, *others, *_gathered(unmet), *_gathered(left)[:3]], dtype=np.float32)


def _gathered(chances: Vectors) -> Sequence[float]:
    """The largest three, the mean, how many are more likely than not, and the log odds that none is, whole and per word."""
    if not len(chances):
        return [0.0] * len(_OF_WORDS)
    ordered = np.sort(chances)[::-1]
    logs = -np.log(1 - np.clip(ordered, 0, 0.999))
    most = [float(ordered[at]) if at < len(ordered) else 0.0 for at in range(3)]
    return [*most, float(ordered.mean()), float((ordered > 0.5).sum()), float(logs.sum()), float(logs.mean())]
