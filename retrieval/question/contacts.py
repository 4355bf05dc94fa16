"""What people ask for and plans do not tell: ways to reach somebody, names of persons."""

import re

_CONTACT = re.compile("电话|热线|邮箱|联系方式|联系人|网址|微信")
_PERSON = re.compile("(?:[局市州县处科厅院]长|书记|主任)(?=是谁|叫|姓|的?名)")


def contact_named(text: str) -> str:
    """The way to reach somebody that a question, or a plan, names; empty where it names none."""
    found = _CONTACT.search(text)
    return found.group() if found else ""


def person_named(text: str) -> str:
    """The office whose holder's name a question asks for; empty where it asks for none."""
    found = _PERSON.search(text)
    return found.group() if found else ""
