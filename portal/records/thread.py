"""Names what was said in a conversation so far.

OpenAI's clients, and assistants that call tools, send the whole conversation with every question and no id of it. What they send
before the question is what was kept with the last answer, so its name leads to the conversation in which that was kept.
"""

import hashlib
from collections.abc import Iterable

from retrieval.answer import Turn


def thread_of(said: Iterable[Turn]) -> str:
    """The name (64 hexadecimal digits) of what was said; white space is not part of it. Empty where nothing was."""
    digest, empty = hashlib.sha256(), True
    for turn in said:
        empty = False
        for part in (turn.role, " ".join(turn.content.split())):
            told = part.encode("utf-8", "surrogatepass")
            digest.update(len(told).to_bytes(8, "big") + told)
    return "" if empty else digest.hexdigest()
