"""The part in the work that a question names: who leads (牵头), who is alone responsible (单独), who takes part (参与, 配合)."""

import re
from typing import Literal

from retrieval.question.kinds import asks_for_role

RoleNamed = Literal["lead", "alone", "beside", ""]

_LEADS = "牵头"
_ALONE = re.compile("单独|独自|一家")
_BESIDE = re.compile("参与|配合")
#: Any part.
_ROLE = re.compile(f"{_LEADS}|负责|主管|{_BESIDE.pattern}")


def role_named(text: str) -> RoleNamed:
    """The role that a question names; empty where it names none."""
    if _LEADS in text:
        return "lead"
    if _ALONE.search(text):
        return "alone"
    return "beside" if _BESIDE.search(text) else ""


def names_role(text: str) -> bool:
    """Whether a question names a part in the work: 由X牵头."""
    return bool(_ROLE.search(text)) or asks_for_role(text)
