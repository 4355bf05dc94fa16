"""One fault planted by program in an honest sentence, of each kind that it offers a place for: more to learn from than anybody writes.

A planted sentence is nearly always false; the few that stay true count little (:data:`retrieval.gates.support_making.WEIGHT`).
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.bodies import OFFICES
from retrieval.gates.alignment import words_in
from retrieval.gates.claims import fold
from retrieval.gates.support_pairs import Pair

#: What the kinds of planted faults begin with.
PLANTED = "planted "
_NUMBER = r"\d+(?:\.\d+)?"
#: Units, each with others that a slip puts in its place.
_UNITS: dict[str, tuple[str, ...]] = {
    "万吨标准煤": ("吨标准煤",),
    "吨标准煤": ("万吨标准煤",),
    "个百分点": ("%",),
    "百分点": ("%",),
    "平方公里": ("公顷",),
    "万平方米": ("平方米",),
    "亿立方米": ("万立方米",),
    "万立方米": ("立方米",),
    "万亿元": ("亿元",),
    "亿千瓦时": ("万千瓦时",),
    "万千瓦": ("千瓦", "亿千瓦"),
    "平方米": ("万平方米", "公顷"),
    "立方米": ("万立方米",),
    "千瓦": ("万千瓦",),
    "亿元": ("万元", "万亿元"),
    "万元": ("亿元", "元"),
    "万吨": ("吨", "亿吨"),
    "万亩": ("亩",),
    "万户": ("户",),
    "万人": ("人",),
    "万辆": ("辆",),
    "公里": ("米", "里"),
    "公顷": ("亩",),
    "吨": ("万吨", "千克"),
    "亩": ("万亩", "公顷"),
    "户": ("万户",),
    "人": ("万人",),
    "辆": ("万辆",),
    "元": ("万元",),
    "%": ("个百分点", "‰"),
    "个": ("万个",),
    "家": ("万家",),
    "座": (),
    "项": (),
    "条": (),
    "台": (),
    "天": (),
}
_FIGURE = re.compile(rf"(?<![\d.A-Za-z])(?P<number>{_NUMBER})(?P<unit>{'|'.join(_UNITS)})?(?![\d.年月日、,]|五)")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_BODY = re.compile(rf"(?:国家|省|市|州|县|区)?委?[\u4e00-\u9fff]{{2,8}}?(?:{OFFICES})")
_MARK = re.compile(r"\[[\d,，、\s]+\]")
_DENIED = "不未无没"
#: So many names of a sentence are changed, one at a time.
_NAMES = 2
#: Words, each with what a slip makes of it; nothing behind the arrow: it is left out.
_SLIPS: dict[str, tuple[tuple[str, str], ...]] = {
    kind: tuple((said, slip) for said, _, slip in (each.partition("→") for each in slips.split()))
    for kind, slips in {
        "negation": "不得→可以 严禁→允许 禁止→允许 不再→继续 不能→可以 不予→给予 未→已 没有→有 不→",
        "modality": (
            "鼓励→强制 鼓励→要求 支持→要求 支持→强制 探索→全面推行 推动→强制 引导→责令 力争→ 争取→ 力争→确保 "
            "应当→可以 应→可以 必须→可以 必须→鼓励 原则上→ 有序→全面 可以→必须 基本→ 逐步→立即 试点→全面推广"
        ),
        "scope": (
            "全市→市中心城区 全省→省会城市 全州→州府城区 规模以上→ 重点→ 新建→所有 新建→ 重点行业→全行业 城市→农村 "
            "农村→城市 县级以上→ 市中心城区→全市 部分→所有 主要→ 公共机构→所有单位 大型→所有 城镇→农村 城镇→ 存量→新增 "
            "新增→存量 工业→农业 企业→单位和个人"
        ),
        "bound": (
            "以上→以内 以上→以下 以上→ 不低于→不高于 不低于→ 不超过→不低于 不超过→ 超过→不到 以内→以上 以下→以上 "
            "左右→以上 至少→至多 达到→不超过"
        ),
        "direction": (
            "提高→降低 下降→上升 降低→提高 增长→下降 增加→减少 减少→增加 提升→降低 降→升 上升→下降 压减→增加 "
            "缩小→扩大 扩大→缩小 高→低 多→少"
        ),
        "role": "牵头→配合 配合→牵头 参与→牵头 负责→配合 共同→单独",
        "condition": "首次→ 连续→ 年度→ 每年→每季度 前→后 同时→或者 最高→最低 优先→一律 超过→低于",
    }.items()
}


def plant_faults(pair: Pair, others: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    """The pair with one fault of each kind that its sentence offers a place for. ``others`` lend bodies where its passages name no other."""
    text = "。".join(shown.text for shown in pair.shown)
    for kind, faulty in (
        *_figures(pair.sentence, text, rng),
        *_years(pair.sentence, text, rng),
        *_bodies(pair.sentence, text, others, rng),
        *_names(pair.sentence, text, rng),
        *_slips(pair.sentence, rng),
    ):
        if faulty != pair.sentence:
            yield replace(pair, sentence=faulty, supported=False, kind=f"{PLANTED}{kind}", honest=pair.sentence)


def _figures(sentence: str, text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Another figure of the passages with the same unit, another digit, another unit."""
    masked = _MARK.sub(lambda mark: "#" * len(mark.group()), sentence)
    found = list(_FIGURE.finditer(masked))
    if not found:
        return
    figure = rng.choice(found)
    number, unit = figure["number"], figure["unit"] or ""
    start, end = figure.span("number")
    theirs = re.findall(rf"(?<![\d.])({_NUMBER}){re.escape(unit)}", text) if unit else []
    rivals = [n for n in theirs if f"{n}{unit}" not in sentence]
    for _ in range(min(2, len(rivals))):
        yield "swapped", sentence[:start] + rng.choice(rivals) + sentence[end:]
    yield "digit", sentence[:start] + _other_digit(number, rng) + sentence[end:]
    other = rng.choice(found)
    if _UNITS.get(other["unit"] or ""):
        yield "unit", sentence[: other.start("unit")] + rng.choice(_UNITS[other["unit"]]) + sentence[other.end() :]


def _other_digit(number: str, rng: random.Random) -> str:
    at = rng.choice([n for n, sign in enumerate(number) if sign.isdigit()])
    return number[:at] + rng.choice([d for d in "123456789" if d != number[at]]) + number[at + 1 :]


def _years(sentence: str, text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Another year, of the passages or near."""
    found = list(_YEAR.finditer(sentence))
    if not found:
        return
    year = rng.choice(found)
    theirs = sorted(set(_YEAR.findall(text)) - {year.group()})
    near = str(int(year.group()) + rng.choice((-5, -2, -1, 1, 5)))
    yield "year", sentence[: year.start()] + (rng.choice([near, *theirs])) + sentence[year.end() :]


def _bodies(sentence: str, text: str, others: Sequence[Pair], rng: random.Random) -> Iterator[tuple[str, str]]:
    """Another body of the passages, else of other documents."""
    found = list(_BODY.finditer(sentence))
    if not found:
        return
    body = rng.choice(found)
    theirs = [name for name in _BODY.findall(text) if name not in sentence]
    if not theirs:
        lent = [shown.text for pair in rng.sample(others, min(6, len(others))) for shown in pair.shown]
        theirs = [name for name in _BODY.findall("。".join(lent)) if name not in sentence]
    if theirs:
        yield "body", sentence[: body.start()] + rng.choice(theirs) + sentence[body.end() :]


def _names(sentence: str, text: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """A thing that the passages name elsewhere in the place of one that they name here: what is so of the one is said of the other."""
    theirs = [w for w in words_in(fold(text)) if w.kind[:1] == "n" and len(w.text) > 1 and w.text not in sentence]
    mine = [w for w in words_in(fold(sentence)) if w.kind[:1] == "n" and len(w.text) > 1 and w.text in text]
    rng.shuffle(mine)
    for word in mine[:_NAMES]:
        others = [w.text for w in theirs if w.kind == word.kind and not set(w.text) & set(word.text)]
        if others and word.text in sentence:
            yield "name", sentence.replace(word.text, rng.choice(others), 1)


def _slips(sentence: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    for kind, slips in _SLIPS.items():
        fits = [(said, slip) for said, slip in slips if re.search(f"(?<![{_DENIED}]){said}", sentence)]
        if fits:
            said, slip = rng.choice(fits)
            at = rng.choice([found.start() for found in re.finditer(f"(?<![{_DENIED}]){said}", sentence)])
            yield kind, sentence[:at] + slip + sentence[at + len(said) :]
