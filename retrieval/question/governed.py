"""Every county, district or town of a place, as questions and plans say it: 各县（市、区）, 下辖各县, 分县."""

import re

_SORT = "(?:[地设]?[县市区旗州]|地区|乡镇|乡|镇|街道|盟)"
_GOVERNED = re.compile(
    rf"(?:每一?个|各个?|所有|下[辖属面]的?各?|所辖的?各?|辖内各?|分){_SORT}(?:[、和]?[（(〔\[]?{_SORT}(?:[、和]{_SORT})*[）)〕\]]?){{0,3}}"
)
#: Asks for the parts themselves: 各县（区）, 哪个县, 每个区, 县区分别.
_ASKS_FOR_PARTS = re.compile(
    r"(?:各|哪|每|所有|几|分)[一-鿿（(]{0,4}?[县市区州旗镇乡地]|[二两三四五六七八九十\d]个?(?:[县区旗镇乡]|市县|市区)|[县市区州旗镇乡]{1,3}[一-鿿]{0,3}分别|分解|最\S的[县市区州旗镇乡]|(?<![全我本该这])[县区旗镇乡](?:都?有哪|是哪)|(?:哪[个家]|谁)[^，,。？?]{0,6}最"
)
#: 最高的那个归哪一类地区 is asked of one of them.
_OF_ONE = re.compile("那[个家座](?![县市区州旗镇乡]?[是叫])")
#: The place as a whole, or what is set for it in all.
_WHOLE = re.compile("全[州市省县区域盟]|总(?:目标|数|量)|整个[州市省县区]")
_LEVEL = re.compile(r"(?:自治)?[县市区州旗镇乡盟]$|街道$")
#: What a place is, behind its name: （县级市）.
_REMARK = re.compile("（[^（）]{1,8}）")


def governed_in(text: str) -> str:
    """The words by which a text means each part of a place; empty where it does not."""
    found = _GOVERNED.search(text)
    return found.group() if found else ""


def asks_for_parts(question: str) -> bool:
    """Whether a question that is asked of one place wants what each part of it has, or which has most."""
    return bool(_ASKS_FOR_PARTS.search(question)) and not _OF_ONE.search(question)


def asks_of_one(question: str) -> bool:
    """Whether a question points at one part of those spoken of: 最低的那个为什么."""
    return bool(_OF_ONE.search(question))


def names_whole(question: str) -> bool:
    """Whether a question speaks of the place as a whole: 等于全州的目标吗."""
    return bool(_WHOLE.search(question))


def speaks_of(question: str, place: str) -> bool:
    """Whether a question names a place, or one of several joined by 、, in full or in short: 云梦, but not in 云梦泽市."""
    parts = _REMARK.sub("", place).split("、")
    return any(part in question or _says_short(question, _LEVEL.sub("", part)) for part in parts)


def _says_short(question: str, name: str) -> bool:
    return len(name) > 1 and bool(re.search(rf"{re.escape(name)}(?![一-鿿]{{0,2}}[市州盟]|[县区旗镇乡])", question))
