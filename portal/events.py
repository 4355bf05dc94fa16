"""The rules for a desk page's events, read from the page as it was built, so that no event is open because a list forgot it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from errors import WenceError
from portal.payload import Event, Rule, Typed

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction
    from gradio.blocks import Block, Blocks

CHOICE_LIMIT = 300
"""No name to choose from is longer."""


class EventUnguarded(WenceError):
    """An event of the page takes something for which there is no rule."""


def events_of(page: "Blocks") -> Mapping[int, Event]:
    """What each event of the page may carry, by its id.

    Raises:
        EventUnguarded: the page has an input or an event data of a kind for which there is no rule, or an event that stops others.
    """
    return {
        number: Event(
            inputs=_rules_for(function),
            triggers=frozenset(_triggers(function, page.fns)),
        )
        for number, function in page.fns.items()
    }


def _triggers(function: "BlockFunction", functions: Mapping[int, "BlockFunction"]) -> Iterator[int]:
    """What an event is triggered by; one that comes after another names what that was triggered by."""
    yield from (target for target, _ in function.targets if target is not None)
    if function.trigger_after is not None:
        yield from _triggers(functions[function.trigger_after], functions)


def _rules_for(function: "BlockFunction") -> tuple[Rule, ...]:
    if function.component_prop_inputs or function.batch:
        raise EventUnguarded(
            f"网页事件 {function.name} 一次收多份数据或组件的全部属性，没有规则。请改为逐项的输入，再启动。"
        )
    if function.collects_event_data or function.cancels:
        raise EventUnguarded(
            f"网页事件 {function.name} 有附带数据，或会停止别的事件，没有规则。请改为只收逐项的输入，再启动。"
        )
    return tuple(_rule_for(block) for block in function.inputs)


def _rule_for(block: "Block") -> Rule:
    from gradio import Dropdown, Textbox

    if type(block) is Textbox and block.max_length is not None:
        return Typed(block.max_length)
    if type(block) is Dropdown and not block.multiselect:
        return Typed(CHOICE_LIMIT)
    raise EventUnguarded(
        f"网页的输入组件 {type(block).__name__} 没有数据规则。请在 portal/events.py 中为它写明能收什么，再启动。"
    )
