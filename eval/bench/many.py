"""Times of whole answers to questions without a place, over all plans of an index: each asked once, as by somebody who has not asked before."""

import gc
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.plan import Target
from index.embed import EmbeddingChoice
from index.garbage import YOUNG
from index.snapshot import open_index
from retrieval.assistant import Assistant
from retrieval.service import Service

#: Indicators that most plans give, of which each way of asking is asked.
_INDICATORS = 12
_OF_FIGURES = (
    "哪个市的{}最高",
    "各市{}是多少",
    "{}平均是多少",
    "{}超过{}的有哪些市",
    "{}排前十的是哪几个市",
    "哪些地方的{}最低",
)
_OF_WORDS = (
    "谁牵头抓绿色数据中心",
    "公共机构节能由谁负责",
    "哪些市提到了碳普惠",
    "怎么推进公共机构节能",
    "哪些市提出了新能源汽车占比的目标",
    "什么是能耗双控",
    "一共有多少份方案",
    "最早印发的是哪个市",
)


def measure_many(folder: Path) -> dict[str, Any]:
    """Milliseconds on the clock and of processor time, for questions of figures and of words, and what became of them."""
    assistant = Assistant(open_index(folder, choice=EmbeddingChoice("bundled")))
    began = time.perf_counter()
    gc.set_threshold(YOUNG)
    Service(assistant).warm()  # as a server does when it takes an index up
    warm = time.perf_counter() - began
    found: dict[str, Any] = {"plans": len(assistant.plans), "warm_seconds": round(warm, 2)}
    for kind, questions in (("figures", _of_figures(assistant)), ("words", _OF_WORDS)):
        found[kind] = _asked(assistant, questions)
    return found


def _of_figures(assistant: Assistant) -> list[str]:
    """Each way of asking of the indicators that most rows give with a number, one of their figures being the bound."""
    samples: dict[str, Target] = {}
    counts = Counter[str]()
    for _, row in assistant.index.ledger("target"):
        if row.value is not None:
            samples.setdefault(row.canonical, row)
            counts[row.canonical] += 1
    named = [samples[name] for name, _ in counts.most_common(_INDICATORS)]
    return [way.format(row.canonical, f"{row.value:g}{row.unit}") for row in named for way in _OF_FIGURES]


def _asked(assistant: Assistant, questions: Sequence[str]) -> dict[str, Any]:
    clock, worked, statuses = [], [], Counter[str]()
    slowest = ""
    for question in questions:
        began, spent = time.perf_counter(), time.process_time()
        answer = assistant.ask(question)
        clock.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - spent) * 1000)
        statuses[answer.status] += 1
        slowest = question if clock[-1] == max(clock) else slowest
    at = {"p50": 50, "p95": 95, "most": 100}
    return {
        "questions": len(questions),
        "statuses": dict(statuses),
        "ms": {name: round(float(np.percentile(clock, share)), 1) for name, share in at.items()},
        "processor_ms": {name: round(float(np.percentile(worked, share)), 1) for name, share in at.items()},
        "slowest": slowest,
    }
