"""docs/ABLATION.md."""

from datetime import UTC, datetime

from eval.ablation.setup import KEYWORD_LEDGER, PAIRS, PRESENT, Setup
from eval.ablation.trial import COLUMNS, Trials, gain, summarise
from eval.peers.evidence import CHARACTERS
from eval.score.columns import render_columns, show
from eval.score.interval import Estimate

#: Column -> its heading, where it is another.
HEADS = {"@1": "证据@1", str(CHARACTERS): f"{CHARACTERS} 字内", "plan": "首段方案正确"}


def render_ablation(trials: Trials, model: str, commit: str) -> str:
    """The tables as Markdown: one a gold set, and the paired comparisons."""
    parts = [_opening(model, commit)]
    for name, marks in trials[PRESENT].items():
        quotes = sum(len(mark.ranks) for mark in marks)
        parts += [f"## {name}：{len(marks)} 题，{quotes} 处引文", _table(trials, name)]
    parts += [_pairs(trials), _CLOSING]
    return "\n\n".join(parts) + "\n"


def _opening(model: str, commit: str) -> str:
    return f"""\
# 检索的每一部分值多少

由 `make ablation`（即 `python -m eval ablate`）写成，不要手改。每一行只改一处，其余与“现用”相同；都用 `retrieval/search/ranking.py` 的同一段程序，
题目、读题和方案范围也相同。

- 日期：{datetime.now(UTC):%Y-%m-%d %H:%M} UTC；提交：{commit}；向量模型：{model}
- 方括号里是 95% 区间：按题自助抽样 2,000 次（同一题的引文一起抽），“首段方案正确”用 Wilson 区间。同一题集里每行的题数、引文数相同"""


def _table(trials: Trials, name: str) -> str:
    rows: list[list[str]] = []
    group = ""
    for setup, sets in trials.items():
        if setup.group != group:
            group = setup.group
            if setup is not PRESENT:
                rows.append([f"*{group}*", *[""] * len(COLUMNS)])
        label = "**现用**" if setup is PRESENT else setup.name
        rows.append([label, *(show(summarise(sets[name], column)) for column in COLUMNS)])
    return render_columns(["做法", *(HEADS.get(column, column) for column in COLUMNS)], rows)


def _pairs(trials: Trials) -> str:
    columns = [column for column in COLUMNS if column != "plan"]
    rows = []
    for before, after in PAIRS:
        for name in trials[PRESENT]:
            cells = [signed(gain(trials[before][name], trials[after][name], column)) for column in columns]
            rows.append([_label(before, after), name, *cells])
    head = ["后者比前者多", "题集", *(HEADS.get(column, column) for column in columns)]
    return f"""\
## 逐题配对比较

同一题在两种做法下之差的平均，方括号里是按题自助抽样的 95% 区间；整个区间在 0 以上的加 ✓，在 0 以下的加 ✗，其余不能断定。

{render_columns(head, rows, numbers_from=2)}"""


def _label(before: Setup, after: Setup) -> str:
    return f"{described(before)} → {described(after)}"


def described(setup: Setup) -> str:
    """A setup's name where no heading of its group stands above it."""
    if setup is PRESENT:
        return "现用（加上台账与文头）"
    if setup is KEYWORD_LEDGER:
        return f"{setup.name}（{setup.group}）"
    return f"{setup.name}{'' if setup.lexicon else '（不用词表）'}"


def signed(found: Estimate) -> str:
    """A difference with its interval, marked where the interval leaves out zero."""
    sign = " ✓" if found.low > 0 else " ✗" if found.high < 0 else ""
    return f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]{sign}"


_CLOSING = f"""\
## 怎样算

- 证据@k：标准题的每处引文，去掉空白后至少 80% 的字落在同一方案的前 k 段里，算找到；引文在方案里出现多次时取最好的一处。“{CHARACTERS} 字内”
  是从头数、放得进 {CHARACTERS} 字的那些段。MRR：找到引文时看到第几段，取其倒数（前 20 段里没有算 0）。
- 检索方式三组里，“只用关键词”“只用向量”和各种融合都不看台账与文头；“加上台账与文头”与“现用”一样，把数字台账、责任分工和文号日期所在的段提到前面。
- 不用词表：问题里的话不换成公文用语（`retrieval/lexicon.toml`）；停用词照旧。随附的向量模型训练时见过日常说法与公文说法的对照，
  不见它的模型见 docs/embedding-model.md。
- 不带标题：检索的文字里不放标题。整段：向量和关键词都以整段为单位，不按句。段落长短包括标题与条款路径。
- everyday 与 everyday2 的题在调参之前写好；融合的比例是看着 public、second、everyday 选的，词表看过 everyday2 以外的各套题；everyday2 写成时没有看过检索与词表，也没有据它调整过。
  词表补过 everyday 里的说法之后，关键词在这套题上也找得到，融合不再多出什么；没有为它补过词的 everyday2 才看得出向量的作用。"""
