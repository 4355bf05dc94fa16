"""What people ask for and plans do not tell: ways to reach somebody, names of persons."""

import re
from collections.abc import Iterable

from index.keyword import tagged

_CONTACT = re.compile("电话|热线|邮箱|联系方式|联系人|网址|微信")
#: A number, an address that somebody is reached at.
_REACHED = re.compile(
    r"\d{3,4}[-－—]\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|\w@\w|https?://|www\.|(?:电话|热线|微信)\D{0,8}\d{5}|\d{5}[^，。；\d]{0,8}(?:热线|电话)"
)
#: 省长是张三吧: who is said to hold an office, to have it confirmed.
_CLAIMED = "(?:是|叫)(?!谁|哪|不|什么|啥)(?P<name>[\u4e00-\u9fff]{2,4}?)(?:[吧吗么嘛对？?]|没错|是不)"
_PERSON = re.compile(
    rf"(?P<office>副?(?:[局市州县区省处科厅院组]长|书记|主任|主席))(?:{_CLAIMED}|(?=是谁|是哪一?[位个]|叫|姓|的?名|呢(?=[？?\s]|$)))"
    "|(?P<head>负责(?:人|同志))(?=叫|姓|的?名)|(?<=[局委厅处科])谁(?:来|在)?(?:负责|分管|管)"
)
#: 报告是谁作的, 哪天作的报告: who gave it, and when.
_REPORTED = re.compile(
    "(?:谁|哪一?位|哪天|哪一?日|什么时候|何时|几号|几月几[日号])[^，,？?]{0,8}[作做](?:的|了)?[^，,？?]{0,8}报告"
    "|报告[^，,？?]{0,8}(?:谁|哪一?位|哪天|哪一?日|什么时候|何时|几号|几月几[日号])[^，,？?]{0,6}(?:[作做](?!出|好)|宣读)|报告人"
)
#: Who gives the report of a government.
HEADS = ("省长", "市长", "州长", "县长", "区长", "盟长", "旗长", "主席")
#: Whom 发改委谁负责 asks for: somebody inside the body.
_IN_CHARGE = "负责人"
_OFFICE = "副?(?:[局市州县区省处科厅院]长|书记|主任|主席)"
#: What is asked of a person that documents of a government do not tell.
_TRAITS = {
    "年龄": "多大(?:年纪|年龄|岁数)|年纪|年龄|岁数|几岁|多少岁|多大(?=了|[?？。]?$)|(?:哪一?年|什么时候)(?:出)?生",
    "生日": "生日|出生日期",
    "籍贯": "籍贯|哪里人|老家",
    "学历": "学历|什么学校|哪个大学",
}
_BEFORE_TRAIT = re.compile("(?:今年|现在|到底|究竟|的|是|有|在|[，, ])+$")
#: 任组长: who holds an office is told by another one.
_HELD = "(?:担任|兼任|任)"
#: A name that stands by itself behind a blank at the end of a line.
_SIGNED = r"[ \u3000]+[\u4e00-\u9fff·]{2,4}[ \u3000]*(?:\n|$)"
#: … and between the day and the office of who spoke on it: 1月15日张三市长在……会议上.
_SPEAKS = r"日[\u4e00-\u9fff·]{2,4}?"
#: In so many signs a name is told from the words behind it.
_NAME = 8


def contact_named(text: str) -> str:
    """The way to reach somebody that a question names; empty where it names none."""
    found = _CONTACT.search(text)
    return found.group() if found else ""


def tells_contact(text: str) -> bool:
    """Whether a plan tells a way to reach anybody: a number or an address, not the word for one."""
    return bool(_REACHED.search(text))


def person_named(text: str) -> str:
    """The office whose holder's name a question asks for; empty where it asks for none."""
    found = _PERSON.search(text)
    return found["office"] or found["head"] or _IN_CHARGE if found else ""


def asks_for_reporter(text: str) -> bool:
    """Whether a question asks who gave a report, or on which day it was given."""
    return bool(_REPORTED.search(text))


def person_claimed(text: str) -> str:
    """The name that a question wants confirmed as that of the holder of an office; empty where it names none."""
    found = _PERSON.search(text)
    return (found["name"] or "") if found else ""


def trait_named(text: str) -> tuple[str, str]:
    """(what of a person a question asks for, who that is: a name, or an office without one); empty where it asks for none."""
    for trait, words in _TRAITS.items():
        found = re.search(words, text)
        if found:
            person = _BEFORE_TRAIT.sub("", text[: found.start()])
            return (trait, person) if person else ("", "")
    return "", ""


def person_told(texts: Iterable[str], person: str) -> str:
    """The name among what is asked about that stands beside an office in any of the texts, else the office asked about; empty for neither."""
    office = re.search(f"(?:{_OFFICE})$", person)
    bare = re.sub(_OFFICE, " ", person).split()
    names = [part[-size:] for part in bare for size in (3, 2) if len(part) >= size]
    names += [part[:size] for part in bare for size in (3, 2) if len(part) > size]
    beside = [rf"{_OFFICE}[\s\u3000]*{re.escape(name)}|{re.escape(name)}[\s\u3000]*{_OFFICE}" for name in names]
    read = list(texts)
    told = (name for name, said in zip(names, beside, strict=True) if any(re.search(said, text) for text in read))
    return next(told, office.group() if office else "")


def tells_holder(text: str, office: str) -> bool:
    """Whether a text tells who holds an office: by a name beside it (省长张三, 张三省长, signed 省长　张三), or by another office (由市长任组长)."""
    own = f"(?<!副){office}"  # 副省长 is another office
    if re.search(f"{_HELD}[^，。；、]{{0,6}}{own}|{own}{_SIGNED}|{_SPEAKS}{own}[在作]", text):
        return True
    return any(
        _is_name(text[found.end() : found.end() + _NAME], first=True)
        or _is_name(text[max(0, found.start() - _NAME) : found.start()], first=False)
        for found in re.finditer(own, text)
    )


def _is_name(text: str, *, first: bool) -> bool:
    """Whether the first or the last word of a text is the name of a person."""
    words = [kind for word, kind in tagged(text.strip("：: \u3000")) if word.strip()]
    return bool(words) and words[0 if first else -1].startswith("nr")
