"""What both desk pages are built with: places for our own HTML, and what is said where nothing was chosen."""

import time
from collections.abc import Sequence
from typing import Any

from errors import DeskRefused

LOOK_SECONDS = 0.3
"""Seconds between two looks at how far some work is."""


def html_place(html: str, name: str | None = None) -> Any:
    """A place for HTML that is ours: every word from outside was escaped when it was made, and no script in it would run (CSP)."""
    from gradio import Markdown

    return Markdown(html, sanitize_html=False, latex_delimiters=[], elem_id=name)


def upload_place(path: str, kinds: Sequence[str]) -> str:
    """A place for files to be sent to ``/api/PATH/``, with the endings of those that are taken; its script fills it."""
    return f'<div id="wc-upload" data-path="{path}" data-accept="{",".join(kinds)}"></div>'


def choice_place(label: str, name: str) -> Any:
    """A list to choose one of, which changes while the page is open.

    Gradio would check what comes against the list of when the page was built, so that is left out: whoever gets a choice looks it up
    and says where there is none such. (It is left out of this one list; a class of our own would have Gradio write a stub file beside it.)
    """
    from gradio import Dropdown

    place = Dropdown([], label=label, elem_id=name, interactive=True)
    place.preprocess = lambda payload: payload
    return place


def change_place() -> Any:
    """A list that is not seen and holds a word of its own for each change, at which what is shown is read anew.

    What a page shows is read by one event alone, which Gradio's client lets begin again only when it has ended: of two that read it at once
    the older reading might come last, and stay.
    """
    from gradio import Dropdown

    # a list, whose change tells no more than that: a box of text sends its words along, which no call may
    return Dropdown([], visible="hidden", label="变化", allow_custom_value=True, interactive=True)


def change() -> str:
    """A word for a change."""
    return str(time.time_ns())


def given(choice: str | None, what: str, english: str) -> str:
    """What was chosen; ``what`` is said to be chosen first where nothing was.

    Raises:
        DeskRefused: nothing was.
    """
    if not choice:
        raise DeskRefused(f"还没有选{what}。请先在列表里选一个。", f"No {english} is chosen. Choose one from the list.")
    return choice
