"""docs/PEERS.md."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from eval.peers.evidence import CHARACTERS
from eval.peers.race import Standing
from eval.peers.roster import ROSTER


def render_peers(standings: Sequence[Standing], counts: Mapping[str, int], quotes: int, laps: int, commit: str) -> str:
    """The comparison as Markdown. ``counts`` are questions by gold file."""
    asked = "、".join(f"{name} {count} 题" for name, count in counts.items())
    lines = [
        "# 与别的做法比",
        "",
        "由 `make peers` 写成，不要手改。各做法都在同一台机器上、用同样的方案和同样的题，各自在单独的进程里建索引、检索；",
        "除“问策”一行外只看最后一问，不读上文。分数只看检索，不看作答。",
        "",
        f"- 日期：{datetime.now(UTC):%Y-%m-%d %H:%M} UTC；提交：{commit}；命令：`make peers`",
        f"- 机器：{platform.system()} {platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}；时间取 {laps} 次的中位数，"
        f"测完时 1 分钟平均负载 {os.getloadavg()[0]:.1f}",
        f"- 题目：{asked}；其中有证据的题共 {quotes} 处引文",
        "",
        f"| 做法 | 证据@1 | @5 | @10 | {CHARACTERS} 字内 | 首段方案正确 | 段数 | 平均字数 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {ROSTER[s.name][3]} | {s.recall['1']:.3f} | {s.recall['5']:.3f} | {s.recall['10']:.3f} | {s.recall[str(CHARACTERS)]:.3f} "
            f"| {s.first_plan:.3f} | {s.passages} | {s.characters:.0f} |"
            for s in standings
        ),
        "",
        "| 做法 | 建索引（秒） | 检索 p50（毫秒） | p95（毫秒） | 内存峰值（MB） | 冷启动到首个结果（秒） |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {ROSTER[s.name][3]} | {s.build_s:.2f} | {s.p50_ms:.1f} | {s.p95_ms:.1f} | {s.peak_mb:.0f} | {s.cold_s:.2f} |"
            for s in standings
        ),
        "",
        "怎样算：",
        "",
        "- 证据@k：标准题的每处引文，去掉空白后至少 80% 的字落在同一方案的前 k 段里，算找到；引文在方案里出现多次时取最好的一处。"
        f"“{CHARACTERS} 字内”是从头数、放得进 {CHARACTERS} 字的那些段。段越长，@k 越占便宜，所以要和平均字数、{CHARACTERS} 字内一起看。",
        "- 首段方案正确：第一段属于所问方案的题所占的比例。",
        "- 建索引：从读文本到写好索引，不含导入库的时间。冷启动：从启动进程到得到第一个结果，索引已建好。内存峰值是检索进程的。",
        "- 向量都用本项目随附的静态模型，它是按句子训练的。",
        "- LangChain 的 FAISS 封装已停止维护，这里直接用它默认建的索引（IndexFlatL2）。",
        "- BM25 的地名过滤只认名称、简称、省名和别名的原样出现；没有提到地名就不过滤。",
    ]
    return "\n".join(lines) + "\n"
