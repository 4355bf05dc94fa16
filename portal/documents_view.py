"""The page 资料 as HTML: what waits, what a file would add, what is held, how far a publication is, who did what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from corpus.plan import Clause
from portal.deeds import Deed
from portal.depot import Change
from portal.desk_html import block, folded, heading, note, plain, table, two
from portal.documents import Board
from portal.duty_words import ROLES, role_of
from portal.preview import Draft, Preview
from portal.publication import Return

ROWS = 200
"""Rows of a ledger in a preview."""
CLAUSES = 400
"""Clauses of the tree in a preview."""
_KINDS = {"new": ("新增", "New"), "replace": ("替换", "Replace"), "remove": ("移除", "Remove")}
_ENGLISH_DEEDS = {
    "上传": "Upload",
    "撤下": "Withdraw",
    "作为新版本": "As a new version",
    "拟移除": "To be removed",
    "发布": "Publish",
    "退回": "Roll back",
}
_ENGLISH_ROLES = {"lead": "leads", "join": "joins", "shared": "shares", "alone": "responsible"}


def masthead() -> str:
    """What the page is for."""
    return block(
        heading(1, "资料", "Documents"),
        note(
            "上传方案，先看解析结果，再发布。发布之前，回答不受影响；发布之后可以退回。",
            "Upload plans, look at how they are read, then publish. Answers change only on publishing, which can be rolled back.",
        ),
    )


def waiting(board: Board) -> str:
    """The changes that publishing will make, with what was found in each file."""
    head = heading(2, "待发布", "Waiting to be published")
    if not board.changes:
        return block(head, note("没有待发布的更改。", "No changes are waiting."))
    rows = [
        [plain(c.name), two(*_KINDS[c.kind]), _found(board.previews.get(c.name), c), _size(c)] for c in board.changes
    ]
    heads = [two("文件", "File"), two("更改", "Change"), two("解析", "Reading"), two("大小", "Size")]
    return block(head, table("待发布的更改 / waiting changes", heads, rows, numbers=3))


def preview(shown: Preview | None) -> str:
    """What a waiting file would add."""
    if shown is None:
        return block(
            note("选一个待发布的文件，看它的条款、指标和责任分工。", "Choose a waiting file to see what it holds.")
        )
    problems = "".join(f"<li>{plain(problem)}</li>" for problem in shown.problems)
    told = f'<ul class="wc-problems">{problems}</ul>' if problems else ""
    if not shown.is_usable:
        told += note(
            "这个文件不会发布。请换一个文件，或撤下它。", "This file will not be published. Replace or withdraw it."
        )
    return block(heading(3, f"预览：{shown.name}", f"Preview: {shown.name}"), told, *map(_draft, shown.drafts))


def summary(shown: Preview) -> dict[str, Any]:
    """What is replied to an upload."""
    plans = [{"id": draft.plan.id, "title": draft.plan.title} for draft in shown.drafts]
    return {"name": shown.name, "plans": plans, "problems": list(shown.problems)}


def returning(back: Return | None) -> str:
    """What rolling back would do."""
    if back is None:
        return block(note("没有更早的版本可以退回。", "There is no earlier version to roll back to."))
    said = note(
        f"现在是版本 {back.now}。退回将改用版本 {back.target}（建于 {_time(back.built_at)}）。",
        f"Version {back.now} is served. Rolling back serves {back.target} (built {_time(back.built_at)}).",
    )
    if back.moves is None:
        return block(
            said,
            note(
                "现在的版本不是在这里发布的：语料文件夹不会改动，只换索引。",
                "The version served was not published here: the corpus folder stays as it is, only the index changes.",
            ),
        )
    moved = [*(f"− {plain(name)}" for name in back.moves.added), *(f"＋ {plain(name)}" for name in back.moves.taken)]
    kept = note(
        "语料文件夹也恢复到发布前：移出的（−）回到待发布，换下或移除的（＋）放回原处。",
        "The corpus folder returns to what it was: files taken out (−) wait again, files replaced or removed (+) come back.",
    )
    return block(said, kept, f'<ul class="wc-moves">{"".join(f"<li>{line}</li>" for line in moved)}</ul>')


def held(board: Board) -> str:
    """The plans that answers come from now."""
    head = heading(2, f"已收录 {len(board.cards)} 份", f"Held: {len(board.cards)}")
    rows = [[plain(c.id), plain(c.title), plain(c.region), plain(c.number), plain(c.date)] for c in board.cards]
    heads = [two("编号", "Id"), two("标题", "Title"), two("地区", "Place"), two("文号", "Number"), two("日期", "Date")]
    return block(head, folded(two("列出", "List"), table("已收录的方案 / plans held", heads, rows)))


def journal(deeds: Sequence[Deed]) -> str:
    """Who did what when."""
    head = heading(2, "操作记录", "Journal")
    if not deeds:
        return block(head, note("还没有操作。", "Nothing has been done yet."))
    rows = [
        [plain(_time(d.time)), plain(d.who), two(d.what, _ENGLISH_DEEDS.get(d.what, d.what)), plain(d.about)]
        for d in deeds
    ]
    heads = [two("时间", "Time"), two("来自", "From"), two("操作", "Deed"), two("对象", "About")]
    return block(head, table("操作记录 / journal", heads, rows))


def _time(stamp: str) -> str:
    """A moment by this machine's clock, with its zone: 2026-11-29 15:04 UTC."""
    try:
        return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M %Z}"
    except ValueError:
        return stamp


def _found(shown: Preview | None, change: Change) -> str:
    if change.kind == "remove" or shown is None:
        return ""
    parts = [plain(problem) for problem in shown.problems[:2]]
    for draft in shown.drafts[:3]:
        title = plain(draft.plan.title)
        parts.insert(0, f"{title}（{two(*_counts(draft))}）{_kinship(draft)}")
    if change.kind == "replace":
        names = "、".join(change.replaces)
        parts.append(two(f"替换 {names}", f"replaces {names}"))
    return "<br>".join(parts)


def _counts(draft: Draft) -> tuple[str, str]:
    clauses, targets, duties = len(draft.plan.clauses), len(draft.targets), len(draft.duties)
    return (
        f"{clauses} 条，{targets} 个指标，{duties} 处责任",
        f"{clauses} clauses, {targets} targets, {duties} duties",
    )


def _kinship(draft: Draft) -> str:
    if draft.same:
        return " " + two(
            f"与已收录的 {draft.same} 内容相同，只计一次",
            f"the same text as {draft.same}, which is held; it counts once",
        )
    if draft.version_of:
        return " " + two(
            f"与已收录的 {draft.version_of} 同题，是另一个版本", f"another version of {draft.version_of}, which is held"
        )
    return ""


def _draft(draft: Draft) -> str:
    plan = draft.plan
    facts = "，".join(plain(word) for word in dict.fromkeys((plan.id, plan.region, plan.province)) if word)
    kinship = f"<p>{_kinship(draft)}</p>" if draft.same or draft.version_of else ""
    return (
        f"<h4>{plain(plan.title)}</h4><p class='wc-note'>{facts}</p>{kinship}"
        + folded(two(f"条款 {len(plan.clauses)}", f"Clauses {len(plan.clauses)}"), _tree(plan.clauses), is_open=True)
        + folded(two(f"指标 {len(draft.targets)}", f"Targets {len(draft.targets)}"), _targets(draft))
        + folded(two(f"责任分工 {len(draft.duties)}", f"Duties {len(draft.duties)}"), _duties(draft))
    )


def _tree(clauses: Sequence[Clause]) -> str:
    items = "".join(
        f'<li class="wc-level-{min(len(clause.path), 5)}">{plain(clause.label + clause.title) or plain(clause.text[:40])}'
        f' <span class="wc-note">{len(clause.text)}</span></li>'
        for clause in clauses[:CLAUSES]
    )
    return f'<ul class="wc-tree">{items}</ul>{_more(len(clauses), CLAUSES)}'


def _targets(draft: Draft) -> str:
    heads = [two("指标", "Indicator"), two("数值", "Value"), two("年份", "Year"), two("原文", "Words of the plan")]
    rows = [[plain(t.indicator), plain(t.value_text), str(t.target_year or ""), plain(t.quote)] for t in draft.targets]
    return table("指标 / targets", heads, rows[:ROWS]) + _more(len(rows), ROWS)


def _duties(draft: Draft) -> str:
    heads = [two("单位", "Body"), two("职责", "Role"), two("条款", "Clause"), two("原文", "Words of the plan")]
    rows = [
        [plain(d.body), two(ROLES[role_of(d)], _ENGLISH_ROLES[role_of(d)]), plain(d.section), plain(d.quote)]
        for d in draft.duties[:ROWS]
    ]
    return table("责任分工 / duties", heads, rows) + _more(len(draft.duties), ROWS)


def _more(there: int, shown: int) -> str:
    return note(f"其余 {there - shown} 行未列出。", f"{there - shown} more are not listed.") if there > shown else ""


def _size(change: Change) -> str:
    return f"{change.size / 1024:,.0f} KB"
