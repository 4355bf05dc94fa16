"""The checks that let a sentence fall whose names, years, figures or times the text has of something else. They decide alone."""

from retrieval.gates.alignment import Alignment
from retrieval.gates.attached import another_figure, mixed_list, taken_elsewhere
from retrieval.gates.company import wrong_company
from retrieval.gates.figures import borrowed
from retrieval.gates.graded import wrong_grade
from retrieval.gates.reckoning import wrong_reckoning
from retrieval.gates.timing import wrong_timing


def _borrowed(alignment: Alignment) -> str:
    return borrowed(alignment.claim, alignment.cited)


_CHECKS = (
    taken_elsewhere,
    another_figure,
    mixed_list,
    wrong_company,
    wrong_timing,
    wrong_grade,
    wrong_reckoning,
    _borrowed,
)


def wrong_attachment(alignment: Alignment) -> str:
    """The first reason against a claim; empty when none. The support model does not see these: a new one needs no training."""
    return next((reason for check in _CHECKS if (reason := check(alignment))), "")
