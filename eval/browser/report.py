"""docs/BROWSER.md out of what was measured."""

import importlib.metadata
import math
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from eval.browser.measures import LOST
from eval.browser.trace import Work
from eval.run.commit import commit
from eval.run.machine import processor

ASKED_LOAD, ASKED_ANSWER, ASKED_TASK, ASKED_UPLOAD = 1500, 300, 50, 10_000
"""Milliseconds: opening, the slowest of twenty answers, a task of a script, from a file to an answer that quotes it."""
_PAGES = {"/plans": "方案列表", "/": "问答的范围", "/targets": "指标对比", "/duties": "责任分工"}


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of a run, in milliseconds; ``load`` are the machine's load averages before and after."""

    loads: Sequence[float]
    echo_loads: Sequence[float]
    answers: Sequence[float]
    echo_answers: Sequence[float]
    turns: int
    talk: dict[str, Work]
    plans: int
    many: dict[str, dict[str, Work]]
    uploads: Sequence[float]
    browser: str
    load: tuple[float, float]


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of all does not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def render_browser(found: Measured) -> str:
    """The whole report, in Chinese."""
    answers = [(quantile(values, 0.5), quantile(values, 0.95)) for values in (found.answers, found.echo_answers)]
    tasks = [
        (f"{found.turns} 问的对话：打开", found.talk["opened"]),
        (f"{found.turns} 问的对话：滚动、打字", found.talk["moved"]),
        *((f"{found.plans} 份方案，{_PAGES[path]}：打开", each["opened"]) for path, each in found.many.items()),
        *((f"{found.plans} 份方案，{_PAGES[path]}：滚动、筛选", each["moved"]) for path, each in found.many.items()),
    ]
    rows = [
        (
            f"打开到能打字（{len(found.loads)} 次的中位数）",
            quantile(found.loads, 0.5),
            quantile(found.echo_loads, 0.5),
            ASKED_LOAD,
        ),
        ("打开到能打字（最慢一次）", max(found.loads), max(found.echo_loads), ASKED_LOAD),
        (f"回车到答完（{len(found.answers)} 问），p50", answers[0][0], answers[1][0], None),
        ("回车到答完，p95", answers[0][1], answers[1][1], ASKED_ANSWER),
    ]
    if found.uploads:
        told = f"上传、发布一份文件，到答出引它的一题（{len(found.uploads)} 次中最慢的）"
        rows.append((told, max(found.uploads), math.nan, ASKED_UPLOAD))
    return "\n".join(
        [
            "# 浏览器里的快慢",
            "",
            "由 `python -m eval.browser` 写成，不要手改。起一个服务和无头 Chromium，在同一轮里量；对照是只会复述的 `gr.ChatInterface`。",
            "题目取自随附的题集，逐题开新对话，用摘录作答；打开时浏览器里什么也没有存。",
            "",
            f"- 时间：{datetime.now(UTC):%Y-%m-%d %H:%M} UTC；提交：{commit()}",
            f"- 机器：{processor()}，{os.cpu_count()} 核，{platform.system()}；一分钟平均负载：开始 {found.load[0]:.1f}，结束 {found.load[1]:.1f}"
            "（机器上另有别的工作，钟上的时间只会偏长）",
            f"- 版本：Python {platform.python_version()}，Chromium {found.browser}，gradio {importlib.metadata.version('gradio')}",
            "",
            "| 毫秒 | 问策 | 复述 | 要求不超过 |",
            "|---|---:|---:|---:|",
            *(f"| {name} | {ours:.0f} | {_told(echo)} | {asked or '—'} |" for name, ours, echo, asked in rows),
            *_lost(len(found.answers) - len(found.echo_answers)),
            "",
            "## 东西多的时候",
            "",
            f"页面主线程上最长的一个任务（脚本、样式、排版和绘制合计），取自 Chromium 自己的记录（trace）；要求 {ASKED_TASK} 毫秒以内。"
            "处理器时间是任务自己用的；钟上的时间还含等别的程序让出处理器。",
            "",
            "| 毫秒 | 处理器时间 | 钟上的时间 |",
            "|---|---:|---:|",
            *(f"| {name} | {work.processor:.0f} | {work.clock:.0f} |" for name, work in tasks),
            "",
        ]
    )


def _lost(answers: int) -> Iterator[str]:
    if answers > 0:
        yield ""
        yield f"复述有 {answers} 问在 {LOST // 1000} 秒内没有答（它的事件流在提问的同时关上了），没有算进去；问策的都答了。"


def _told(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:.0f}"
