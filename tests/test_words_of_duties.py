"""The words of the page of responsibilities in both languages."""

import re
from pathlib import Path


def test_both_languages_have_the_same_words() -> None:
    code = (Path(__file__).resolve().parent.parent / "portal/static/duties/words.js").read_text(encoding="utf-8")
    chinese, english = code.split("  en: {")
    keys = [re.findall(r"^    (\w+):", part, re.MULTILINE) for part in (chinese, english)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 50
