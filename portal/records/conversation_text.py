"""A kept conversation as Markdown: each question a heading, below it the answer and its sources."""

from collections.abc import Mapping
from typing import Any

from portal.unseen import without_unseen


def conversation_text(conversation: Mapping[str, Any]) -> str:
    """Markdown, UTF-8, a line feed at its end."""
    parts = [f"# {_line(conversation['title'])}", f"{conversation['created']} – {conversation['updated']}"]
    for turn in conversation["turns"]:
        answer = turn["answer"]
        parts += [f"## {_line(answer['question'])}", without_unseen(answer["answer"])]
        parts += [_table(table) for table in answer.get("tables", ())]
        sources = [
            f"- [{c['n']}] 《{_line(c['title'])}》{_line(c['address'])}：{_line(c['quote'])}"
            for c in answer["citations"]
        ]
        parts += ["\n".join(sources)] if sources else []
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(table: Mapping[str, Any]) -> str:
    rows = [table["columns"], ["---"] * len(table["columns"]), *table["rows"]]
    return "\n".join("| " + " | ".join(_line(cell).replace("|", "\\|") for cell in row) + " |" for row in rows)


def _line(text: object) -> str:
    return " ".join(without_unseen(str(text)).split())
