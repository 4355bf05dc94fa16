"""What an indicator is counted over: 全市, a named county, 市中心城区, 各县（区）, 规模以上工业, 农村."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.plan import Plan
from corpus.regions import regions_named
from corpus.table_places import is_place

_WHOLE = re.compile(
    r"(?:(?:在)?全(?:市|省|州|县|区|旗|盟)(?!域|长)|我(?:市|省|州|县|区)(?!域)|本(?:市|省|州|县|区)(?!级))(?:范围内?)?的?"
)
_LEVELS = (
    r"(?:各|所有|其他|其它)?(?:设区的?市|设区城市|地级及以上城市|地级市|县级城市|县级市|县|市|区|旗|州)?（(?:市、区|市|区|县|旗|州|自治县|市、区、旗|县、区)）属?|"
    r"各(?:市州|市县|区县|县区|县市区|县市|市|州|县|区|地)(?![级类域])|市中心城区|中心城区|主城区|市本级|省本级|州本级|县本级|(?:县|市|区)(?=$)"
)
_NAMED = r"[一-鿿]{2,6}?(?:自治[州县]|高新区|经开区|开发区|新区|(?<!城)市(?![场域政民级直属本区辖县])|县(?![级域城乡直属区市])|州(?![级市])|区(?![域内间级划块位县]))"
_PLACE = re.compile(rf"(?:{_LEVELS}|(?P<named>{_NAMED}))")
_JOINED = re.compile(r"、|和|及|与")
#: A district by a name that no list of places knows; one alone may be any area.
_DISTRICT = re.compile(r"[一-鿿]{1,4}区")
#: What a place is, behind its name: （县级市）.
_REMARK = re.compile(r"（(?:县级|地级|省直|州直|市直)[一-鿿]{1,4}）")
_BUILT_UP = re.compile(r"(?:城市)?(?:建成区)?的?")
_AREA = re.compile(
    r"(?:各级)?(?:城市建成区|城镇建筑|市区|城区|城市|城镇|城乡|农村|乡村|县城|建制镇|规模以上工业|规上工业|规模以上服务业|公共机构|党政机关|企（事）业单位|企事业单位|公共交通|"
    r"省级(?:及)?以上(?:工业)?园区|省级以上开发区|新建(?:民用|公共)?建筑|新建项目|“两高(?:一低)?”项目|沿海主要港口)"
)
_ENTITY = re.compile(r"各级党政机关|党政机关|各级公共机构|公共机构|规模以上工业|规上工业")
_NO_NAME = re.compile(
    r"[新改扩建成设增完推实达培打开创超支布力确其消费加快围发提引落深统组争保营促强优持稳构对向把在为与用]|上市|门市|超市|股市|入市|楼市|夜市|示范|试点|城市|园区|社区|景区|片区|全国|农村"
)
_UNKNOWN_NAME = re.compile(r"(?:市|县|旗|高新区|经开区|开发区|新区)$")
_WHOLE_OF = {
    "省": "全省", "自治区": "全区", "市": "全市", "州": "全州", "盟": "全盟", "县": "全县", "旗": "全旗", "区": "全区", "地区": "全区",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope at the head of a subject: ``text`` as written; ``end`` is where the subject goes on.

    A ``whole`` (全市) and a ``place`` (named or administrative) are taken off the indicator, an ``area`` (城市) stays in it. ``entity``
    is what a whole is narrowed to (全市公共机构); it stays too.
    """

    kind: Literal["whole", "place", "area"]
    text: str
    end: int
    entity: str = ""


def whole_scope(plan: Plan) -> str:
    """全市, 全省 …: the whole of what a plan is for, from its region's name, or from the word its text uses most."""
    for length in (3, 2, 1):
        if plan.region[-length:] in _WHOLE_OF and len(plan.region) > length:
            word = _WHOLE_OF[plan.region[-length:]]
            if plan.region.endswith("州") and word not in plan.text and "全市" in plan.text:
                return "全市"  # 汀州, for short
            return word
    counts = {word: plan.text.count(word) for word in ("全市", "全省", "全区", "全州", "全县")}
    best = max(counts, key=lambda w: counts[w])
    return best if counts[best] else ""


def read_scope(text: str, start: int, end: int) -> Scope | None:
    """The scope that ``text[start:end]`` opens with."""
    whole = _WHOLE.match(text, start, end)
    at = whole.end() if whole else start
    if (place_end := _places_end(text, at, end)) > at:
        built_up = _BUILT_UP.match(text, place_end, end)
        place_end = built_up.end() if built_up else place_end
        return Scope("place", text[at:place_end].removesuffix("的"), place_end)
    if whole:
        word = whole.group().removesuffix("的").removesuffix("内").removesuffix("范围").removeprefix("在")
        entity = _ENTITY.match(text, at, end)
        return Scope("whole", word, at, entity.group() if entity else "")
    area = _AREA.match(text, start, end)
    return Scope("area", area.group(), area.end()) if area else None


def _places_end(text: str, start: int, end: int) -> int:
    """Where one place, or several joined ones, end: 各县（区）、高新区."""
    at = _districts_end(text, start, end)
    if at > start and not _JOINED.match(text, at, end):
        return at
    if at > start and (joint := _JOINED.match(text, at, end)):
        at = joint.end()
    while place := _PLACE.match(text, at, end):
        if place["named"] and not _is_name(place["named"]):
            return start if at == start else at
        at = place.end()
        if remark := _REMARK.match(text, at, end):
            at = remark.end()
        joint = _JOINED.match(text, at, end)
        if not joint or not _PLACE.match(text, joint.end(), end):
            return at
        at = joint.end()
    return start


def _districts_end(text: str, start: int, end: int) -> int:
    """Where several districts in a row end, 东礁区、鹿浦区; ``start`` where there are not so many."""
    at, count = start, 0
    while (district := _DISTRICT.match(text, at, end)) and is_place(district.group()):
        count, last = count + 1, district.end()
        joint = _JOINED.match(text, last, end)
        if not joint or not _DISTRICT.match(text, joint.end(), end):
            return last if count > 1 else start
        at = joint.end()
    return start


def _is_name(name: str) -> bool:
    """A known place, or one that has nothing of a sentence in it."""
    if regions_named(name):
        return True
    return len(name) <= 7 and bool(_UNKNOWN_NAME.search(name)) and not _NO_NAME.search(name)
