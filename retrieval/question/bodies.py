"""The offices and firms that a question names, and which name in a plan is theirs."""

import re

from corpus.bodies import OFFICES
from retrieval.question.lexicon import load_lexicon

_ENDING = f"{OFFICES}|部门|办|公司|分行|支行|集团|妇联|总?工会|残联|科协|宣传部|组织部|统战部|管委会"
#: A name ends where the words of responsibility begin, or where the question or a part of it ends.
_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{0,16}}?(?:{_ENDING})(?=都|主要|单独|具体|独自|在|负责|牵头|参与|参加|承担|配合|主管|管|抓|涉及|干|做|要|的|是|有|归|和|与|及|跟|吗|呢|吧|来|一家|一共|总共|共|各|分别|担|领|分到|得|会|能|被|还|也|到底|\W|$)"
)
#: What stands in front of a name: 能耗双控由市商务局, 有没有市商务局, 哪些任务归商务局; 和市统计局 behind another name.
_BEFORE = re.compile(
    r"^[和与及跟](?=[市州县区省])|.*(?:由|归|交给|派给|是否|是|有没有|有无|据说|听说|让|跟|(?<=部)[和与及]|请问|方案|里面?|中|哪些|什么|任务|工作|的)(?=[\u4e00-\u9fff]{2})"
)
#: 市委组织部 is 组织部; where the place has been taken out, 委组织部 is too.
_LEVEL = re.compile("^[市州县区省](?!委)|^[市州县区省]?委(?=[\u4e00-\u9fff]{2,}部|编办|网信办|政法委)")
#: 哪几个局, 哪家电网公司 is asked for, not named; 同一个局 neither.
_ASKED = re.compile("(?:哪|什么|几个|几家).*")
_UNNAMED = re.compile(
    rf"{_ASKED.pattern}|^同?一[个家]|(?:管理|主管|责任|有关|相关|牵头|各)(?:部门)$|(?:怎么|咋|如何)办$"
)
_SHORTEST = 2


def bodies_named(text: str) -> tuple[str, ...]:
    """The names of offices and firms in a question without places, each without its level: 市商务局 is 商务局."""
    names = (without_level(_BEFORE.sub("", name)) for name in _NAME.findall(text))
    named = (name for name in names if (len(name) > _SHORTEST or name.endswith("联")) and not _UNNAMED.search(name))
    return tuple(dict.fromkeys(named))


def bodies_described(text: str) -> tuple[str, ...]:
    """How a question describes the offices it asks for: 哪家电网公司."""
    found = (_ASKED.search(name) for name in _NAME.findall(text))
    return tuple(match.group() for match in found if match)


def without_level(name: str) -> str:
    """A name without the level of government in front."""
    return _LEVEL.sub("", name)


def is_name_of(name: str, body: str) -> bool:
    """Whether ``name`` (without level) means ``body``, a name as a plan writes it.

    It is the end of that name (供电公司: 国网甲市供电公司) or short for it: it begins and ends alike and its characters follow in
    order (工信局: 工业和信息化局).
    """
    whole = without_level(body)
    if name.endswith("部门"):  # 环保部门 is what 环保局 is
        field = name.removesuffix("部门")
        return whole.startswith(field) or is_name_of(f"{field}局", body)
    ways = (name, *load_lexicon().official.get(name, ()))
    return any(body.endswith(way) or is_short_for(way, whole) for way in ways)


def is_short_for(name: str, whole: str) -> bool:
    """Whether a name begins and ends like a whole one and its characters follow in it in order."""
    rest = iter(whole)
    return whole[:1] == name[:1] and whole[-1:] == name[-1:] and all(sign in rest for sign in name)
