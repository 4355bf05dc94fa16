"""Pieces of HTML that both desk pages are made of. Every word from outside is escaped; no line breaks (see :func:`plain`).

Words of the pages stand there in both languages, and the style shows the reader's (``html[data-language]``): the server does not know
which of them it is. Messages of errors and words of the plans are Chinese in both.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from portal.errand import State
from portal.unseen import with_unseen_shown

_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")

_WORK = {"发布": "Publishing", "退回": "Rolling back", "评测": "Evaluation"}
_STAGES = {
    "移入文件": "Moving files in",
    "退回": "Rolling back",
    "建立索引": "Building the index",
    "作答": "Answering",
    "打分": "Scoring",
}
_OUTCOMES = {
    "running": ("进行中", "Running"),
    "done": ("完成", "Done"),
    "failed": ("没有做成", "Failed"),
    "stopped": ("已停止", "Stopped"),
}


def plain(text: str) -> str:
    """Escape text for HTML: line breaks become ``<br>``; control, zero-width and direction-changing characters show as �.

    The result holds no line break: the Markdown renderer sees one HTML block and leaves it alone.
    """
    return "<br>".join(with_unseen_shown(escape(line)) for line in _BREAKS.split(text))


def two(chinese: str, english: str) -> str:
    """A phrase in both languages, escaped."""
    return (
        f'<span lang="zh-CN" class="wc-zh">{plain(chinese)}</span><span lang="en" class="wc-en">{plain(english)}</span>'
    )


def heading(level: int, chinese: str, english: str) -> str:
    """A heading."""
    return f"<h{level}>{two(chinese, english)}</h{level}>"


def note(chinese: str, english: str) -> str:
    """A line of explanation, or what stands where there is nothing."""
    return f'<p class="wc-note">{two(chinese, english)}</p>'


def block(*parts: str) -> str:
    """One block of HTML: Markdown leaves it alone."""
    return f'<div class="wc-desk-block">{"".join(parts)}</div>'


def notice(message: str, english: str = "", *, good: bool = False) -> str:
    """What came of a click: read out at once; nothing where there is nothing to say. What is said of an error has no ``english``."""
    if not message:
        return ""
    kind, role = ("wc-done", "status") if good else ("wc-failed", "alert")
    return f'<div class="{kind}" role="{role}"><p>{two(message, english or message)}</p></div>'


def table(label: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 99) -> str:
    """A table that scrolls inside its own box. ``heads`` and cells are HTML; columns from ``numbers`` on hold numbers."""
    top = "".join(f'<th scope="col"{_end(at, numbers)}>{head}</th>' for at, head in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_end(at, numbers)}>{cell}</td>" for at, cell in enumerate(row)) + "</tr>" for row in rows
    )
    return (
        f'<div class="wc-scroll" tabindex="0" role="region" aria-label="{plain(label)}">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, content: str, *, is_open: bool = False) -> str:
    """Content behind one line that opens it; ``summary`` and ``content`` are HTML."""
    return f"<details{' open' if is_open else ''}><summary>{summary}</summary>{content}</details>"


def progress(state: State | None) -> str:
    """How far the work is, with the time left, or what came of it."""
    if state is None:
        return ""
    what = two(state.what, _WORK.get(state.what, state.what))
    word = f'<strong class="wc-outcome-{state.outcome}">{what} {two(*_OUTCOMES[state.outcome])}</strong>'
    if state.outcome != "running":
        return f'<div class="wc-progress" role="status">{word} <span>{two(state.message, state.english or state.message)}</span></div>'
    share = f'value="{state.done}" max="{max(state.total, 1)}"'
    left = two(f"约剩 {_time(state.left)}", f"about {_time(state.left)} left") if state.left is not None else ""
    stage, colon, rest = state.stage.partition("：")
    english = f"{_STAGES.get(stage, stage)}: {rest}" if colon else _STAGES.get(stage, stage)
    told = f"{two(state.stage, english)} {state.done}/{state.total}"
    return (
        f'<div class="wc-progress" role="status">{word} <progress {share} aria-label="{plain(state.what)}"></progress>'
        f"<span>{told}</span> <span>{left}</span></div>"
    )


def _end(at: int, numbers: int) -> str:
    return ' class="wc-number"' if at >= numbers else ""


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}" if whole >= 60 else f"{whole} s"
