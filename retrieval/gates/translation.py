"""Claims in English: their units, offices, roles and places must answer to Chinese ones of what is cited, and their figures to one sentence."""

import re

from retrieval.gates.cited import Cited
from retrieval.gates.figures import in_digits
from retrieval.question.sounds import sound, spells_place

_NUMBER = r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)"
#: English units, and what may stand behind the figure for them.
_UNITS = (
    ("%|percent|per cent", "%|成"),
    ("percentage points?", "个?百分点"),
    ("(?:metric )?tons?|(?:metric )?tonnes?", "[万亿]?吨"),
    ("kg|kilograms?", "[万]?(?:千克|公斤|kg)"),
    ("km|kilomet(?:er|re)s?", "[万]?(?:公里|千米|km)"),
    ("cubic met(?:er|re)s?", "[万亿]?(?:立方米|m3|方)"),
    ("square met(?:er|re)s?", "[万亿]?(?:平方米|m2)"),
    ("hours?", "个?小时"),
    ("minutes?", "分钟"),
    ("(?:working |business |calendar )?days?", "个?(?:工作)?[日天]"),
    ("weeks?", "个?(?:周|星期)"),
    ("months?", "个?月"),
    ("years?", "年"),
    ("hectares?", "[万]?公顷"),
    ("mu", "[万]?亩"),
    ("yuan|rmb", "[万亿]*元"),
    ("kw|kilowatts?", "[万亿]?千瓦"),
    ("mw|megawatts?", "[万]?兆瓦"),
    ("households?", "[万]?户"),
    ("pairs", "对"),
    ("firms|companies|enterprises", "多?[家户个]"),
    ("projects|laboratories|parks|villages|counties|cities|stations|sites", "多?[个项家座处]"),
    ("people|persons|residents", "[万亿]?(?:多?[名人])"),
    ("vehicles?|buses|cars", "[万]?[辆台]"),
)
_RATES = (
    ("(?:a|per|each|every) day|daily", "[日天]"),
    ("(?:a|per|each|every) year|annually", "年"),
    ("(?:a|per|each|every) hour", "时"),
    ("ahead|in advance", "提前"),
)
#: English words of an office's field, and the Chinese ones.
_SECTORS = (
    ("housing|construction", "住房|住建|建设"),
    ("transport", "交通"),
    ("development and reform", "发展和?改革|发改"),
    ("industry and information", "工业和信息|工信|经济和信息|经信"),
    ("ecolog|environment", "生态|环境|环保"),
    ("health", "卫生|卫健"),
    ("financ", "财政|金融"),
    ("water", "水"),
    ("agricultur|rural", "农"),
    ("market", "市场监"),
    ("commerce", "商务"),
    ("public security|police", "公安"),
    ("education", "教育"),
    ("scien", "科"),
    ("natural resources|planning", "自然资源|规划"),
    ("forest", "林"),
    ("tax", "税"),
    ("price", "价格|物价"),
    ("energy", "能源"),
    ("cultur|tourism", "文化|文旅"),
    ("emergency", "应急"),
    ("fire", "消防"),
    ("statistic", "统计"),
    ("urban management", "城市管理|城管"),
    ("human resources|social security", "人力|人社"),
    ("civil affairs", "民政"),
    ("customs", "海关"),
    ("port", "港"),
    ("standard", "标准"),
    ("post", "邮政"),
    ("state council", "国务院"),
)
_TAIL = "(?:bureaus?|authorit(?:y|ies)|departments?|commissions?|ministr(?:y|ies)|agenc(?:y|ies)|administrations?)"
_OFFICE = re.compile(rf"((?:[a-z]+(?:-[a-z]+)?\s){{1,6}}){_TAIL}\b")
_SOON = "[\u4e00-\u9fff、]{0,10}?(?:部门|机关|机构|委|厅|局|部|署|中心)"
_LEADS = re.compile(r"\W*(?:\w+\W+){0,2}?(?:leads?|takes? the lead|is in charge|heads)\b")
_NAME = re.compile(r"\b([A-Z][a-z]{3,})\b")
_ACTORS = (
    ("universit", "高校|大学|高等学校|院校"),
    ("(?<!by )enterprises|companies|firms", "企业|公司|单位"),
    ("residents|households", "居民|户|农民|群众|人"),
    ("banks?\\b", "银行|金融"),
    ("courts?\\b", "法院"),
)


def wrong_words(claim: str, cited: Cited) -> str:
    """Which unit, office, role or place of an English claim the text does not give; empty when it gives them all."""
    lowered = claim.lower()
    return _units(lowered, cited) or _offices(lowered, cited) or _places(claim, cited) or _scattered(lowered, cited)


def _units(claim: str, cited: Cited) -> str:
    text = in_digits(cited.everything)
    for words, known in _UNITS:
        for found in re.finditer(rf"{_NUMBER}[\s-]?(?:{words})(?![a-z])", claim):
            stands = _stands(found[1], text)
            if not any(re.match(rf"[万亿]?(?:{known})", text[end:]) for _, end in stands):
                return f"{found.group()} 的单位与原文不同"
    for words, known in _RATES:
        for found in re.finditer(rf"{_NUMBER}(?:\s[a-z-]+){{1,3}}\s(?:{words})(?![a-z])", claim):
            stands = _stands(found[1], text)
            if not any(
                re.search(known, re.sub(r"\d{4}年", "", text[max(0, start - 10) : end + 8])) for start, end in stands
            ):
                return f"{found.group()} 的单位与原文不同"
    return ""


def _stands(number: str, text: str) -> list[tuple[int, int]]:
    """Where a figure stands in a text, also as so many 万 or 亿: 55,000 as 5.5万."""
    value = float(number.replace(",", ""))
    forms = [(f"{value:.10g}", "")] + [(f"{value / size:.10g}", sign) for size, sign in ((1e4, "万"), (1e8, "亿"))]
    return [m.span() for form, sign in forms for m in re.finditer(rf"(?<![\d.]){re.escape(form)}(?![\d.]){sign}", text)]


def _offices(claim: str, cited: Cited) -> str:
    for words, known in _ACTORS:
        if (found := re.search(words, claim)) and not re.search(known, cited.everything):
            return f"“{found.group()}”不在所引的段落里"
    for found in _OFFICE.finditer(claim):
        fields = [known for words, known in _SECTORS if re.search(words, found[1])]
        if not fields and re.search(
            r"\b(?:housing|municipal|provincial|competent|local|relevant|responsible|other|state)\b", found[1]
        ):
            continue
        missing = [known for known in fields[-1:] if not re.search(f"(?:{known}){_SOON}", cited.everything)]
        if not fields or missing:
            return f"部门 {found.group().strip()} 不在所引的段落里"
        if _LEADS.match(claim[found.end() :]) and not any(
            d.role == "lead" and re.search(fields[-1], d.body) for d in cited.duties
        ):
            return f"{found.group().strip()} 的职责与原文不同"
    return ""


def _places(claim: str, cited: Cited) -> str:
    heard = sound(cited.known_places)
    for name in _NAME.findall(claim):
        if spells_place(name.lower()) and name.lower() not in heard:
            return f"地名 {name} 不在所引的段落里"
    return ""


def _scattered(claim: str, cited: Cited) -> str:
    """Figures of one claim that no sentence cited, nor the sentences between two full stops, has together."""
    numbers = {n.replace(",", "") for n in re.findall(_NUMBER, claim)}
    texts = [in_digits(f"{s.words}，{s.around}，{','.join(s.led)}") for s in cited.sources]
    known = {n for n in numbers if any(_holds(t, n) for t in texts)}
    if len(known) > 1 and not any(all(_holds(t, n) for n in known) for t in texts):
        return f"原文没有哪一句同时写着 {'、'.join(sorted(known))}"
    return ""


def _holds(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text) is not None
