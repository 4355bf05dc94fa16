"""Runs axe-core (4.14.1, MPL-2.0, tests/vendor/axe.js) in a page that is open in Chromium."""

from functools import cache
from pathlib import Path
from typing import Any

_CODE = Path(__file__).resolve().parent / "vendor" / "axe.js"
_RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(
  (found) => done(found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)),
  (error) => done([String(error)]));
"""


@cache
def _code() -> str:
    return _CODE.read_text(encoding="utf-8")


def faults_of(browser: Any) -> list[str]:
    """Serious and critical faults of the page that the (selenium) browser shows; empty when there are none."""
    browser.execute_script(_code())
    found: list[str] = browser.execute_async_script(_RUN)
    return found
