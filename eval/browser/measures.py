"""What is measured in the browser, each as a figure in milliseconds."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

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
#: Asks the echo; done when what it says again stands there.
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
#: Scrolls through the page, then types into a box letter by letter; a frame for each step.
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
_IDLE = "const done = arguments[0]; setTimeout(() => done(0), 1500)"


class Page:
    """A driver's window, watched from before the first script of each page that it opens."""

    def __init__(self, driver: Any, *scripts: str) -> None:
        self._driver = driver
        added = driver.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": "\n".join((WATCHING, *scripts))}
        )
        self._added = added["identifier"]

    def close(self) -> None:
        """Open pages without the scripts again."""
        self._driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": self._added})

    def open(self, address: str) -> float:
        """Milliseconds from going there until one can type."""
        self._driver.get("about:blank")
        self._driver.get(address)
        return self.run(
            "const done = arguments[0]; const look = () => measured.ready ? done(measured.ready) : setTimeout(look, 5); look()"
        )

    def run(self, script: str, *given: Any) -> float:
        """What an asynchronous script gives."""
        return float(self._driver.execute_async_script(script, *given))

    def longest(self, since: float = 0.0) -> float:
        """The longest task that began after so many milliseconds; 0 where none took 50 ms."""
        tasks = json.loads(self._driver.execute_script("return JSON.stringify(measured.tasks)"))
        return max((took for began, took in tasks if began >= since), default=0.0)

    def click(self, selector: str) -> None:
        """Click the first match."""
        self._driver.execute_script("document.querySelector(arguments[0]).click()", selector)


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
    """Milliseconds from Enter until the answer is complete, for each question."""
    page = Page(driver)
    page.open(address)
    page.run(_IDLE)
    took = [page.run(_ECHO if echo else _ASK, question) for question in questions]
    page.close()
    return took


def measure_long_talk(driver: Any, address: str, turns: int) -> dict[str, float]:
    """The longest task while a long conversation is opened, and while one scrolls and types in it."""
    page = Page(driver)
    page.open(f"{address}/")
    page.run(_FILL, turns)
    page.open(f"{address}/?c=long")
    page.run(_IDLE)
    page.run(_IDLE)
    opened = page.longest()
    since = float(driver.execute_script("return performance.now()"))
    count = page.run(_MOVE, "#wc-box", "那么到2030年这个指标的目标又是多少")
    assert count == turns, f"{count} turns are shown"
    moved = page.longest(since)
    page.close()
    return {"opened": opened, "moved": moved}


#: The pages with many plans: where, what to click first, the box to filter with.
MANY = {
    "/plans": ("", ".pl-filter input"),
    "/": ("#wc-scope", ".wc-dialog input[type=search]"),
    "/targets": (".wt-chooser summary", ".wt-choosing input[type=search]"),
    "/duties": (".du-plans summary", ".du-plan-pop input"),
}


def measure_many_plans(driver: Any, address: str, plans: int) -> dict[str, dict[str, float]]:
    """For each page that lists plans, the longest task while it opens, and while one scrolls and filters."""
    page = Page(driver, MUCH.replace("COUNT", str(plans)))
    found = {}
    for path, (first, box) in MANY.items():
        driver.get("about:blank")
        driver.get(f"{address}{path}")
        page.run(_IDLE)
        if first:
            page.click(first)
            page.run(_IDLE)
        opened = page.longest()
        since = float(driver.execute_script("return performance.now()"))
        count = page.run(_MOVE, box, "清禾1市节能")
        found[path] = {"opened": opened, "moved": page.longest(since), "listed": count}
    page.close()
    return found
