"""Every county, district or town of a place, as questions and plans say it: 各县（市、区）, 下辖各县, 分县."""

import re

_SORT = "(?:[地设]?[县市区旗州]|地区|乡镇|乡|镇|街道|盟)"
_GOVERNED = re.compile(
    rf"(?:每一?个|各个?|所有|下[辖属面]的?各?|所辖的?各?|辖内各?|分){_SORT}(?:[、和]?[（(〔\[]?{_SORT}(?:[、和]{_SORT})*[）)〕\]]?){{0,3}}"
)


def governed_in(text: str) -> str:
    """The words by which a text means each part of a place; empty where it does not."""
    found = _GOVERNED.search(text)
    return found.group() if found else ""
