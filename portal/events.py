"""The rules for the page's events, read from the page as it was built, so that no event is open because a list forgot it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from errors import WenceError
from portal.payload import Event, Is, Rule, Shape, Text, Typed, Whole

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction
    from gradio.blocks import Block, Blocks

COUNT_LIMIT = 1_000_000
"""No count that the page shows is larger."""
CHOICE_LIMIT = 300
"""No name to choose from is longer."""
EXAMPLES_LIMIT = 100
"""No list of examples is longer."""
_EXAMPLE = Text(re.compile(r".{1,1000}", re.DOTALL))


class EventUnguarded(WenceError):
    """An event of the page takes something for which there is no rule."""


def events_of(page: "Blocks") -> Mapping[int, Event]:
    """What each event of the page may carry, by its id. Events that only stop others are none of them: the browser does it.

    Raises:
        EventUnguarded: the page has an input or an event data of a kind for which there is no rule.
    """
    stopped = {number for function in page.fns.values() for number in function.cancels}
    called = {number: function for number, function in page.fns.items() if not function.is_cancel_function}
    return {
        number: Event(
            inputs=_rules_for(function),
            triggers=frozenset(target for target, _ in function.targets if target is not None),
            data=_rule_for_data(function),
            cancellable=number in stopped,
        )
        for number, function in called.items()
    }


def _rules_for(function: "BlockFunction") -> tuple[Rule, ...]:
    if function.component_prop_inputs or function.batch:
        raise EventUnguarded(
            f"网页事件 {function.name} 一次收多份数据或组件的全部属性，没有规则。请在 portal/page.py 中改为逐项的输入，再启动。"
        )
    return tuple(_rule_for(block) for block in function.inputs)


def _rule_for(block: "Block") -> Rule:
    from gradio import Dropdown, Number, State, Textbox

    if type(block) is Textbox and block.max_length is not None:
        return Typed(block.max_length)
    if type(block) is Dropdown and not block.multiselect:
        return Typed(CHOICE_LIMIT)
    if type(block) is Number:
        return Whole(COUNT_LIMIT)
    if type(block) is State:
        return Is(None)  # what it holds is on this side
    raise EventUnguarded(
        f"网页的输入组件 {type(block).__name__} 没有数据规则。请在 portal/events.py 中为它写明能收什么，再启动。"
    )


def _rule_for_data(function: "BlockFunction") -> Rule:
    if not function.collects_event_data:
        return Is(None)
    names = {name for _, name in function.targets}
    if names != {"example_select"}:
        told = "、".join(sorted(names))
        raise EventUnguarded(f"网页事件 {told} 的附带数据没有规则。请在 portal/events.py 中写明能收什么，再启动。")
    return Shape({"index": Whole(EXAMPLES_LIMIT), "value": Shape({"text": _EXAMPLE})})
