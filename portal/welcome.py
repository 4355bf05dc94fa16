"""``GET /api/welcome``: all that the chat needs to begin, in one reply."""

from typing import Any

from fastapi import FastAPI

from portal.contract import Service
from portal.library import card_of
from portal.schema import WelcomeOut, refusals
from settings import Settings


def add_welcome(app: FastAPI, service: Service, settings: Settings) -> None:
    """Add the route."""

    @app.get(
        "/api/welcome",
        summary="开始对话所需：收录的方案、可以先问的问题、问题的字数上限、是否收评价",
        operation_id="welcome",
        response_model=WelcomeOut,
        responses=refusals(),
    )
    def welcome() -> dict[str, Any]:
        assistant = service.now()
        return {
            "index": assistant.fingerprint,
            "plans": [card_of(card) for card in assistant.plans],
            "starters": list(assistant.starters),
            "feedback": settings.feedback_path is not None or settings.keeps_records,
            "question_characters": settings.question_characters,
        }
