"""Parts of a claim that say what is not given."""

import re

#: Parts that say what is not given: of what is, the rest of the sentence tells.
_ABSENCE = re.compile(
    "(?:没有?|未|并未|不曾)(?:再|有)?(?:单独|具体|明确|直接|分别|专门|自己|自|单)?(?:给|写|提[到及]|说|列|点名|附上|定数|区分|讲|注明|交代|涉及)"
    "|没有?.{1,18}(?:字样|几个字|这个词|字眼|一说|说法|的规定|的内容)"
)


def without_absence(claim: str) -> str:
    """A folded claim without its parts that only say what is not given; all of it where nothing else is left."""
    kept = "".join(part for part in re.split("(?<=[,;。])", claim) if not _ABSENCE.search(part))
    return kept if len(kept) > 4 else claim
