"""The country or the province, of which a question asks in place of a city: 全国的……, 全省……."""

import re
from dataclasses import dataclass

_BEYOND = re.compile(
    r"^(?:请问|那么?|现在|目前)?(?P<word>全国|我国|全省|全球|全世界|国家(?=的.{2}))(?P<next>的?.{0,2})(?!.*[一二三四五六七八九十\d]级)"
)


@dataclass(frozen=True, slots=True)
class Beyond:
    """``word`` is how it is called, ``following`` the characters behind."""

    word: str
    following: str

    def is_name_in(self, text: str) -> bool:
        """Whether a plan has the word as part of a name: 全国节能宣传周, 国家标准."""
        following = self.following
        return not following.startswith("的") and len(following) > 1 and self.word + following in text


def beyond(text: str) -> Beyond | None:
    """What is asked of beyond the places of the plans; None where a question begins with no such word."""
    found = _BEYOND.search(text)
    return Beyond(found["word"], found["next"]) if found else None
