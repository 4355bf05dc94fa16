"""How a question weighs dates against each other: which comes first, how many days lie between."""

import re

_WEIGHED = re.compile(
    "最[早晚新]|先后|从[早晚]|[早晚](?:多少|几)|相差|差(?:多少|几)天|相隔|间隔|谁[先后]|哪.{1,4}[先后早晚]|比.{2,12}?[早晚](?!上|期|稻|餐|[高低]峰)"
)
_SENT = re.compile("[印下]发|发布|出台|发[的得](?!电)")
_APART = re.compile("相差|相隔|间隔|差(?:多少|几)|多少天|几天|[早晚](?:多少|几)")
_FIRST = re.compile("最早|先")


def weighs_issue(text: str) -> bool:
    """Whether it is weighed which of two documents was sent out before the other: 甲市发的方案比乙市的还晚吗."""
    return bool(_SENT.search(text) and _WEIGHED.search(text))


def weighs_days(text: str) -> bool:
    """Whether dates are weighed against each other."""
    return bool(_WEIGHED.search(text))


def asks_days_apart(text: str) -> bool:
    """Whether the days between are asked for."""
    return bool(_APART.search(text))


def asks_for_first_day(text: str) -> bool:
    """Whether the earliest is asked for."""
    return bool(_FIRST.search(text))
