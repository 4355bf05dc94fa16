"""What a question says that asks again what the one before did: 乙市呢 asks all of that, 合计多少 as well."""

from collections.abc import Sequence

from retrieval.question.acts import is_english
from retrieval.question.asking import Asking
from retrieval.question.bodies import bodies_named
from retrieval.question.bounds import words_of_bounds
from retrieval.question.kinds import kind_of
from retrieval.question.reckoning import Reckoning
from retrieval.question.slot_model import asks_for
from retrieval.question.thread import Thread
from retrieval.question.years import with_year_told


def asking_again(question: str, body: str, thread: Thread, titles: Sequence[str]) -> Asking:
    """The facts of a question, its words without places being ``body``; of one that repeats another those of both, unless it asks for a yes of something else (跟乙市一样吗)."""
    reckoning = Reckoning(body)
    of_body = bool(bodies_named(body)) and kind_of(thread.again) == "duty"  # 乙市也是环保部门管吗
    settles = asks_for(body, "whether") and not reckoning.same and not of_body
    repeats = thread.again and not thread.own and not settles and not is_english(question)
    again = f" {thread.again}" if repeats else ""
    reckons = reckoning.reckons or reckoning.same  # 加起来呢, after 差几吨, asks for the sum alone
    for bound in words_of_bounds(again, sought=True) if reckons else ():
        again = again.replace(bound, "")  # 两家加起来多少, after 超过65万的有哪些
    own = body if again and reckons else ""
    return Asking(f"{question}{again}", with_year_told(f"{body.strip()}{again}", titles), own)
