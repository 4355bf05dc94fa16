"""The part in the work that a question names: who leads (牵头), who is alone responsible (单独)."""

import re
from typing import Literal

from retrieval.question.kinds import asks_for_role
from retrieval.question.slot_model import asks_for

RoleNamed = Literal["lead", "alone", ""]

_LEADS = "牵头"
#: Any part.
_ROLE = re.compile(f"{_LEADS}|负责|主管|参与|配合")


def role_named(text: str) -> RoleNamed:
    """The role that a question names; empty where it names none."""
    if _LEADS in text:
        return "lead"
    return "alone" if asks_for(text, "alone") else ""


def names_role(text: str) -> bool:
    """Whether a question names a part in the work: 由X牵头."""
    return bool(_ROLE.search(text)) or asks_for_role(text)
