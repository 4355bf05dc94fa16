"""The parts of a question that asks several things, and which of them go on with the one before."""

import re

from retrieval.kinds import asks_other_document

_PART = re.compile(r"[^？?；;]+[？?；;]?")
#: 降幅最大的城市，它的……: the first half finds the place that the second half asks about.
_RELATIVE = re.compile(
    r"^(.*(?:最|更|提到|写到|提出|牵头|依据|根据|按照).*的(?:那个|那座|那份)?(?:城市|市|州|地方|方案))[，,](.+)$"
)
#: ……降多少，……占多少: two figures are asked for.
_FIGURES = re.compile(
    "^[^，,？?]*(?:多少|百分之几|几[个座家项])[^，,？?]*[，,](?![^，,？?]*(?:比|差|谁|最|它|其中|分别|高多少|低多少))[^，,？?]{4,}(?:多少|百分之几|几[个座家项])[^，,]*$"
)
_REFERS_BACK = re.compile(
    r"^(?:那么?)?(?:它|其|该[市州地]|这个?(?:市|地方|城市|州|里)|那个?(?:市|地方|城市|州|里)|这座|那座)|[，,](?:它|该市|其)的"
)


def split_question(asked: str) -> list[str]:
    """The texts of the parts of a question, in order; one that asks one thing stays whole."""
    relative = _RELATIVE.match(asked)
    if relative:
        return [relative.group(1), f"它，{relative.group(2)}"]
    if asks_other_document(asked):
        return [asked]
    parts = [part for part in _PART.findall(asked) if re.search(r"\w", part)]
    return [piece for part in parts for piece in (re.split("[，,]", part) if _FIGURES.search(part) else [part])]


def refers_back(part: str) -> bool:
    """Whether a part asks about the place that the part before it finds (它的……)."""
    return bool(_REFERS_BACK.search(part))
