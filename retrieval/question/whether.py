"""Whether a yes or no is asked for, which the grammar of a question says."""

import re

_WHETHER = re.compile(
    r"有没有份|在不在|在里面|还是|(?:[吗吧]|(?<![什怎多那这要])么)[？?。！]*$|是不是|是否|有没有|有无|真的|对不对|对吗|听说|据说"
)


def asks_whether(text: str) -> bool:
    """Whether a yes or no is asked for."""
    return bool(_WHETHER.search(text))


_EXISTENCE = re.compile("有没有|有无|有[吗么][？?。！]*$")


def asks_for_existence(text: str) -> bool:
    """Whether it is asked if there is something."""
    return bool(_EXISTENCE.search(text))
