"""Makes Gradio keep nothing of its own about a page session between two calls.

Gradio holds for each session a copy of the page's configuration with the last value of every component, up to 10,000 of them, and
records of the last 10,000 calls that it summarises after each one. The desk needs neither: what it shows is
read anew with every click. Building that copy took 4.2 ms of the event loop; without it a call takes none.
"""

import sys
from copy import copy
from typing import TYPE_CHECKING, Any

from gradio.state_holder import SessionState, StateHolder

if TYPE_CHECKING:
    from gradio.blocks import Blocks
    from gradio.routes import App


class _Passing(SessionState):  # type: ignore[misc]  # Gradio is not typed
    """What one call sees of the page: its components, and nothing that was said before."""

    def __init__(self, blocks: "Blocks") -> None:
        self.blocks_config = copy(blocks.default_config)
        self.config_values: dict[int, Any] = {}
        self.state_data: dict[int, Any] = {}
        self._state_ttl: dict[int, Any] = {}
        self.is_closed = False

    def __setitem__(self, key: int, value: Any) -> None:
        self.blocks_config.blocks[key] = value

    def _update_config(self, key: int) -> None:
        pass

    def _update_value_in_config(self, key: int, value: Any) -> None:
        pass


class _NoStates(StateHolder):  # type: ignore[misc]
    """Gives every call a state of its own and keeps none."""

    def __getitem__(self, session_id: str) -> SessionState:
        return _Passing(self.blocks)


def keep_nothing(page: "Blocks", mounted: "App") -> None:
    """Have a page keep nothing about its sessions and its past calls, where it is mounted."""
    states = _NoStates()
    states.set_blocks(page)
    mounted.state_holder = states
    page._queue.ANALYTICS_MAX_EVENTS = 1
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize  # never summarised
