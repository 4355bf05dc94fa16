"""Words of a claim that say the opposite of the source's, or that only one of the two denies, part by part."""

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.regions import all_regions, short_name
from retrieval.gates.alignment import Alignment, words_in
from retrieval.gates.claims import fold
from retrieval.gates.manner import Pair, pairs_in
from retrieval.gates.overlap import official

_UP = "提高|提升|增加|增长|增多|上升|升高|升至|升到|上调|上浮|上扬|加大|扩大|抬高|提上去|往上加|加重|加快|放大|新增|变多|多担|多用|升(?=[了\\d约])|增(?=[了\\d约])"
_DOWN = "降低|下降|减少|减轻|减弱|减小|缩小|下调|调低|压低|压减|压降|削减|回落|放缓|变少|往下调|降下来|少担|少用|降(?=[了\\d约])|减(?=[了\\d约])"
#: Pairs of opposites: a claim that has one where the source has the other, and not the one, says the opposite.
_OPPOSITES: tuple[tuple[str, str], ...] = (
    (_UP, _DOWN),
    ("放宽|放松|宽松|延长", "收紧|从严|更严|严格|缩短|解决|清理"),
    ("上游", "下游"),
    ("有偿", "无偿|免费"),
    ("最高|最长|最多|至多|不高于|不超过", "最低|最短|最少|至少|不低于|不少于"),
    ("允许|可以|准许|照样|仍可|不限|不作限制|鼓励|支持", "不得|严禁|禁止|不准|不许|限制|不再|不允许"),
    ("平稳|稳定|向好|稳中有进", "下滑|放缓|恶化|稳中有降|转差"),
    ("稳中有升", "稳中有降"),
    ("越少|越松|越慢", "越勤|越严|越快|越多"),
    ("正增长", "负增长|零增长"),
    ("零增长", "负增长|正增长"),
    ("城市|城镇", "农村|乡村"),
    ("全市|全省|全州|全县|全域", "中心城区|主城区|城区|建成区|县城|起步区|重点区域|重点行业"),
    ("省内|市内|境内", "省外|跨省|市外|境外"),
    ("必须|强制|应当|要求", "自愿|鼓励|可以"),
    ("少", "多"),
    ("定期", "不定期"),
    ("公开", "不公开|不予公开"),
    ("已(?=批|经|完成|建|开)", "未(?=批|经|完成|建|开)"),
    ("危险废物", "非危险废物|一般固体废物"),
    ("先立后破", "先破后立"),
    ("完成", "未完成|超额"),
    ("事前|之前|以前", "事后|之后|以后"),
    ("牵头", "配合"),
    ("上一?年度", "本年度|当年|本年"),
    ("激励目标", "基本目标"),
    ("首次|头一回", "再次|每次|连续"),
)
#: The first of them are verbs with an object; so many signs before it they are looked for.
_VERBS, _NEAR = 2, 8
#: Shorter words of an item say too little; of longer ones half the signs make another way of saying it (环保 for 环境保护).
_LONG, _SIGNED = 2, 0.5
_DENIES = re.compile(
    "不得|严禁|禁止|不准|不许|不能|不可|不予|不再|不必|不用|无需|不需|毋需|未|没|无(?!害|人|组织|缝|障|废)|不(?!断|同|少|低于|高于|超过|大于|小于|多于|仅|但|足|良|等|限|锈|乏|懈|利|过|光|止|只|一定|论|管|久|难|轻松)|非(?!常|遗|洲|化石)|除外|之外|以外|避免|防止|杜绝|取消|停止|退出"
)


def opposed(alignment: Alignment) -> str:
    """Which word of a claim is the opposite of what the source has in its place; empty when none."""
    for pair in pairs_in(alignment):
        if pair.alike < 0.3:
            continue
        for one, other in _OPPOSITES:
            for mine, theirs in ((one, other), (other, one)):
                said = re.search(mine, pair.mine)
                if not said or re.search(theirs, pair.mine) or re.search(mine, pair.theirs):
                    continue
                if found := re.search(theirs, pair.theirs):
                    return f"原文是“{found.group()}”，不是“{said.group()}”"
    return _opposed_nearby(alignment)


def _opposed_nearby(alignment: Alignment) -> str:
    """The same of one verb and its object: 压低余热自发电率 for 提高余热自发电率."""
    text = alignment.evidence
    for one, other in _OPPOSITES[:_VERBS]:
        for mine, theirs in ((one, other), (other, one)):
            for said in re.finditer(mine, alignment.claim):
                head = re.match(r"了?([\u4e00-\u9fffA-Za-z]{3})", alignment.claim[said.end() :])
                at = text.find(head[1]) if head else -1
                if at < 0:
                    continue
                before = re.split("[，,；;。、]", text[:at])[-1][-_NEAR:]
                found = re.search(theirs, before)
                if found and not re.search(mine, before):
                    return f"原文是“{found.group()}”，不是“{said.group()}”"
    return ""


def denial_facts(pairs: Sequence[Pair]) -> tuple[float, float, float]:
    """(parts of a claim that deny where the source's part does not, parts that do not where it does, how alike the least alike part is)."""
    added = lost = 0
    least = 1.0
    for pair in pairs:
        mine, theirs = len(_DENIES.findall(pair.mine)), len(_DENIES.findall(pair.theirs))
        if pair.alike >= 0.25:
            added += mine > theirs
            lost += theirs > mine
        else:
            added += bool(mine) and not _DENIES.search(pair.sentence)
        least = min(least, pair.alike)
    return float(added), float(lost), least


@lru_cache(maxsize=1)
def _county_names() -> frozenset[str]:
    return frozenset(fold(r.short) for r in all_regions() if len(r.short) >= 2) | frozenset(
        fold(r.name) for r in all_regions()
    )


#: 全州 is a county and all of a prefecture.
_PLAIN = re.compile("^(?:全[省市州县区]|新建|改建|[和成于]县|于城镇)$")
_PLACE = re.compile(
    "^(?![在和由的归])[\u4e00-\u9fff]{2,4}(?:市|县|区|州|镇|乡|村|港|湾|江|河|湖|岛|海|山|水库|新城|新区)$"
)


def places_in(folded: str) -> tuple[str, ...]:
    """Words of a text that name a place: names of divisions, and what the segmenter takes for a place or ends like one."""
    found = []
    for word in words_in(folded):
        named = word.text in _county_names() and word.kind[:2] in ("ns", "nr", "nt", "nz")
        if (named and not _PLAIN.match(word.text)) or (_PLACE.match(word.text) and word.kind[:2] in ("ns", "nr", "nt")):
            found.append(word.text)
    return tuple(dict.fromkeys(found))


def strange_place(alignment: Alignment) -> str:
    """A place of a claim that what is cited does not name; empty when it names them all."""
    known = alignment.cited.known_places
    for place in places_in(alignment.claim):
        bare = re.sub("(?:省|市|县|区|州)$", "", place) if len(place) > 2 else place
        if bare not in known:
            return f"地名 {place} 不在所引的段落里"
    return ""


#: A water or a division named by the sign before it: 涪江, 沙洲头港.
_NAMED = re.compile(
    "(?<![\u4e00-\u9fff][、和及])([\u4e00-\u9fff])(江|河|湖|湾|港|岛|县|镇|乡|海)(?![流域道口水岸电长市区级域分内底外洋关绵绿力城资])"
)
_COMMON = frozenset(
    "是给或成有到从被把要把让请报为就都还已经各利各全该本县市跨入沿出内江山大小河湖多一州两每同省新老港海向到过下上乡村城整其有无外近求个在和由的之归与及"
)


def strange_water(alignment: Alignment) -> str:
    """A river, harbour, county or town that what is cited does not name."""
    known = alignment.cited.known_places
    for found in _NAMED.finditer(alignment.claim):
        if found[1] not in _COMMON and found.group() not in known:
            return f"地名 {found.group()} 不在所引的段落里"
    return ""


def strange_county(alignment: Alignment) -> str:
    """A county of the plan's own city that what is cited does not name."""
    region = alignment.cited.named.region
    known = alignment.cited.known_places
    for county in _counties(region):
        if county in alignment.claim and county not in known:
            return f"地名 {county} 不在所引的段落里"
    return ""


@lru_cache(maxsize=256)
def _counties(region: str) -> tuple[str, ...]:
    """The short names of the counties of a prefecture, however that is named."""
    bare = short_name(region) if region else ""
    own = [r for r in all_regions() if r.level == "county" and bare and short_name(r.prefecture or "x") == bare]
    return tuple(fold(r.short) for r in own if len(r.short) >= 2 and not r.short.endswith(("区", "新")))


def invented_item(alignment: Alignment) -> str:
    """A word of a list's item that neither stands in what is cited nor is made of its signs; empty when there is none."""
    known = alignment.cited.everything
    for word in alignment.words:
        plain = not word.listed or word.light or len(word.text) < _LONG or word.kind[:1] != "n"
        if plain or word.text in known or any(o in known for o in official(word.text).split("，") if o):
            continue
        if sum(sign in alignment.evidence for sign in word.text) < _SIGNED * len(word.text):
            return f"清单里的“{word.text}”不在所引的段落里"
    return ""


#: 7F3A: letters and digits together that are no unit.
_SIGNS = re.compile(r"(?<![\w.])\d+[A-Z]+\d+[A-Z]+\d*(?!\w)", re.ASCII)
#: 5A级, 国六, 附件2, 每万千瓦时, 晚上十点: names of grades, of papers, of what a price is of and of hours.
_GRADES = re.compile(
    r"(?<![\d.A-Za-z])\d+[A-Z]+(?=级|景区|网络|基站)|国[一二三四五六](?![\u4e00-\u9fff]?[年届次])|附件\d+|每[万亿百千](?:千瓦时|吨|度|亩|户|人|元)"
    r"|(?<=晚上|早晨|早上|上午|下午|凌晨|次日)[一二三四五六七八九十]{1,3}点"
)


def strange_signs(alignment: Alignment) -> str:
    """A mix of letters and digits that what is cited does not have."""
    known = alignment.cited.everything.lower()
    for found in _SIGNS.findall(alignment.claim):
        if found.lower() not in known:
            return f"“{found}”不在所引的段落里"
    for found in _GRADES.findall(alignment.claim):
        if found.lower() not in known and found.replace("附件", "") + "." not in known:
            return f"“{found}”不在所引的段落里"
    return ""


def far_place(alignment: Alignment) -> str:
    """A place of a claim that stands elsewhere in what is cited, not in the sentences that it rests on."""
    near = alignment.evidence + alignment.cited.headings
    for place in places_in(alignment.claim):
        if place[:2] not in near and not any(place[:2] in n for n in alignment.cited.named.all):
            return f"地名 {place} 不在这句话里"
    return ""
