"""责任单位: what names an institution in Chinese official writing, and where a list of institutions is cut."""

import re
from collections.abc import Collection

Span = tuple[int, int]

#: How the names of most offices end, as a pattern.
OFFICES = "局|委员会|委|办公[厅室]|厅|中心"
#: How names of offices, courts, firms and associations end. The list is about the language, not about any place.
_ENDING = re.compile(
    f"(?:{OFFICES}|(?:督查|研究|政研|调研|考核)室|办|人民政府|政府|办事处|管委会|指挥部|领导小组|工作组|专班|署|司|处|科|所|站|队|社|馆|台|院|校|大学|学院|党组|"
    "组织部|宣传部|统战部|部|总?工会|协会|商会|学会|联合会|基金会|妇联|残联|工商联|文联|科协|侨联|团市委|团[省州县区]委|关工委|会|"
    "集团|公司|总厂|厂|银行|[央支分人发开]行|总部|海关|关|法院|检察院|军区|武警|单位|部门|机构|企业|院所|高校|运营商|成员|主体|"
    "开发区|高新区|经开区|工业园|产业园|园区|新区|示范区|管理区|合作区|林区|景区|保护区|农场|林场|油田|电网|供电|铁塔|移动|联通|电信|铁路|机场|港口|"
    "乡镇?|镇|街道|社区|村|市|州|县|区|旗|省|盟|师|兵团)$"
)
#: Words that a sentence holds and a name does not.
_SENTENCE = re.compile(
    r"应(?![急用对])|要(?![素点])|必?须|确保|完成|加强|推动|推进(?![办中委组指局处工])|落实|负责|配合|牵头|制定|实施|鼓励|建立|不得|以[上下内]|底前|[\d%％]|进行|"
    r"开展|按照|根据|第一责任|同志|主要领导|责任人|详见|简称|包括|例如|本方案|附件|的|(?<!华)为|[。；：:！？]"
)
#: The list is cut before these once what stands before is a whole name.
_PREFIX = "市省州县区盟旗各国团"
_JOINT = re.compile(r"[和及与暨]|以及")
_ET_CETERA = re.compile(
    r"等(?:[二三四五六七八九十百\d]{1,3}个?)?(?:市直|省直|州直|县直|市级|省级|州级|县级|中央)?(?:各|其他|有关|相关|成员|责任)*(?:单位|部门|机构|企业|地区)?$"
)
_PLURAL = re.compile(
    r"^(?:各|有关|相关|其他|全体|所有)|有关(?:单位|部门)|相关(?:单位|部门)|成员单位|各(?:县|市|区|乡|镇|单位|部门)"
)
#: Too general to be somebody when nothing else says that duties are given out: 政府引导、企业负责.
_GENERAL = frozenset(
    "人民政府 政府 部门 单位 企业 机构 社会 市场 市区 市县 县区 区县 本市 本省 全市 全省 城市 社区 用人单位 项目单位 建设单位 生产企业 责任单位 责任主体 牵头单位".split()
)
_MOST_CHARACTERS = 40
_OPENING = re.compile(r"\s*(?:并?(?:具体|主要|分别|其中)?由|(?:以?及|和|与)(?=[市省州各国有相]))?")
#: 节能工作由市发展改革委: the task before the name.
_TASK = re.compile(r".{2,15}(?<!自)由(?=[市省州县区各国])")
_EDGES = " \u3000*＊·“”\"'"


def is_institution(name: str) -> bool:
    """Whether a string reads as the name of an office, firm or group of such: 市发展改革委, 各县（市）人民政府, 国网甲市供电公司."""
    core = _without_last_bracket(name)
    if not 3 <= len(core) <= _MOST_CHARACTERS or core in _GENERAL or _SENTENCE.search(name):
        return False
    return bool(_ENDING.search(core))


def is_plural(name: str) -> bool:
    """Whether one name stands for several bodies: 各有关部门, 市直有关部门, 领导小组成员单位."""
    return bool(_PLURAL.search(name))


def may_be_body(name: str) -> bool:
    """Whether a list item may be a body although its ending is unknown: 国网甲市供电, 三大通信公司驻市机构."""
    return (
        2 <= len(name) <= _MOST_CHARACTERS
        and not _SENTENCE.search(name)
        and bool(re.match(r"[\u4e00-\u9fffA-Z]", name))
    )


def split_bodies(text: str, masked: str, start: int, end: int, gaps: Collection[int]) -> list[Span]:
    """Spans of the names in one piece of a list (a piece holds no 、 or ，).

    ``masked`` is the text with nested brackets blanked out; ``gaps`` are the offsets before which the raw text has white space.
    A piece is cut at 和, 及, 与 and at a gap only between two whole names: 市自然资源和规划局 stays one, 各县区政府和高新区管委会 are two.
    """
    start, end = _trim(masked, start, end)
    if start >= end:
        return []
    for joint in _JOINT.finditer(masked, start, end):
        left, right = text[start : joint.start()], text[joint.end() : end]
        if is_institution(_without_tail(left)) and is_institution(_without_tail(right)):
            return [(start, joint.start()), *split_bodies(text, masked, joint.end(), end, gaps)]
    for gap in sorted(g for g in gaps if start < g < end):
        if text[gap] in _PREFIX and is_institution(text[start:gap]) and is_institution(_without_tail(text[gap:end])):
            return [(start, gap), *split_bodies(text, masked, gap, end, gaps)]
    return [(start, end)]


def _without_tail(name: str) -> str:
    return _ET_CETERA.sub("", name)


def _trim(masked: str, start: int, end: int) -> Span:
    """Leave out 由, 等部门 and the like at the ends of a piece."""
    opening = _OPENING.match(masked, start, end)
    start = opening.end() if opening else start
    tail = _ET_CETERA.search(masked, start, end)
    end = tail.start() if tail else end
    task = _TASK.match(masked, start, end)
    start = task.end() if task else start
    while start < end and masked[start] in _EDGES:
        start += 1
    while end > start and masked[end - 1] in _EDGES:
        end -= 1
    return start, end


def _without_last_bracket(name: str) -> str:
    return re.sub(r"[（(〔\[][^（()）〔〕\[\]]*[)）〕\]]$", "", name)
