"""The names by which OpenAI's clients ask, and the way of answering that each stands for."""

from collections.abc import Mapping
from typing import Any

from portal.refusal import Refusal
from retrieval.answer import Mode
from settings import Settings

CREATED = 1_795_996_800
"""When the names came to be (seconds since 1970): they mean the same ever since."""
_ALWAYS: Mapping[str, Mode | None] = {"wence": None, "wence-extract": "extract"}
_WITH_MODEL: Mapping[str, Mode | None] = {"wence-llm": "llm", "wence-long-context": "long-context"}


def models_of(settings: Settings) -> Mapping[str, Mode | None]:
    """The names that are served, each with its mode; None: the one that the settings name."""
    return {**_ALWAYS, **(_WITH_MODEL if settings.has_model else {})}


def model_record(name: str) -> dict[str, Any]:
    """A name as ``/v1/models`` lists it."""
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "wence"}


def model_unknown(name: str, known: Mapping[str, Any]) -> Refusal:
    """For a name that is not served; it is not sent back when it is long."""
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    listed = "、".join(known)
    return Refusal(
        404,
        "model_not_found",
        f"没有名为“{shown}”的模型。可用的：{listed}。",
        f"There is no model “{shown}”. Use one of: {', '.join(known)}.",
        param="model",
    )
