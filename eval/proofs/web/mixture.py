"""Which calls a run makes, in which order: the same for the same seed."""

import random
from collections.abc import Callable, Sequence

from eval.proofs.web.body_calls import encoding_call, field_call, size_call, type_call, valid_call
from eval.proofs.web.call import Call
from eval.proofs.web.file_calls import every_file_call, file_call
from eval.proofs.web.http_calls import host_call, http_call
from eval.proofs.web.page import Event
from eval.proofs.web.route_calls import route_call, session_call
from eval.proofs.web.tool_calls import tool_call


def mix_calls(seed: int, events: Sequence[Event], canaries: Sequence[str], count: int) -> list[Call]:
    """A fifth are files in every shape at every place of every event, as many of them as fit; the rest are of all kinds by chance."""
    chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
    sessions: list[str] = []
    makers: tuple[tuple[int, Callable[[], Call]], ...] = (
        (20, lambda: valid_call(chance, events, sessions)),
        (18, lambda: file_call(chance, events, canaries)),
        (12, lambda: type_call(chance, events)),
        (10, lambda: field_call(chance, events)),
        (9, lambda: size_call(chance, events)),
        (7, lambda: encoding_call(chance, events)),
        (9, lambda: session_call(chance, events)),
        (8, lambda: route_call(chance, canaries)),
        (5, lambda: http_call(chance, events)),
        (2, lambda: host_call(chance)),
        (6, lambda: tool_call(chance)),
    )
    calls = every_file_call(chance, events, canaries)[: count // 5]
    weights = [weight for weight, _ in makers]
    while len(calls) < count:
        call = chance.choices(makers, weights)[0][1]()
        if call.session and call.works:
            sessions.append(call.session)
        calls.append(call)
    chance.shuffle(calls)
    return calls
