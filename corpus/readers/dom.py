"""The tree of a web page: a walk without recursion, and which of its nodes are shown."""

import re
from collections.abc import Callable
from typing import Any

SKIPPED = frozenset(
    "head script style noscript template iframe object embed svg annotation annotation-xml canvas audio video nav footer aside button "
    "select textarea input dialog rp rt del s strike -comment".split()
)
BLOCKS = frozenset(
    "html body main article section header div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr "
    "blockquote pre address figure figcaption fieldset details summary center hr hgroup br form".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
#: Words that are struck out hold no more, though a browser shows them.
_NOT_SHOWN = re.compile(
    r"text-decoration(?:-line)?\s*:[^;]*line-through|display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)",
    re.IGNORECASE,
)
#: A page hidden as a whole is one that a script shows once it is there.
_WHOLE = frozenset(("html", "body"))


def walk(root: Any, enter: Callable[[Any, str], bool], leave: Callable[[Any, str], None]) -> None:
    """Go through ``root`` and what is below it, each node with its tag; below a node for which ``enter`` says False nothing is seen, nor is it left.

    Pages nest as deep as they like.
    """
    node, tag = root, root.tag
    entered: list[tuple[Any, str]] = []
    while True:
        if enter(node, tag):
            child = node.child
            if child is not None:
                entered.append((node, tag))
                node, tag = child, child.tag
                continue
            leave(node, tag)
        while entered and (beside := node.next) is None:
            node, tag = entered.pop()
            leave(node, tag)
        if not entered:
            return
        node, tag = beside, beside.tag


def hidden_nodes(root: Any) -> set[int]:
    """The ``mem_id`` of the elements below ``root`` that a browser does not show, besides those :data:`SKIPPED`."""
    return {node.mem_id for node in root.css("[hidden], [style]") if not _is_shown(node)}


def _is_shown(node: Any) -> bool:
    if node.tag in _WHOLE:
        return True
    attributes = node.attributes
    return "hidden" not in attributes and not _NOT_SHOWN.search(attributes.get("style") or "")
