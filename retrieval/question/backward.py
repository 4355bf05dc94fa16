"""Words by which a conversation goes back to a place spoken of before the latest one: 回到前面那个市."""

import re

_SAID = "(?:我?(?:们)?(?:说|问|讲|提|聊)(?:的|过的|到的)?)?"
_PLACE = "(?:城市|地方|地区|省份|市|州|省|县|区|报告)(?![区县委政直级本])"
_BACK = re.compile(
    rf"(?:(?:那|再)?(?:回到?|换回|还是说?|说回)(?:刚才|刚刚|上面|前面|之前|先前|前头|原先|原来)?|前面|之前|先前|前头|原先|原来|上一?个|前一个)"
    rf"的?{_SAID}的?(?:那|这)?一?个?{_PLACE}的?[，,]?"
)


def goes_back(text: str) -> bool:
    """Whether a question goes back to the place before the latest one."""
    return bool(_BACK.search(text))


def without_going_back(text: str) -> str:
    """The text without the words that do."""
    return _BACK.sub(" ", text)
