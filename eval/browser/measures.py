"""What is measured in the browser, in milliseconds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.browser.trace import Work, traced

_HERE = Path(__file__).parent
WATCHING = (_HERE / "watching.txt").read_text(encoding="utf-8")
MUCH = (_HERE / "much.txt").read_text(encoding="utf-8")
LOADS = 5

#: Asks in our chat; done when the answer is no longer in the making.
_ASK = """
const [question, done] = arguments;
document.querySelector("#wc-new").click();
const box = document.querySelector("#wc-box");
setTimeout(() => {
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const began = performance.now();
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  const look = () => {
    if (!document.querySelector(".wc-turn .wc-answer:not([aria-busy])")) return false;
    done(performance.now() - began);
    return true;
  };
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document.querySelector("main"), { subtree: true, childList: true, attributes: true });
}, 50);
"""
#: Asks the echo; done when what it says again stands there, or with -1 when that does not come.
_ECHO = """
const [question, done] = arguments;
setTimeout(() => { // its page is still at work after the answer is seen
const box = document.querySelector("textarea");
const before = document.querySelectorAll("[data-testid=bot]").length;
Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
box.dispatchEvent(new Event("input", { bubbles: true }));
setTimeout(() => {
  const began = performance.now();
  for (const kind of ["keydown", "keypress"]) box.dispatchEvent(new KeyboardEvent(kind, { key: "Enter", bubbles: true, cancelable: true }));
  const look = () => {
    const said = [...document.querySelectorAll("[data-testid=bot]")];
    if (said.length <= before || !said.at(-1).innerText.includes(question.slice(0, 4))) return false;
    done(performance.now() - began);
    return true;
  };
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  setTimeout(() => { observer.disconnect(); done(-1); }, LOST);
}, 50);
}, 600);
"""
#: Copies the first turn that is kept into a conversation of so many.
_FILL = """
const [count, done] = arguments;
const request = indexedDB.open("wence", 1);
request.onsuccess = () => {
  const all = request.result.transaction("turns").objectStore("turns").getAll();
  all.onsuccess = () => {
    const answered = all.result.filter((turn) => turn.answer?.citations?.length);
    const changing = request.result.transaction(["turns", "conversations"], "readwrite");
    const now = Date.now();
    changing.objectStore("conversations").put({ id: "long", title: "长", created: now, updated: now, plans: [], said: "" });
    for (let n = 0; n < count; n += 1) {
      const turn = answered[n % answered.length];
      changing.objectStore("turns").put({ ...turn, id: `long${n}`, conversation: "long", at: n + 1, answer: { ...turn.answer, id: `long-${n}` } });
    }
    changing.oncomplete = () => done(answered.length);
  };
};
"""
#: Scrolls through the page, then types into a box letter by letter; a frame for each step. Gives how many things it went through.
_MOVE = """
const [selector, text, done] = arguments;
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
(async () => {
  const whole = document.documentElement;
  const scrolled = document.querySelector(".wc-choices") ?? whole;
  for (let step = 0; step <= 60; step += 1) {
    scrolled.scrollTop = (scrolled.scrollHeight - scrolled.clientHeight) * (1 - step / 60);
    await frame();
  }
  const box = document.querySelector(selector);
  for (const text_ of [...text].map((_, at) => text.slice(0, at + 1)).concat("")) {
    box.value = text_;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await frame();
  }
  setTimeout(() => done(document.querySelectorAll(".wc-turn, .pl-plan, .wc-choice, .wt-plan, .du-plan-list label").length), 300);
})();
"""
LOST = 20_000
"""Milliseconds after which an answer of the echo is lost: Gradio's client may close its stream of events on a call that it has just
made, and then waits for ever. (Our pages of the desk keep it from that: portal/static/desk/stream.js.)
"""
_READY = (
    "const done = arguments[0]; const look = () => measured.ready ? done(measured.ready) : setTimeout(look, 5); look()"
)
_IDLE = "const done = arguments[0]; setTimeout(() => done(0), 3000)"
"""Time enough for what is drawn in pieces after a page or a dialog has opened."""


class Page:
    """A driver's window, watched from before the first script of each page that it opens."""

    def __init__(self, driver: Any, *scripts: str) -> None:
        self.driver = driver
        added = driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": "\n".join((WATCHING, *scripts))}
        )
        self._added = added["identifier"]

    def close(self) -> None:
        """Open pages without the scripts again."""
        self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._added})

    def go(self, address: str) -> None:
        """Go there."""
        self.driver.get(address)

    def open(self, address: str) -> float:
        """Milliseconds from going there until one can type."""
        self.go("about:blank")
        self.go(address)
        return self.run(_READY)

    def run(self, script: str, *given: Any) -> float:
        """What an asynchronous script gives."""
        return float(self.driver.execute_async_script(script, *given))

    def click(self, selector: str) -> None:
        """Click the first match."""
        self.driver.execute_script("document.querySelector(arguments[0]).click()", selector)


def measure_loads(driver: Any, address: str) -> list[float]:
    """Milliseconds until one can type, with nothing kept by the browser; several times."""
    page = Page(driver)
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    took = [page.open(address) for _ in range(LOADS)]
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    page.close()
    return took


def measure_answers(driver: Any, address: str, questions: Sequence[str], *, echo: bool = False) -> list[float]:
    """Milliseconds from Enter until the answer is complete, for each question; without those that an echo lost."""
    page = Page(driver)
    took: list[float] = []
    stuck = True
    for question in questions:
        if stuck:
            page.open(address)
            page.run(_IDLE)
        one = page.run(_ECHO.replace("LOST", str(LOST)) if echo else _ASK, question)
        stuck = one < 0
        took += [] if stuck else [one]
    page.close()
    return took


def measure_long_talk(driver: Any, address: str, turns: int) -> dict[str, Work]:
    """The work while a long conversation is opened, and while one scrolls and types in it."""
    page = Page(driver)
    page.open(f"{address}/")
    page.run(_FILL, turns)
    page.go("about:blank")
    with traced(driver) as opened:
        page.open(f"{address}/?c=long")
        page.run(_IDLE)
    moved = moving(page, "#wc-box", "那么到2030年这个指标的目标又是多少", turns)
    page.close()
    return {"opened": opened, "moved": moved}


def moving(page: Page, box: str, text: str, count: int) -> Work:
    """The work while one scrolls through so many things and types into a box."""
    with traced(page.driver) as work:
        shown = page.run(_MOVE, box, text)
    assert shown == count, f"{shown} of {count} are there"
    return work


#: The pages with many plans: where, what to click first, the box to filter with.
MANY = {
    "/plans": ("", ".pl-filter input"),
    "/": ("#wc-scope", ".wc-dialog input[type=search]"),
    "/targets": (".wt-chooser summary", ".wt-choosing input[type=search]"),
    "/duties": (".du-plans summary", ".du-plan-pop input"),
}


def measure_many_plans(driver: Any, address: str, plans: int) -> dict[str, dict[str, Work]]:
    """For each page that lists plans, the work while it opens, and while one scrolls and filters."""
    page = Page(driver, MUCH.replace("COUNT", str(plans)))
    found = {}
    for path, (first, box) in MANY.items():
        page.go("about:blank")
        with traced(driver) as opened:
            page.go(f"{address}{path}")
            page.run(_IDLE)
            if first:
                page.click(first)
                page.run(_IDLE)
        found[path] = {"opened": opened, "moved": moving(page, box, "清禾1市节能", plans)}
    page.close()
    return found
