"""docs/BENCH.md out of what was measured."""

import math
import os
import platform
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from eval.bench.bounds import compare
from eval.run.machine import processor

Row = Sequence[object]
_STAGES = ("问题向量", "关键词（句子）", "关键词（段落）", "向量", "融合并取出句子与段落", "检索合计", "理解问题")


def render_report(found: dict[str, Any]) -> str:
    """The whole report, in Chinese."""
    sizes = [*found["sizes"], *([found["million"]] if "million" in found else [])]
    return "\n".join(
        [
            "# 检索引擎的速度与大小",
            "",
            "由 `make bench` 写成，不要手改。语料由程序用五份方案变出来（换地名、数字和词语，不含别处的文字），每次相同。",
            "",
            f"- 日期：{found['date']} UTC；提交：{found['commit']}",
            f"- 机器：{processor()}，{os.cpu_count()} 核，{platform.system()}，Python {platform.python_version()}；"
            f"开始前一分钟平均负载 {found['load']}",
            "- 对照（“普通做法”）：递归切分 500/50、同一个向量模型、FAISS 平面索引、有改动就全部重建；同一轮里测",
            *_when(found),
            "",
            "## 建索引",
            "",
            *_table(
                ("段落", "方案", "句子", "文本 MB", "秒", "处理器秒", "内存峰值 MB", "普通做法 秒"), map(_build, sizes)
            ),
            "",
            "内存峰值是全部进程之和（共享的页只算一次），含映射进来的索引文件。",
            "",
            "## 大小",
            "",
            *_table(
                (
                    "段落",
                    "每段句子",
                    "磁盘 字节/段",
                    "其中记录",
                    "关键词",
                    "向量",
                    "运行时自有内存 MB",
                    "另映射文件 MB",
                    "普通做法 磁盘 字节/块",
                    "普通做法 内存 MB",
                ),
                map(_size, sizes),
            ),
            "",
            "## 提问（毫秒：p50 / p95 / 处理器时间的 p50）",
            "",
            "“检索合计”是排出 20 个段落的全过程（问题向量、两路关键词、向量、融合、台账线索、取出），另计一次；“理解问题”不在其内。",
            "机器被别的程序占用时，钟上的时间会变长，处理器时间不会：两者相差多少，机器就有多忙。",
            "",
            *_queries(sizes, "scoped", "限定一份方案"),
            *_queries(sizes, "unscoped", "不限方案"),
            "## 召回",
            "",
            *_table(("段落", "向量索引", "前 10 召回", "建索引时量得", "得分最多差"), map(_recall, sizes)),
            "",
            "召回与得分对照的是重新算出的全精度向量，逐一比较；限定方案的提问总是逐一比较。得分并列的都算找到。",
            "",
            "## 改一份方案到新版可用（秒）",
            "",
            *_table(
                ("段落", "替换", "新增", "移除", "运行中的服务换上新版", "普通做法（全部重建）"), map(_changes, sizes)
            ),
            "",
            "## 打开（秒）",
            "",
            *_table(
                (
                    "段落",
                    "打开",
                    "打开，文件不在系统缓存里",
                    "理解第一个问题",
                    "检索第一个问题",
                    "普通做法 打开",
                ),
                map(_opening, sizes),
            ),
            "",
            "每次是一个新的进程，不含载入程序；打开时核对每个文件的校验和。",
            "",
            *_beside_lite(sizes),
            "## 增长规律（段落每多十倍）",
            "",
            *_table(
                ("从", "到", "做法", "建索引", "磁盘", "打开", "检索（限定）p50", "检索（不限）p50", "换一份方案"),
                _growth(sizes),
            ),
            "",
            *_million(found),
            *_rest(found),
        ]
    )


def _build(size: dict[str, Any]) -> Row:
    built = size["build"]
    manifest, cost = built["manifest"], built["cost"]
    return (
        manifest["passages"],
        manifest["plans"],
        manifest["units"],
        round(size["text_bytes"] / 1e6, 1),
        cost["wall"],
        cost["cpu"],
        cost["peak_mb"],
        _beside(size, lambda: size["baseline_build"]["cost"]["wall"]),
    )


def _beside(size: dict[str, Any], figure: Callable[[], object]) -> object:
    """A figure of the plain pipeline; a dash where it was not measured at this size."""
    return figure() if "baseline_build" in size else "—"


def _size(size: dict[str, Any]) -> Row:
    manifest, disk = size["build"]["manifest"], size["disk"]
    passages = manifest["passages"]
    each = [round(disk[kind] / passages) for kind in ("records", "keyword", "vectors")]
    return (
        passages,
        round(manifest["units"] / passages, 2),
        round(sum(disk.values()) / passages),
        *each,
        size["queries"]["memory_mb"],
        size["queries"]["mapped_mb"],
        _beside(size, lambda: round(size["baseline_build"]["bytes"] / size["baseline_build"]["chunks"])),
        _beside(size, lambda: size["baseline_queries"]["memory_mb"]),
    )


def _queries(sizes: Sequence[dict[str, Any]], scope: str, title: str) -> list[str]:
    rows = [
        (size["build"]["manifest"]["passages"], *(_pair(size["queries"][scope][stage]) for stage in _STAGES))
        for size in sizes
    ]
    lines = [f"### {title}", "", *_table(("段落", *_STAGES), rows), ""]
    if scope == "unscoped":
        peers = [
            (size["baseline_build"]["chunks"], *map(_pair, size["baseline_queries"]["stages"].values()))
            for size in sizes
            if "baseline_build" in size
        ]
        lines += ["普通做法（不能限定方案）：", "", *_table(("块", "问题向量", "向量", "取出段落"), peers), ""]
    return lines


def _recall(size: dict[str, Any]) -> Row:
    search = size["queries"]["vector_search"]
    kind = "平面（逐一比较）" if search["kind"] == "flat" else f"倒排 {search['lists']} 列，查 {search['probes']} 列"
    built = "—" if search["kind"] == "flat" else f"{search['recall']:.4f}（{search['queries']} 问）"
    queries = size["queries"]
    return size["build"]["manifest"]["passages"], kind, f"{queries['recall']:.4f}", built, queries["score_error"]


def _changes(size: dict[str, Any]) -> Row:
    found = size["changes"]
    picked = max(change["picked_up"] for change in found.values() if "picked_up" in change)
    times = [found[name]["seconds"] for name in ("替换", "新增", "移除")]
    rebuilt = _beside(size, lambda: size["baseline_build"]["cost"]["wall"])
    return size["build"]["manifest"]["passages"], *times, picked, rebuilt


def _opening(size: dict[str, Any]) -> Row:
    kept, forgotten = size["opening"]["kept"], size["opening"]["forgotten"]
    return (
        size["build"]["manifest"]["passages"],
        kept["open"],
        forgotten["open"],
        kept["understand"],
        kept["rank"],
        _beside(size, lambda: size["baseline_queries"]["open_seconds"]),
    )


def _lite(size: dict[str, Any]) -> Row:
    built, asked = size["lite_build"], size["lite_queries"]
    return (
        built["chunks"],
        built["cost"]["wall"],
        round(built["bytes"] / built["chunks"]),
        asked["open_seconds"],
        _pair(asked["stages"]["限定一份方案"]),
        _pair(asked["stages"]["不限方案"]),
        asked["replace_seconds"],
        asked["memory_mb"],
    )


def _beside_lite(sizes: Sequence[dict[str, Any]]) -> list[str]:
    rows = [_lite(size) for size in sizes if "lite_build" in size]
    if not rows:
        return []
    head = (
        "块",
        "建 秒",
        "磁盘 字节/块",
        "打开 秒",
        "限定一份方案 毫秒",
        "不限方案 毫秒",
        "换一份方案 秒",
        "自有内存 MB",
    )
    told = "同样的块和向量放进 Milvus Lite 的一个集合（FLAT），在提问的进程里打开；只有向量一路，不含问题向量的时间。"
    return ["## 旁边的 Milvus Lite", "", *_table(head, rows), "", told, ""]


#: What grows, by whose it is: build, bytes, opening, questions within one plan and over all, one plan replaced.
_GROWING: dict[str, tuple[str, tuple[Callable[[dict[str, Any]], float] | None, ...]]] = {
    "问策": (
        "build",
        (
            lambda s: s["build"]["cost"]["wall"],
            lambda s: sum(s["disk"].values()),
            lambda s: s["opening"]["kept"]["open"],
            lambda s: s["queries"]["scoped"]["检索合计"][0],
            lambda s: s["queries"]["unscoped"]["检索合计"][0],
            lambda s: s["changes"]["替换"]["seconds"],
        ),
    ),
    "普通做法": (
        "baseline_build",
        (
            lambda s: s["baseline_build"]["cost"]["wall"],
            lambda s: s["baseline_build"]["bytes"],
            lambda s: s["baseline_queries"]["open_seconds"],
            None,
            lambda s: sum(pair[0] for pair in s["baseline_queries"]["stages"].values()),
            lambda s: s["baseline_build"]["cost"]["wall"],
        ),
    ),
    "Milvus Lite": (
        "lite_build",
        (
            lambda s: s["lite_build"]["cost"]["wall"],
            lambda s: s["lite_build"]["bytes"],
            lambda s: s["lite_queries"]["open_seconds"],
            lambda s: s["lite_queries"]["stages"]["限定一份方案"][0],
            lambda s: s["lite_queries"]["stages"]["不限方案"][0],
            lambda s: s["lite_queries"]["replace_seconds"],
        ),
    ),
}


def _growth(sizes: Sequence[dict[str, Any]]) -> Iterable[Row]:
    for smaller, larger in pairwise(sizes):
        passages = [size["build"]["manifest"]["passages"] for size in (smaller, larger)]
        decades = math.log10(passages[1] / passages[0])
        for name, (needed, figures) in _GROWING.items():
            if needed in smaller and needed in larger:
                yield (*passages, name, *(_times(figure, smaller, larger, decades) for figure in figures))


def _times(
    figure: Callable[[dict[str, Any]], float] | None, smaller: dict[str, Any], larger: dict[str, Any], decades: float
) -> str:
    """By how much a figure grows with ten times the passages."""
    if figure is None or not figure(smaller):
        return "—"
    return f"×{(figure(larger) / figure(smaller)) ** (1 / decades):.1f}"


def _million(found: dict[str, Any]) -> list[str]:
    if "million" not in found:
        return []
    return [
        "## 一百万个段落",
        "",
        "由 `python -m eval.bench million` 量，界限在 `eval/bench/bounds.py`。",
        "",
        *compare(found["million"]),
        "",
    ]


def _when(found: dict[str, Any]) -> list[str]:
    """When the largest size was measured, which is not part of ``make bench``."""
    if "million" not in found:
        return []
    one = found["million"]
    return [f"- 一百万个段落另外量：{one['date']} UTC；提交：{one['commit']}；开始前一分钟平均负载 {one['load']}"]


def _rest(found: dict[str, Any]) -> list[str]:
    reading, start = found["reading"], found["cold_start"]
    return [
        "## 读入方案",
        "",
        f"- 每核每分钟 {reading['megabytes_a_minute']} MB（UTF-8，读成条款树；试了 {reading['megabytes']} MB）",
        f"- 文本加倍，用时是 {reading['twice_the_text']} 倍；一份方案长一倍，用时是 {reading['twice_as_long_a_plan']} 倍",
        "",
        "## 冷启动",
        "",
        f"各启动 {start['rounds']} 次，轮流，取中位数。",
        "",
        *_table(
            ("", "启动到页面可用（秒）", "其间处理器秒", "可用后第一个回答（秒）"),
            [
                (
                    "问策",
                    start["ready"],
                    start["ready_cpu"],
                    f"{start['first_answer']}（最慢 {start['first_answer_worst']}）",
                ),
                (
                    "langchain + sentence-transformers + faiss + gradio 最小页面",
                    start["peer_ready"],
                    start["peer_ready_cpu"],
                    "—",
                ),
            ],
        ),
        "",
    ]


def _pair(laps: Sequence[float]) -> str:
    return " / ".join(f"{lap:.2f}" for lap in laps)


def _table(head: Row, rows: Iterable[Row]) -> list[str]:
    lines = ["| " + " | ".join(map(str, head)) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]
