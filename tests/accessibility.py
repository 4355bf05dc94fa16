"""Runs axe-core (4.14.1, MPL-2.0, tests/vendor/axe.js) in a page that is open in Chromium."""

from functools import cache
from pathlib import Path
from typing import Any

_CODE = Path(__file__).resolve().parent / "vendor" / "axe.js"
_RUN = """
const done = arguments[arguments.length - 1];
const [only, without] = arguments;
const options = {
  resultTypes: ["violations"],
  preload: false, // no rule that runs needs the style sheets fetched again
  rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}])),
  ...(only.length && {runOnly: {type: "rule", values: only}}),
};
const changing = document.getAnimations().filter((one) => one instanceof CSSTransition); // of colours, that are on their way
Promise.allSettled(changing.map((one) => one.finished)).then(() => axe.run(document, options)).then(
  (found) => done(found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)),
  (error) => done([String(error)]));
"""


@cache
def _code() -> str:
    return _CODE.read_text(encoding="utf-8")


#: The rules that a change of colours alone can break.
OF_COLOURS = ("color-contrast", "link-in-text-block")


def faults_of(browser: Any, rules: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    """Serious and critical faults of the page that the (selenium) browser shows; empty when there are none.

    ``rules``: look for these alone, by axe's names; ``without``: and not for those.
    """
    browser.execute_script(_code())
    found: list[str] = browser.execute_async_script(_RUN, list(rules), list(without))
    return found
