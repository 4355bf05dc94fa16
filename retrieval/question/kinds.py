"""What kind of answer a question asks for, read from its question words alone."""

import re
from typing import Literal

Kind = Literal["document", "tasks", "duty", "which", "definition", "list", "number", "fact", "measure"]
DocumentField = Literal["number", "registration", "date", "issuer", "attachments", "openness", "title", "recipients"]


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


_WHEN = "(?:什么时候|啥时候|何时|哪一?天|哪一?年|几号|什么时间)"
_PUBLISH = "(?:印发|发布|下发|出台|发文|发的)"
_WHO = "(?:谁|(?:哪|什么)(?:个|些|几个|两个|家|几家)?.{0,6}(?:部门|单位|局|厅|机构|组织|团体|委|家)|归(?:哪|谁))"
#: Words of responsibility; a question without them asks for a body that a sentence names (报哪里备案).
_LEADS = "(?:负责|牵头|(?<![托监接保])管(?![网理道控线廊委辖制])|抓|承担|参与|参加|配合|主管|归口|责任)"
_WHICH_BODY = "(?:哪|什么)(?:个|些|[几一二两三四五六七八九十](?:个|家))?(?:部门|单位|局委|委局|局|厅|机构|委办局)"
_BODY = "(?:局|厅|委员会|委|办|厅|中心|公司|分行|支行|集团|妇联|部|机构|管委会)"
_PLACE = "(?:省份?|市|城市|地方|州|方案|市州|地区|份)"

#: The first kind that matches decides, so the most telling come first.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "document",
        _any(
            "文号|发文字号|文件编号|(?:登记|备案)编?号|落款|成文日期|附件|主送|日期[呢是？?]",
            "哪(?:一|两|几)?(?:份|部).{0,6}(?:文件|方案|规定|通知|法规)(?!里|中|提到|写)|哪个.{0,4}文件",
            f"{_WHEN}.{{0,4}}{_PUBLISH}",
            f"{_PUBLISH}.{{0,6}}(?:{_WHEN}|日期|时间)",
            f"最[早晚].{{0,4}}{_PUBLISH}|{_PUBLISH}得?最?[早晚]",
            "(?:依据|根据|按照).{0,6}《",
            "(?:方案|文件|通知).{0,4}(?:是|由).{2,20}(?:印发|发布|下发|出台)的?(?:吗|吧|对吧|对吗|对不对)",
            "(?:方案|文件|哪[个份]).{0,4}(?:最[新早晚]|从[早晚]到)|(?:差|隔)(?:了)?(?:多少|几)天",
            f"(?:谁|哪个(?:机关|单位|政府)){_PUBLISH}",
            "(?i:document number|file number|when was .{0,60}(?:issued|published|released)|date of issue)",
            "(?:发|印发|主送|抄送)给(?:了)?(?:哪些|谁|哪)|主送(?:机关|单位)|发给哪",
        ),
    ),
    (
        "tasks",
        _any(
            f"{_BODY}(?:都|主要|单独|具体|在.{{0,8}}中?)?(?:要|需要|应该)?(?:负责|牵头|参与|承担|配合|管|涉及|干|做).{{0,6}}(?:什么|哪|几|啥|多少)",
            f"{_BODY}.{{0,2}}(?:管|负责|牵头|参与)(?:着|了)?(?:别的|其他|另外)",
            f"{_BODY}的?(?:主要)?(?:职责|任务|分工)|{_BODY}有(?:什么|哪些)(?:任务|职责|事)",
            f"(?:哪些|哪几项|什么)(?:任务|工作|工程|事).{{0,4}}(?:归|由|跟|和|与).{{0,10}}{_BODY}",
        ),
    ),
    (
        "which",
        _any(
            "(?i:which (?:cities|city|plans?|places) (?:mention|require|have|set))",
            f"哪(?:个|些|几个|座){_PLACE}.{{0,3}}(?:把|将)|是哪(?:个|一个|座){_PLACE}|哪(?:个|座){_PLACE}.{{0,20}}(?:牵头|负责)",
        ),
    ),
    (
        "duty",
        _any(
            f"{_WHO}.{{0,12}}{_LEADS}",
            f"由{_WHO}",
            f"{_LEADS}.{{0,12}}(?:部门|单位)",
            "(?:管理|主管)(?:部门|单位|机构)|哪(?:些|几个)(?:部门|单位)(?:来|去|会|要|都|一起|共同|盯|搞|干|做|落实|推动|推进|参加|参与)",
            "(?:责任|负责|牵头|主管|管)(?:的)?(?:是)?(?:谁|哪|什么部门)",
            "(?i:who (?:leads|is responsible)|which (?:department|bureau|agency))",
            "找(?:谁|哪个部门)|(?:部门|单位)(?:名单)?(?:都)?列|分给(?:了)?(?:哪|谁)|分工|是(?:不是)?.{2,12}一家(?:管|负责|牵头)|有没有份|有份(?:吗|没)|在不在(?:里|内|其中)|在(?:里面|其中)吗",
            "(?:牵头|负责|参与|参加|配合)(?:的)?还是(?:牵头|负责|参与|参加|配合)",
            "谁来?(?:管|负责|牵头|抓|干|做|落实|实施|推进|执行)|归(?:谁|哪.{0,3}(?:局|委|部门|单位|家))",
            f"(?<![给报向送找经到]){_WHICH_BODY}[呢？?。]*$",
            "^(?:那么?)?(?:牵头|负责|参与|配合)的?(?:单位|部门)?(?:呢|是谁|有谁)?[？?。]*$",
            f"{_BODY}.{{0,2}}(?:牵头|负责|主管|参与|配合).{{0,12}}(?:吗|么|吧|真的|对不对|是不是)",
            f"{_BODY}.{{0,4}}(?:有没有|有无|是否|是不是).{{0,4}}(?:牵头|负责|主管|参与|配合)",
            f"(?:是不是|是否|有没有|有无).{{0,14}}{_BODY}.{{0,4}}(?:牵头|负责|主管|参与|配合|的事|的责任|的任务)",
        ),
    ),
    (
        "number",
        _any(
            f"哪(?:些|几个){_PLACE}.{{0,24}}(?:低于|高于|超过|不到|不足|大于|小于|达到|至少|没到)",
            "比.{0,12}(?:高|低|多|少|大|小)(?:吗|多少|几)",
            "[前后][一二三四五]名|平均|之和|合起来|相加|什么(?:样的)?(?:目标|指标)",
            "(?:目标|指标|率|量|占比|比重|能耗|增速)(?:是否|都|是不是)?(?:一样|相同|一致)",
        ),
    ),
    (
        "which",
        _any(
            f"哪(?:个|些|几个|几份|一个){_PLACE}(?:的方案)?.{{0,12}}(?:提到|提出|没提|提及|写|有|要求|明确|要到|要达到|要做到)",
            f"有没有(?:哪?个?|其他|别的){_PLACE}",
            f"(?:提到|写到|提出|有|依据|根据|按照).{{1,24}}的(?:那个|那座)?{_PLACE}$",
            f"哪(?:个|些|几个|几份){_PLACE}(?:的方案)?(?:说了|说到|讲到|把|将|用了)",
            "(?i:which of (?:the|these) .{0,16}(?:plans|cities|places))",
            f"哪(?:个|些|几个){_PLACE}(?:的方案)?.{{0,2}}(?:里|中)?.{{0,2}}(?:出现|提到|写)|在哪(?:个|些|几个){_PLACE}的方案[里中]",
            "是哪里的|是哪儿的|是哪家的",
            "都.{0,6}(?:提到|提出|写|有|要求|明确).{1,20}(?:吗|没有|了没)",
            "哪[些几]个?(?:写进|写入|提到)了?方案",
        ),
    ),
    ("list", _any("分别叫|都叫什么|哪[一二三四五六七八九十\\d]+[大项个件条种类]")),
    (
        "definition",
        _any(
            "(?<!目标)(?<!指标)(?<!要求)是什么(?!时候|部门|单位)|指什么|什么意思|(?<!名字)(?<!名称)是啥|指的是|指的什么|到底指|是干什么|什么东西|叫什么",
            '[”"]是(?:指)?哪',
            "是哪[二两三四五六七几](?:改|项|个方面|化)|(?:是)?咋回事|什么含义|含义是",
        ),
    ),
    (
        "list",
        _any("哪些(?!方面的要求)|哪几|哪[二两三四五六七八九十]+(?:个|大|项|条|种)|列(?:出|一下|举)|都有谁|名单|有哪"),
    ),
    (
        "number",
        _any(
            "多少|百分之|几|多大|多高|多长|多久|比例|占比|率(?:是|要|目标|呢)|降幅|门槛|第几",
            "(?:率|量|能耗|占比|比重|比例|目标|指标|数值)(?:呢|是什么|怎么样|如何)?[？?。]?$",
            "^(?!.*(?:怎么|怎样|如何|哪些|什么|提升|加强)).*(?:能力|规模|浓度|强度|面积|里程)(?:呢)?[？?。]?$",
            "(?:谁|哪(?:个|边|家|里|座城市|个市)).{0,16}(?:(?<![超])[高低](?!耗|排|碳|效)|多|少|大|小|快|慢)",
            "(?i:how (?:many|much)|what (?:is|are|was|will be) .*(?:target|rate|share|goal|output|capacity)|percent|compare|targets? (?:for|of))",
            f"差(?!别|异|不多|额)|{_WHEN}|最[高低大小多少重轻]|倒数第|排[个名序]|对比|加起来|合计|总和",
        ),
    ),
    (
        "number",
        _any(
            r"\d(?:\.\d+)?(?:%|％|吨|万|亿|个|公里|座|倍).{0,6}(?:吗|对吗|吧|是真的|对不对|没错)|(?:是不是|听说|据说|不是说).*\d"
        ),
    ),
    (
        "fact",
        _any(
            "(?:什么样的?|什么|哪(?:个|种|座|条|项|类|一))(?!措施|办法|举措|要求|安排|做法|政策|打算|动作|行动|任务|说法|内容|规定|市|州|城市|地方)[“\u4e00-\u9fff]{1,6}"
        ),
    ),
    ("fact", _any("(?i:^(?:which|what) )")),
    ("measure", _any("怎么|怎样|如何|措施|打算|安排|要求|办法|政策|做法|什么|吗|有没有|是否|哪来|哪里来")),
)

_FIELDS: tuple[tuple[DocumentField, re.Pattern[str]], ...] = (
    ("registration", _any("(?:登记|备案)编?号")),
    ("number", _any("文号|发文字号|文件编号", "(?i:document number|file number)")),
    ("date", _any(_WHEN, "日期|时间|落款|[最得][早晚新]|从[早晚]到|先后|[差隔]了?(?:多少|几)天", "(?i:when|date)")),
    ("attachments", _any("附件")),
    ("recipients", _any("给(?:了)?(?:哪些|谁|哪)|主送")),
    ("issuer", _any(f"(?:谁|哪个(?:机关|单位|政府)){_PUBLISH}")),
)

#: What a question about the document is for when it names no field.
USUAL_FIELDS: tuple[DocumentField, ...] = ("number", "date")


#: 厂里有几个浮顶罐，用什么技术: what comes first asks nothing.
_TOLD_FIRST = re.compile("有好?几[个台座家][^，,？?]{1,12}[，,](?=.*(?:什么|怎么|如何|哪|谁|多少))")


def kind_of(text: str) -> Kind:
    """The kind asked for; a question without question words asks what a plan does about something."""
    text = _TOLD_FIRST.sub("", text)
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "measure")


_ROLE = _any(
    _LEADS,
    "管理(?:部门|单位)|哪(?:些|几个)(?:部门|单位)(?:来|去|会|要|都|一起|共同|盯|搞|干|做|落实|推动|推进)",
    "归(?:谁|哪)|的事|找谁|分给|分工|有份|没有份|谁来?(?:落实|实施|推进|执行|做|干)|(?:部门|单位)(?:都)?列|一家管|在不在|在里面",
    f"(?<![给报向送找经到]){_WHICH_BODY}[呢？?。]*$",
    f"由{_WHO}.{{0,6}}(?:落实|健全|完善|建立|制定|推进|实施)",
)


def asks_what_is_done(text: str) -> bool:
    """Whether a question asks in so many words what a plan does: 怎么, 措施, 有没有."""
    return bool(_KINDS[-1][1].search(text))


def asks_for_role(text: str) -> bool:
    """Whether a question about a body asks for its responsibility (负责, 牵头 …)."""
    return bool(_ROLE.search(text))


_WHICH_PLACE = _any(f"哪(?:个|些|几个|座|几座){_PLACE}")


def asks_for_place(text: str) -> bool:
    """Whether a place is asked for."""
    return bool(_WHICH_PLACE.search(text))


_ITEMS = _any("哪些|哪几|有几|都有|列")


def asks_for_items(text: str) -> bool:
    """Whether things are asked for one by one."""
    return bool(_ITEMS.search(text))


_SOURCE = _any("出自|出处|来源|原文|哪一条|第几条|在哪里写")


def asks_for_source(text: str) -> bool:
    """Whether the place in the text is asked for, of what was said before."""
    return bool(_SOURCE.search(text))


_WHETHER = _any("有没有份|在不在|在里面|还是|[吗么吧][？?。！]*$|是不是|是否|有没有|有无|真的|对不对|对吗")


def asks_whether(text: str) -> bool:
    """Whether a yes or no is asked for."""
    return bool(_WHETHER.search(text))


def asks_when(text: str) -> bool:
    """Whether a time is asked for."""
    return bool(re.search(_WHEN, text))


def fields_of(text: str) -> tuple[DocumentField, ...]:
    """The facts of the document that a question asks for."""
    return tuple(field for field, pattern in _FIELDS if pattern.search(text))


#: The document asked about is one that the text names (依据省里的哪份文件), not the plan itself.
_OTHER_DOCUMENT = _any(
    "[省州国](?:级|家)?(?:的)?文件|依据|根据|按照|执行|贯彻|制定的|落实.{0,8}文件|上级|国务院|省里|国家"
)


def asks_other_document(text: str) -> bool:
    """Whether the document asked about is one that the plan names."""
    return bool(_OTHER_DOCUMENT.search(text))


_BASIS = _any("依据|根据|制定|贯彻")


def asks_for_basis(text: str) -> bool:
    """Whether the document is asked for that a plan rests on."""
    return bool(_BASIS.search(text))


_OPENNESS = _any("公开|看到|查看|能看|下载|获取")


def asks_for_openness(text: str) -> bool:
    """Whether it is asked if a document can be had."""
    return bool(_OPENNESS.search(text))
