"""Every word of the pages stands in both languages."""

import re
from pathlib import Path
from typing import Any

from tests.chromium import IN_BROWSER
from tests.visitor import Visitor

STATIC = Path(__file__).resolve().parent.parent / "portal" / "static"
TABLES = sorted(path for path in STATIC.rglob("*.js") if re.search(r"wordsIn\(\{", path.read_text(encoding="utf-8")))
pytestmark = IN_BROWSER

#: The keys of a table, of its tables within, as paths.
KEYS = """
const [source, done] = arguments;
const keys = (table, before) => Object.entries(table).flatMap(([key, value]) =>
  value && typeof value === "object" && !Array.isArray(value) ? keys(value, `${before}${key}.`) : [`${before}${key}`]);
const both = new Function(`return (${source})`)();
done([keys(both.zh, "").sort(), keys(both.en, "").sort()]);
"""


def table_of(path: Path) -> str:
    """The object that a module gives ``wordsIn``."""
    source = path.read_text(encoding="utf-8").split("wordsIn(", 1)[1]
    depth = 0
    for at, sign in enumerate(source):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return source[: at + 1]
    raise AssertionError(path)


def test_every_table_of_words_has_the_same_keys_in_chinese_and_in_english(driver: Any) -> None:
    visitor = Visitor(driver, "")
    visitor.driver.get("about:blank")
    assert len(TABLES) >= 6
    for path in TABLES:
        chinese, english = visitor.driver.execute_async_script(KEYS, table_of(path))
        assert chinese and chinese == english, path.name
