"""Whether it is the same elsewhere: 福州也是这个标准吗, 资阳也一样吗."""

import re

_ALSO = re.compile("也(?=[^，,？?]*(?:这个|这么|这样|同样|一样|相同|如此))[^，,？?]*(?:吗|么|吧|[是对]不[是对]|[？?]$)")


def asks_if_same(text: str) -> bool:
    """Whether a part of a question asks if what the part before asks for is the same there."""
    return bool(_ALSO.search(text))
