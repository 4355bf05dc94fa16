"""The page 评测 as HTML: the runs that are kept, the scores of one, two of them compared."""

from collections.abc import Sequence

from portal.contract import Compared, GoldSet, Run, Score, Turned
from portal.desk_html import block, folded, heading, note, plain, table, two

ENGLISH = {
    "全部": "All",
    "事实": "Fact",
    "列举": "List",
    "责任单位": "Agency",
    "比较": "Comparison",
    "定义或做法": "Definition or measure",
    "做法": "Measure",
    "多步": "Several steps",
    "追问": "Follow-up",
    "答不了": "Not answerable",
    "没说地方": "No place named",
    "错字与外文": "Typing errors, other scripts",
    "指令注入": "Injection",
    "闲聊": "Small talk",
    "答对": "Right",
    "要点齐全": "Key facts",
    "有据可证": "Proved",
    "引文逐字": "Verbatim",
    "引自正确方案": "Right plan",
    "无出处的数字↓": "Unsupported numbers↓",
    "证据召回@5": "Evidence recall@5",
}
"""Kinds of questions and metrics; a kind of a person's own set is called what the set calls it."""
TURNED = 100
"""Questions of each kind that a comparison lists."""


def masthead() -> str:
    """What the page is for."""
    return block(
        heading(1, "评测", "Evaluation"),
        note(
            "用一套有标准答案的题目给现在的索引打分。同一时间只跑一次，其间照常可以提问。",
            "Scores the index that is served by questions with known answers. One run at a time; others can still ask.",
        ),
    )


def gold_name(gold: GoldSet) -> str:
    """A gold set as the list has it."""
    missing = f"，缺 {gold.missing} 份方案" if gold.missing else ""
    return f"{gold.title}（{gold.questions} 题{missing}）"


def run_name(run: Run) -> str:
    """A run as the lists have it."""
    return f"{_time(run)} {run.title} {run.right:.1%}"


def runs(kept: Sequence[Run]) -> str:
    """The runs, newest first."""
    head = heading(2, "评测记录", "Runs")
    if not kept:
        return block(head, note("还没有评测过。选一套题，按“开始”。", "No runs yet. Choose a set and press Start."))
    rows = [
        [plain(_time(r)), plain(r.title), plain(r.index), plain(r.who), _report(r), str(r.questions), f"{r.right:.1%}"]
        for r in kept
    ]
    heads = ["时间|Time", "题集|Set", "索引|Index", "来自|From", "报告|Report", "题数|Questions", "答对|Right"]
    return block(head, table("评测记录 / runs", [two(*h.split("|")) for h in heads], rows, numbers=5))


def scores(run: Run | None, found: Sequence[Score]) -> str:
    """The scores of a run by kind of question."""
    if run is None or not found:
        return block(note("选一次评测，看各题型的成绩。", "Choose a run to see its scores by kind of question."))
    names = list(dict.fromkeys(name for score in found for name in score.values))
    rows = [
        [_both(s.kind), str(s.questions), *(f"{s.values[n]:.3f}" if n in s.values else "—" for n in names)]
        for s in found
    ]
    heads = [two("题型", "Kind"), two("题数", "Questions"), *map(_both, names)]
    return block(
        heading(3, f"成绩：{run_name(run)}", f"Scores: {run_name(run)}"),
        table("各题型的成绩 / scores by kind", heads, rows, numbers=1),
    )


def _both(name: str) -> str:
    return two(name, ENGLISH.get(name, name))


def compared(found: Compared) -> str:
    """Two runs: the questions that turned, with both answers."""
    said = note(
        f"共有 {found.common} 题；由错变对 {len(found.won)} 题，由对变错 {len(found.lost)} 题。",
        f"{found.common} questions in both; won {len(found.won)}, lost {len(found.lost)}.",
    )
    return block(
        heading(3, "比较", "Comparison"),
        said,
        _turned("由错变对", "Won", found.won),
        _turned("由对变错", "Lost", found.lost),
    )


def _turned(chinese: str, english: str, turned: Sequence[Turned]) -> str:
    if not turned:
        return ""
    rows = [[plain(t.id), plain(t.question), plain(t.before), plain(t.after)] for t in turned[:TURNED]]
    heads = [two("编号", "Id"), two("问题", "Question"), two("之前的回答", "Before"), two("之后的回答", "After")]
    summary = two(f"{chinese} {len(turned)} 题", f"{english}: {len(turned)}")
    return folded(summary, table(f"{chinese} / {english}", heads, rows), is_open=True)


def _report(run: Run) -> str:
    return f'<a href="../reports/{plain(run.id)}" target="_blank" rel="noopener">{two("打开", "Open")}</a>'


def _time(run: Run) -> str:
    return run.time[:16].replace("T", " ")
