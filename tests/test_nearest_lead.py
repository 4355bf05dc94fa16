"""What leads the nearest is known to the page, which calls such an answer 最接近."""

import re
from pathlib import Path

import pytest

from retrieval.assistant import Assistant

STATUS = Path(__file__).resolve().parent.parent / "portal" / "static" / "chat" / "status.js"


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("福州的大户人家要怎么节能", "方案里没有写到“大户人家”，最接近的是："),
        ("福建福州碳达峰定在哪一年", "最接近的是："),
    ],
)
def test_the_page_knows_every_lead(assistant: Assistant, question: str, lead: str) -> None:
    found = re.search("const NEAREST = /(.+)/;", STATUS.read_text(encoding="utf-8"))
    answer = assistant.ask(question).answer
    assert found and lead in answer.split("\n")[0] and re.search(found[1], answer)
