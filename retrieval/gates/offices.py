"""The offices of a claim by what they are for: 市场监管部门 in the place of 卫生健康主管部门 is another office, whatever it is called in full."""

import re
from functools import lru_cache

from retrieval.gates.alignment import Alignment
from retrieval.gates.groundless import groundless_word
from retrieval.gates.overlap import pairs_of
from retrieval.gates.source import Source

#: What offices are for, each in the words that name it: one of a line for all.
_FIELDS = tuple(
    """
    生态环境|环境保护|环保|环境
    住房和?城乡建设|住建|住房|建设
    发展和?改革|发改
    工业和信息化|经济和信息化|工信|经信|经济信息
    交通运输|交通
    公路管理
    海事
    公安交管|公安机关交通|交警|公安
    水利|水务|水行政|水土
    供水
    卫生健康|卫健|卫生
    农业农村|农牧|畜牧|农业
    市场监督|市场监管|工商行政
    自然资源|国土
    林业|林草
    财政
    税务
    价格|物价
    商务
    教育
    科学技术|科技
    能源
    文化|文旅|旅游
    应急
    消防救援|消防
    统计
    城市管理|城管|综合执法|城市综合
    人力资源|人社|社会保障
    民政
    海关
    港航|港口|港务
    标准化
    邮政|快递
    纪委|监委|监察|纪检
    组织部|干部
    宣传
    政法
    信访
    督查
    审计
    司法
    气象
    机关事务
    海洋|渔业
    乡村振兴
    网信|大数据|数据
    保险
    民航|航空
    银行
    """.split()
)
_TAIL = "(?:行政)?(?:主管部门|监管部门|管理部门|管理机构|部门|机关|机构|总?局|委(?!托)|厅|(?<!全)部(?!分|位|署|件)|公司|办(?!理|法|事|公)|中心)"
#: Between field and tail no other office may begin: 队伍建设由市发改委 is none of 建设.
_SAME = "(?:(?![由市州县省归是把让由])[\u4e00-\u9fff]){0,6}?"
_OFFICE = tuple(re.compile(f"(?:{field}){_SAME}{_TAIL}") for field in _FIELDS)
_PARTS = re.compile("[,，;；。:：!！?？]")
#: So much of what a part says beside its office a sentence must say to be what it is about.
_ABOUT = 0.3


@lru_cache(maxsize=8192)
def fields_of(text: str) -> frozenset[int]:
    """The fields of the offices that a folded text names, by their line."""
    return frozenset(at for at, office in enumerate(_OFFICE) if office.search(text))


def strange_office(alignment: Alignment) -> str:
    """An office of a claim of whose field what is cited names none; empty when it names all."""
    text = alignment.cited.everything
    known = fields_of(text)
    for at, office in enumerate(_OFFICE):
        found = None if at in known else office.search(alignment.claim)
        if found and found.group()[:2] not in text:
            return f"部门 {found.group()} 不在所引的段落里"
    return ""


def other_office(alignment: Alignment) -> str:
    """An office where the sentence that says the rest of its part names only offices of other fields; empty when none."""
    for part in _PARTS.split(alignment.claim):
        mine = fields_of(part)
        if not mine:
            continue
        rest = part
        for at in mine:
            rest = _OFFICE[at].sub("", rest)
        words = pairs_of(rest)
        if len(words) < 4:
            continue
        told = [(len(words & pairs_of(s.words)) / len(words), s) for s in alignment.cited.sources]
        best = max((share for share, _ in told), default=0.0)
        if best < _ABOUT:
            continue
        theirs = frozenset(at for share, s in told if share >= best - 0.05 for at in fields_of(_said(s)))
        if theirs and not mine <= theirs:
            other = next(iter(mine - theirs))
            named = _OFFICE[other].search(part)
            return f"原文这里说的不是 {named.group() if named else part}"
    return ""


def _said(source: Source) -> str:
    return source.words + "，" + "、".join(d.body for d in source.duties)


#: Actors that are no offices by name, each with what the text may call them.
_ACTORS = {
    "常委会": "常委|常务委员会",
    "政协": "政协|政治协商",
    "人大": "人大|人民代表大会",
    "组织部": "组织部|组织部门",
    "村民委员会|居民委员会|村委会|居委会": "村民委员会|居民委员会|村委|居委|自治组织|村\\(居\\)|村级组织|社区",
    "法院": "法院",
    "检察院": "检察",
    "协会": "协会|商会|学会",
    "第三方": "第三方|三方",
    "保险公司|保险机构": "保险",
    "金融机构|银行": "金融|银行|信贷|贷款",
    "高校|大学": "高校|大学|院校|高等",
    "部队|军队": "军|部队",
    "省长|市长|县长|州长": "长",
    "领导小组": "领导小组|专班|指挥部|小组",
    "联席会议": "联席会议",
}


def strange_actor(alignment: Alignment) -> str:
    """Somebody of whom what is cited says nothing; empty when none."""
    actor = groundless_word(alignment.claim, alignment.cited.everything, _ACTORS)
    return f"“{actor}”不在所引的段落里" if actor else ""


_TOGETHER = re.compile("([\u4e00-\u9fff、和()]{2,24})会同([\u4e00-\u9fff、和()]{2,24})")


def other_host(alignment: Alignment) -> str:
    """Of two offices that act together, the one that is asked to help said to be the one that acts: 乙会同甲 for 甲会同乙."""
    theirs = [(fields_of(m[1]), fields_of(m[2])) for m in _TOGETHER.finditer(alignment.cited.words)]
    for found in _TOGETHER.finditer(alignment.claim):
        host, guest = fields_of(found[1]), fields_of(found[2])
        same = [(a, b) for a, b in theirs if (a | b) & host]
        if same and host and guest and all(not a & host and b & host and a & guest for a, b in same):
            return f"原文不是“{found.group()[:16]}”"
    return ""
