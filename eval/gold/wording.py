"""How texts are compared: white space removed, widths and brackets folded, [n] marks taken out, numbers bounded."""

import re
import unicodedata
from functools import lru_cache

_BRACKETS = str.maketrans("〔〕【】﹝﹞", "()[]()")
_MARK = re.compile(r"\[\d{1,3}\]")


def fold(text: str) -> str:
    """``text`` without white space, in half width and lower case, 〔〕 as (), 【】 as []."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).lower().split())


def without_marks(text: str) -> str:
    """``text`` without its [n] marks."""
    return _MARK.sub("", text)


def stands_in(wanted: str, folded: str) -> bool:
    """Whether ``wanted`` stands in a folded text, a number never as a part of a longer one: 5% is not in 5.5% nor in 15%."""
    return bool(_bounded(wanted).search(folded))


@lru_cache(maxsize=4096)
def _bounded(wanted: str) -> re.Pattern[str]:
    folded = fold(wanted)
    before = r"(?<!\d)(?<!\d[.,])" if folded[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if folded[-1:].isdigit() else ""
    return re.compile(before + re.escape(folded) + after)
