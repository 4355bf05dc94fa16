"""Every page in every state that a person gets it into, for checks that hold for all of them.

The site is that of ``desk_running`` with feedback taken: two plans of invented cities, both pages of the desk on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.desk_browser import DeskVisitor
from tests.visitor import DONE

WATER = "澜田市到2027年用水总量控制在多少？"
DRAFT = "澜田市到2027年用水总量控制在8.8亿立方米以内，公共供水管网漏损率控制在8%以内，森林覆盖率达到60%。"
GOLD = (
    '{"id": "g1", "type": "fact", "question": "澜田市到2027年用水总量控制在多少？", "plans": ["lantian"], "answer": "9.6亿立方米以内", '
    '"must_include": [["9.6"]], "evidence": [{"plan": "lantian", "quote": "全市用水总量控制在9.6亿立方米以内"}]}\n'
)


@dataclass(frozen=True)
class State:
    """What a page shows: where it is, and what is done there until it stands (``make``); the folder is for files to send."""

    path: str
    make: Callable[[DeskVisitor, Path], None]


def seen(selector: str) -> Callable[[DeskVisitor, Path], None]:
    """Something is there by itself."""
    return lambda visitor, _: visitor.wait_for(lambda: visitor.count(selector), selector)


def asked(*questions: str) -> Callable[[DeskVisitor, Path], None]:
    def make(visitor: DeskVisitor, _: Path) -> None:
        visitor.see(".wc-starters button")
        for question in questions:
            visitor.ask(question)
        visitor.js("document.querySelectorAll('details').forEach(e => { e.open = true })")

    return make


def then(make: Callable[[DeskVisitor, Path], None], *clicks: str) -> Callable[[DeskVisitor, Path], None]:
    """After that these are clicked, each once it is there; the last one's effect is waited for as the next."""

    def whole(visitor: DeskVisitor, folder: Path) -> None:
        make(visitor, folder)
        for selector in clicks[:-1]:
            visitor.click(selector)
        visitor.wait_for(lambda: visitor.count(clicks[-1]), clicks[-1])

    return whole


def offline(visitor: DeskVisitor, _: Path) -> None:
    """A question is asked while the service cannot be reached."""
    visitor.see(".wc-starters button")
    visitor.js("window.fetch = () => Promise.reject(new TypeError('offline'))")
    visitor.type(WATER)
    visitor.wait_for(lambda: visitor.count(".wc-failed"), "word of it")


def named_anew(visitor: DeskVisitor, folder: Path) -> None:
    """A conversation in the list is being renamed."""
    asked(WATER)(visitor, folder)
    if visitor.count(".wc-history[inert]"):
        visitor.click(".wc-side-button")
    visitor.click(".wc-history .wc-menu > button")
    visitor.see(".wc-history [role=menuitem]")


def checked(text: str) -> Callable[[DeskVisitor, Path], None]:
    def make(visitor: DeskVisitor, _: Path) -> None:
        visitor.see("#ck-draft")
        fill = (
            "const b = document.getElementById('ck-draft'); b.value = arguments[0]; b.dispatchEvent(new Event('input'))"
        )
        visitor.js(fill, text)
        visitor.click(".ck-form .wc-primary")
        visitor.wait_for(lambda: visitor.count("#ck-counts, .ck-empty, .ck-said:not(:empty)"), "the draft, checked")

    return make


def sought(visitor: DeskVisitor, _: Path) -> None:
    """Words are looked for in a plan."""
    visitor.see(".pl-search input")[0].send_keys("用水\n")
    visitor.wait_for(lambda: visitor.count("mark.pl-hit"), "what was found")


def sent(name: str, text: str, until: str) -> Callable[[DeskVisitor, Path], None]:
    def make(visitor: DeskVisitor, folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")
        visitor.send(folder / name)
        visitor.wait_for(lambda: visitor.count(until), until)

    return make


def run(visitor: DeskVisitor, folder: Path) -> None:
    """A set of questions was run."""
    sent("节水.jsonl", GOLD, ".wc-uploads .wc-good")(visitor, folder)
    visitor.choose("wc-gold", "节水（1 题）")
    visitor.click("#wc-start")
    visitor.wait_for(lambda: visitor.count("#wc-runs tbody tr"), "the run")


_PLAN = "/plans?plan=lantian"
_AIMS = quote("lantian#一、", safe="")
_PICKED = quote("用水总量")
STATES = {
    "chat, empty": State("/", seen(".wc-starters button")),
    "chat, answers": State("/", asked(WATER, "各市用水总量控制在多少？用柱状图看看", "厦门的用水总量是多少", "你好")),
    "chat, rating": State("/", then(asked(WATER), ".wc-actions button[aria-pressed]:last-of-type", ".wc-rating")),
    "chat, copy menu": State("/", then(asked(WATER), ".wc-actions .wc-menu > button", ".wc-menu-list:not([hidden])")),
    "chat, history menu": State("/", named_anew),
    "chat, editing": State("/", then(asked(WATER), ".wc-actions button:nth-of-type(2)", ".wc-editing:not([hidden])")),
    "chat, scope": State("/", then(seen(".wc-starters button"), "#wc-scope", ".wc-dialog[open] .wc-choice")),
    "chat, help": State("/", then(seen(".wc-starters button"), ".wc-help-button", ".wc-help[open], .wc-help dt")),
    "chat, offline": State("/", offline),
    "chat, in the widget": State(f"/?embed=1&q={quote(WATER)}", seen(DONE)),
    "targets, table": State("/targets", seen(".wt-table")),
    "targets, drawn with a cell open": State(
        f"/targets?pick={_PICKED}&cell={_PICKED}&in=lantian", seen(".wt-panel, .wt-charts canvas")
    ),
    "targets, nothing left": State("/targets?find=zzz", seen(".wt-empty")),
    "duties, bodies": State("/duties", seen(".du-ranking")),
    "duties, a body": State(f"/duties?body={quote('市水利局')}", seen(".du-card")),
    "duties, clauses": State("/duties?view=clause", seen(".du-clauses")),
    "duties, matrix": State("/duties?view=matrix", seen(".du-matrix")),
    "duties, plans to choose": State("/duties", then(seen(".du-ranking"), ".du-plans summary", ".du-plan-pop")),
    "duties, nothing": State(f"/duties?body={quote('没有这个局')}", seen(".du-nothing")),
    "plans, list": State("/plans", seen(".pl-plan")),
    "plans, nothing left": State("/plans?filter=zzz", seen(".pl-list")),
    "plans, a cited passage": State(f"{_PLAN}&from=140&to=160#{_AIMS}", seen(".pl-text")),
    "plans, words found": State(_PLAN, sought),
    "plans, side by side": State(f"/plans?compare=lantian&compare=qinghe#{_AIMS}", seen(".pl-column:nth-of-type(2)")),
    "plans, gone": State("/plans?plan=gone", seen(".wc-failed")),
    "check, empty": State("/check", seen("#ck-draft")),
    "check, checked": State("/check", checked(DRAFT)),
    "check, no figures": State("/check", checked("扎实推进节约用水。")),
    "interface": State("/docs", seen(".dc-operation")),
    "documents, nothing waits": State("/desk/documents/", seen("#wc-waiting")),
    "documents, a preview": State(
        "/desk/documents/",
        sent(
            "新禾.txt",
            "新禾市节水行动方案\n一、主要目标\n到2027年，全市用水总量控制在7亿立方米以内。\n",
            "#wc-preview *",
        ),
    ),
    "documents, a bad file": State("/desk/documents/", sent("坏.docx", "no document", ".wc-uploads .wc-bad, .wc-bad")),
    "evaluation, nothing yet": State("/desk/evaluation/", seen("#wc-runs")),
    "evaluation, a run": State("/desk/evaluation/", run),
}
