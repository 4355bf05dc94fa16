"""Regular expressions that lack one of their alternatives."""

import re
from collections.abc import Iterator

#: What opens a group: ( (?: (?P<name> (?= (?<! (?i: …
_OPEN = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z]*:))?")
#: What is no sign of its own: a character escaped, a set of characters.
_PLAIN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


def without_one(pattern: str, *, whole: bool) -> Iterator[tuple[str, str]]:
    """(the alternative, the pattern without it) for each alternative beside others; ``whole``: the text is no piece of a longer pattern."""
    for edges in _groups(pattern, whole=whole):
        for number, (_, start) in enumerate(edges[:-1]):
            end, behind = edges[number + 1]
            last = number + 2 == len(edges)
            cut = (edges[number][0], end) if last else (start, behind)
            if end > start:
                yield pattern[start:end], pattern[: cut[0]] + pattern[cut[1] :]


def _groups(pattern: str, *, whole: bool) -> list[list[tuple[int, int]]]:
    """The groups with a | in them, each as the spans of what bounds its alternatives: what opens it, its |, what closes it.

    A piece of a longer pattern may begin or end inside a group: what bounds that group outside the piece is left out.
    """
    done: list[list[tuple[int, int]]] = []
    open_groups: list[list[tuple[int, int]]] = [[(0, 0)] if whole else []]
    at = 0
    while at < len(pattern):
        plain, opening = _PLAIN.match(pattern, at), _OPEN.match(pattern, at)
        end = plain.end() if plain else opening.end() if opening else at + 1
        if opening:
            open_groups.append([opening.span()])
        elif pattern[at] == "|":
            open_groups[-1].append((at, end))
        elif pattern[at] == ")":
            done.append([*open_groups.pop(), (at, end)])
            open_groups = open_groups or [[]]
        at = end
    done += [[*open_groups[0], (at, at)]] if whole else open_groups
    return [edges for edges in done if any(pattern[a:b] == "|" for a, b in edges)]
