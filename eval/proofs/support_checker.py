"""Does a quote say what a sentence claims? An independent opinion on cited sentences, by aligning the two sign by sign.

Shares no code with ``retrieval``'s gates, so that it can catch them out. Signs of the sentence are laid over those of the quote; then
whatever was put in, left out in between, or does not line up is looked at: figures, years, negations, bounds, directions, roles, places.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from eval.gold.wording import fold

#: Share of the sentence's signs that must lie over the quote's, or stand in its headings.
_COVERED = 0.72
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_UNIT = re.compile(r"%|‰|个百分点|[万亿千百]*[\u4e00-\u9fffa-z㎡㎥]{0,2}")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_STOP = re.compile(r"[。！？]")
_LEADS = re.compile(
    r"(?:的)?(?:方案|文件|规划)?(?:中)?(?:提出|要求|明确|规定|指出|强调|写明)(?:要|了|：|,|，)?|根据|按照|其中,?|同时,?|此外,?|该[市州地]|包括|主要|以及"
)
#: What decides what a sentence says. Put in or left out, it is another sentence.
_DECIDES = re.compile(
    "不低于|不少于|不小于|不高于|不超过|不大于|严禁|禁止|不得|不再|不准|不予|不可|不能|不会|不应|不宜|杜绝|尚未|未能|没有|停止|取消|除外|"
    "未(?!来)|非(?!常|物质)|不(?!断|同|仅|但|足|良|等|限)|以上|以下|以内|之内|左右|超过|低于|高于|突破|控制在|至少|至多|最多|最少|力争|争取|约(?!束|谈|定|型|\\d{4})|近(?=\\d)|"
    "上升|增长|增加|提高|提升|下降|降低|减少|削减|减排|压减|牵头|配合|参与|负责|落实|允许|鼓励|支持|引导|限制|淘汰|可以|必须|基本|部分|全部|已|到达"
)
_SAME = {
    "不少于": "不低于",
    "不小于": "不低于",
    "至少": "不低于",
    "不大于": "不高于",
    "不超过": "不高于",
    "至多": "不高于",
    "最多": "不高于",
}
_SAME |= {
    "降低": "下降",
    "减少": "下降",
    "削减": "下降",
    "增加": "增长",
    "争取": "力争",
    "之内": "以内",
    "高于": "超过",
    "突破": "超过",
    "提升": "提高",
}
_SAME |= {"禁止": "严禁", "不得": "严禁", "不准": "严禁"}
_ROLE = re.compile("牵头|配合|协助|参与|参加|按职责分工负责|负责|落实|主办")
_ROLE_SAME = {"协助": "配合", "参加": "参与", "按职责分工负责": "负责", "落实": "负责", "主办": "牵头"}
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,16}?(?:局|委(?!员)|委员会|办公室|办|厅|政府|管委会|中心|公司|支队|总队|银行|分行|集团|部)(?=[、,，;；。)等牵按负配参由和及的]|$)"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a sentence cites: the quote, and the headings and names under which it stands (not evidence for a figure)."""

    text: str
    place: str


def unsupported(claim: str, quotes: Sequence[Quoted], names: Sequence[str], others: Sequence[str] = ()) -> str:
    """Why the quotes together do not say the claim; empty when they do.

    ``names`` are those of the place the quotes are about, ``others`` those of places they are not about.
    """
    said = fold("。".join(q.text for q in quotes))
    around = fold("。".join(q.place for q in quotes))
    for other in others:
        if fold(other) in fold(claim) and fold(other) not in said and not any(fold(other) in fold(n) for n in names):
            return f"别的地方：{other}"
    words = _bare(claim, names, quotes)
    text = _bare(said, names, quotes)
    for look in (_figures, _decisions, _roles, _coverage):
        if why := look(words, text, around):
            return why
    return ""


def _bare(text: str, names: Sequence[str], quotes: Sequence[Quoted]) -> str:
    """Folded, without the names of its own place and title, and without words that only report."""
    folded = fold(text)
    for title in re.findall("《[^《》]*》", folded):
        if any(title[1:-1] in fold(q.place) for q in quotes):
            folded = folded.replace(title, "")
    for name in sorted((fold(n) for n in names), key=len, reverse=True):
        folded = folded.replace(name, "")
    folded = re.sub("[“”\"'‘’「」]", "", folded)
    return re.sub(r"^[:,：，]+", "", _LEADS.sub("", folded))


def _blocks(claim: str, text: str) -> list[tuple[int, int, int]]:
    """(start in the claim, start in the text, length) of what lies over, in order; single stray signs are none."""
    matcher = SequenceMatcher(None, claim, text, autojunk=False)
    return [
        (b.a, b.b, b.size)
        for b in matcher.get_matching_blocks()
        if b.size >= 2 or (b.size == 1 and claim[b.a].isdigit())
    ]


def _figures(claim: str, text: str, around: str) -> str:
    """Every figure lies over the same figure with the same unit, and belongs to the same words."""
    theirs = [(m.group().replace(",", ""), _unit(text, m.end()), m.start()) for m in _DIGITS.finditer(text)]
    for mine in _DIGITS.finditer(_DATE.sub(lambda m: "＃" * len(m.group()) if m.group() in text else m.group(), claim)):
        number, unit = mine.group().replace(",", ""), _unit(claim, mine.end())
        places = [at for n, u, at in theirs if n == number and _units_agree(u, unit)]
        if not places:
            if f"{mine.group()}{unit}" in around:
                continue
            return f"数字 {number}{unit} 不在引文里"
        rivals = [at for n, u, at in theirs if n != number and _units_agree(u, unit)]
        if not any(_belongs(claim, mine.start(), text, at, rivals) for at in places):
            return f"数字 {number}{unit} 在引文里说的是别的"
    return ""


def _unit(text: str, at: int) -> str:
    found = _UNIT.match(text, at)
    return found.group() if found else ""


def _units_agree(one: str, other: str) -> bool:
    return (
        one == other
        or (bool(one) and bool(other) and (one[:1] == other[:1] and one[:2] == other[:2]))
        or one[:1] == other[:1] == "年"
    )


def _belongs(claim: str, mine: int, text: str, theirs: int, rivals: Sequence[int]) -> bool:
    """Whether a figure stands behind the same words: its nearest bigrams before it, back to the figure before, are those of the quote."""
    if text[theirs : theirs + 8].find("年") in (4,):
        return _marks_year(claim, mine) == _marks_year(text, theirs)
    own = _before(claim, mine)
    known = _before(text, theirs)
    if not own:
        own, known = _after(claim, mine), _after(text, theirs) + known
    if not own or (not known and claim[mine : mine + 8] == text[theirs : theirs + 8]):
        return True
    if "分别" not in text and any(
        _alike(own, _before(text, at) or _after(text, at)) > _alike(own, known) for at in rivals
    ):
        return False
    if _alike(own, known) >= 0.6 or own[-6:] in known:
        return True
    return _paired(claim, mine, text, theirs)


def _marks_year(text: str, at: int) -> str:
    """比 for a year that something is compared with, else empty."""
    return "比" if re.search("(?:比|较|以|与|相比于?)$", text[max(0, at - 3) : at]) else ""


def _before(text: str, at: int) -> str:
    start = 0
    for mark in re.finditer(r"\d+(?:\.\d+)?(?!\d|年)[^,;，；。]{0,3}[,;，；、]|[;；。]", text[:at]):
        start = mark.end()
    words = re.sub(r"(?:到|至|比|较)?\d{4}年(?:底|末)?(?:前)?", "", text[start:at])
    words = _DECIDES.sub("", re.sub(r"[,，、:：()（）]", "", words))
    words = re.sub("分别|达到|达|实现|完成|为|至|到|由|的", "", words)
    return words if len(words) >= 2 or start == 0 else _before(text, max(0, start - 2)) + words


def _after(text: str, at: int) -> str:
    rest = re.split(r"[,;，；。]", _DIGITS.sub("", text[at : at + 40], count=1))[0]
    return _DECIDES.sub("", rest)


def _alike(one: str, other: str) -> float:
    pairs = [one[i : i + 2] for i in range(len(one) - 1)] or [one]
    return sum(p in other for p in pairs) / len(pairs)


def _paired(claim: str, mine: int, text: str, theirs: int) -> bool:
    """Figures listed apart from what they are of (A、B分别为1、2): the item with the same place in the list must be the one claimed."""
    sentence_start = max((m.end() for m in _STOP.finditer(text[:theirs])), default=0)
    apart = text.rfind("分别", sentence_start, theirs)
    if apart < 0:
        return False
    numbers = [m.start() for m in _DIGITS.finditer(text, apart)]
    place = numbers.index(theirs) if theirs in numbers else -1
    head = re.split(r"[,;，；]", text[sentence_start:apart])[-1]
    items = [i for i in re.split("、|和|与|及", head) if i]
    if not 0 <= place < len(items):
        return False
    own = _before(claim, mine)
    if "分别" in claim[:mine]:
        my_apart = claim.rfind("分别", 0, mine)
        my_items = [i for i in re.split("、|和|与|及", re.split(r"[,;，；]", claim[:my_apart])[-1]) if i]
        my_numbers = [m.start() for m in _DIGITS.finditer(claim, my_apart)]
        my_place = my_numbers.index(mine)
        own = my_items[my_place] if my_place < len(my_items) else own
    best = max(range(len(items)), key=lambda i: _alike(items[i][:4], own))
    return best == place


def _decisions(claim: str, text: str, around: str) -> str:
    """Every word that decides lies over the same word, and none is left out right beside what was taken over."""
    blocks = _blocks(claim, text)
    over = {i + k: j + k for i, j, n in blocks for k in range(n)}
    used = set(over.values())
    theirs = [(m.start(), m.end(), _SAME.get(m.group(), m.group())) for m in _DECIDES.finditer(text)]
    for found in _DECIDES.finditer(claim):
        word = _SAME.get(found.group(), found.group())
        if not any(w == word and _near(found.start(), found.end(), a, b, over) for a, b, w in theirs):
            if word in ("负责", "牵头", "配合", "参与", "落实") or (
                found.group() in around and word not in ("严禁", "未", "不再")
            ):
                continue
            return f"引文没有“{found.group()}”"
    mine = [(m.start(), m.end(), _SAME.get(m.group(), m.group())) for m in _DECIDES.finditer(claim)]
    for start, end, word in theirs:
        if word in ("负责", "牵头", "配合", "参与", "落实", "减排"):
            continue
        if start and text[start - 1] in "。;；":
            continue  # a sentence of its own
        beside = end in used and text[end] not in ",，;；、:：" and (end + 1 in used or text[end].isdigit())
        behind = word in ("以上", "以下", "以内", "左右") and start - 1 in used
        if (beside or behind) and not any(w == word and _near(a, b, start, end, over) for a, b, w in mine):
            return f"漏掉了引文的“{text[start:end]}”"
    return ""


def _near(a: int, b: int, c: int, d: int, over: dict[int, int]) -> bool:
    """Whether ``claim[a:b]`` lies over ``text[c:d]``, or what stands right before or behind it does."""
    if any(over.get(i) is not None and c <= over[i] < d for i in range(a, b)):
        return True
    before = next((over[i] for i in range(a - 1, max(-1, a - 4), -1) if i in over), None)
    behind = next((over[i] for i in range(b, b + 3) if i in over), None)
    return (before is not None and 0 <= c - before <= 4) or (behind is not None and 0 <= behind - d <= 3)


def _roles(claim: str, text: str, around: str) -> str:  # noqa: ARG001
    theirs = _given(text)
    for body, role in _given(claim).items():
        matching = {r for b, r in theirs.items() if b.endswith(body) or body.endswith(b)}
        if role and matching and role not in matching:
            return f"{body} 在引文里的职责不是{role}"
        if role and not matching and (theirs or role not in ("负责",)):
            return f"引文没有说 {body} {role}"
    return ""


_LABEL = re.compile("(牵头|配合|责任|参与|负责)(?:单位|部门)[:：为是]")


def _given(text: str) -> dict[str, str]:
    """Body -> the role word of the label before it (牵头单位：…), else the one that comes next behind it, else 负责."""
    given: dict[str, str] = {}
    for segment in re.split(r"[;；。]", text):
        label = _LABEL.search(segment)
        at = label.end() if label else 0
        ends = [(r.start(), r.end(), r.group()) for r in _ROLE.finditer(segment, at)]
        for start, end, role in [*ends, (len(segment), len(segment), "负责")]:
            named = _ROLE_SAME.get(role, role)
            if label and start == end:
                named = label.group(1).replace("责任", "负责")
            for item in re.split("[、,，()（）:：]|等", segment[at:start]):
                name = re.split("由|工程", item)[-1] if not _BODY.fullmatch(item) else item.split("由")[-1]
                if _BODY.fullmatch(name):
                    given.setdefault(name, named)
            at = end
    return given


def _coverage(claim: str, text: str, around: str) -> str:
    """Most of the claim lies over one sentence of the quote, or stands in its headings."""
    signs = [i for i, c in enumerate(claim) if re.match(r"[\w%]", c)]
    if not signs:
        return "没有内容"
    held = 0
    for part in (p for p in re.split(r"[,;:，；：。]|(?<=[\u4e00-\u9fff]{3})由", claim) if p):
        best = 0
        for sentence in [*_STOP.split(text), around]:
            best = max(best, sum(n for _, _, n in _blocks(part, sentence)))
        held += min(best, sum(bool(re.match(r"[\w%]", c)) for c in part))
    return "" if held >= _COVERED * len(signs) else "引文没有这样说"
