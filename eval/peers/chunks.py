"""Chunks of a plan as LangChain's documentation cuts them: RecursiveCharacterTextSplitter, 500 characters, 50 overlapping."""

import json
from pathlib import Path

from eval.peers.contestant import Found, Job

SIZE, OVERLAP = 500, 50


def cut_chunks(job: Job) -> list[Found]:
    """All chunks, plan by plan."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP)
    return [Found(plan, chunk) for plan, text in job.texts.items() for chunk in splitter.split_text(text)]


def save_chunks(path: Path, chunks: list[Found]) -> None:
    """Write chunks as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([[c.plan, c.text] for c in chunks], ensure_ascii=False), encoding="utf-8")


def load_chunks(path: Path) -> list[Found]:
    """Read what :func:`save_chunks` wrote."""
    return [Found(plan, text) for plan, text in json.loads(path.read_text(encoding="utf-8"))]
