"""The text of a short report of a province: what was done in 2024, and what it aims at in 2025."""

_TEXT = """2025年{place}政府工作报告
来源：{place}日报
——2025年1月17日在{place}第十四届人民代表大会第三次会议上

一、2024年工作回顾
{review}
二、2025年工作安排
今年全省经济社会发展的主要预期目标是：{aims}
"""


def report_of(place: str, *, review: str, aims: str = "全省生产总值增长5%左右。") -> str:
    """A report whose review and aims are these sentences."""
    return _TEXT.format(place=place, review=review, aims=aims)
