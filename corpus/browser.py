"""One page of HTML to look through a corpus: clause trees, figures with their sentences, duties, problems. No scripts, nothing from elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from corpus.catalogue import Problem
from corpus.editions import said_of
from corpus.overview import Entry
from corpus.plan import Clause

_STYLE = """
body { font: 15px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem; color: #1c1c1c; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border: 1px solid #d0d0d0; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.number { text-align: right; }
details { margin: .25rem 0 .25rem 1rem; }
summary { cursor: pointer; }
.words { white-space: pre-wrap; margin: .25rem 0 .5rem 1.2rem; color: #333; }
.problem { color: #a40000; }
.mark { color: #8a5a00; }
"""
_HEAD = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    f'<meta name="viewport" content="width=device-width"><title>语料检查</title><style>{_STYLE}</style></head><body>'
)


def page_of(entries: Sequence[Entry], problems: Sequence[Problem]) -> str:
    """The page."""
    parts = [_HEAD, "<h1>语料检查</h1>", *_contents(entries), *_problems(problems)]
    for number, entry in enumerate(entries):
        parts += _entry(number, entry)
    return "\n".join([*parts, "</body></html>\n"])


def _contents(entries: Sequence[Entry]) -> Iterator[str]:
    rows = [
        [
            f'<a href="#plan-{number}">{escape(entry.plan.id)}</a>',
            escape(entry.plan.title),
            *(_number(len(each)) for each in (entry.plan.clauses, entry.targets, entry.duties, entry.plan.text)),
            escape("，".join(entry.notes)),
        ]
        for number, entry in enumerate(entries)
    ]
    yield from _table(("方案", "标题", "条款", "指标", "责任", "字数", "说明"), rows)


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    yield "<h2>未收入与请留意</h2>"
    rows = [
        ["未收入" if problem.left_out else "请留意", escape(problem.file), escape(problem.reason)]
        for problem in problems
    ]
    yield from _table(("", "文件", "原因"), rows)


def _entry(number: int, entry: Entry) -> Iterator[str]:
    plan = entry.plan
    yield f'<h2 id="plan-{number}">{escape(plan.title)}（{escape(plan.id)}）</h2>'
    facts = [plan.region, *(f.value for f in plan.front if f.kind in ("number", "date", "issuer"))]
    yield f"<p>{escape('，'.join(filter(None, facts)))}</p>"
    if said := said_of(entry.standing):
        yield f'<p class="mark">{escape(said)}</p>'
    for violation in entry.violations:
        yield f'<p class="problem">{escape(violation)}</p>'
    yield f"<details><summary>条款（{len(plan.clauses)}）</summary>"
    yield from _tree(plan.clauses)
    yield "</details>"
    yield f"<details><summary>指标（{len(entry.targets)}）</summary>"
    yield from _table(
        ("指标", "年份", "数值", "原句", "位置"),
        [
            [
                escape(row.indicator),
                escape(str(row.target_year or "")),
                escape(row.value_text),
                escape(row.sentence),
                escape(row.section),
            ]
            for row in entry.targets
        ],
    )
    yield f"</details><details><summary>责任（{len(entry.duties)}）</summary>"
    roles = {"lead": "牵头", "join": "参与", "shared": "分工", "alone": "独自负责"}
    rows = [[escape(row.body), roles[row.role], escape(row.quote), escape(row.section)] for row in entry.duties]
    yield from _table(("单位", "角色", "原文", "位置"), rows)
    yield "</details>"


def _tree(clauses: Sequence[Clause]) -> Iterator[str]:
    """Clauses inside those that they stand under; each opens to its words."""
    inside: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        inside.setdefault(clause.parent, []).append(clause)
    open_clauses = [(clause, False) for clause in reversed(inside.get(None, []))]
    while open_clauses:
        clause, told = open_clauses.pop()
        if told:
            yield "</details>"
            continue
        yield f"<details><summary>{escape(clause.label + clause.title)}</summary>"
        yield f'<p class="words">{escape(clause.text)}</p>'
        open_clauses.append((clause, True))
        open_clauses += [(child, False) for child in reversed(inside.get(clause.id, []))]


def _table(head: Iterable[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table whose cells are HTML already."""
    yield f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>"
    for row in rows:
        yield f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{cell}</td>' for cell in row)}</tr>"
    yield "</table>"


def _number(value: int) -> str:
    return f'<td class="number">{value}</td>'
