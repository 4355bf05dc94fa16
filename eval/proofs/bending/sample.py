"""A seeded sample of the bends: each room and each way in turn, so that a table of a hundred words weighs no more than a bound."""

import random
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.proofs.bending.bend import Bend, bends_of
from eval.proofs.bending.rooms import HOME, ROOMS, Room

EQUIVALENTS = Path(__file__).resolve().parent / "equivalents.toml"


def equivalents() -> dict[str, str]:
    """Name of a bend that changes nothing observable -> the reason."""
    listed = tomllib.loads(EQUIVALENTS.read_text(encoding="utf-8"))["equivalent"]
    return {each["bend"]: each["reason"] for each in listed}


def bends_in(room: Room) -> list[Bend]:
    """Every bend of a room that changes something."""
    found = (bend for file in room.files for bend in bends_of(file, (HOME / file).read_text(encoding="utf-8")))
    nothing = equivalents()
    return [bend for bend in found if bend.name not in nothing]


def sample(seed: int, count: int, rooms: Sequence[Room] = ROOMS) -> list[tuple[Room, Bend]]:
    """So many bends, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    cells: dict[tuple[str, str], list[tuple[Room, Bend]]] = defaultdict(list)
    for room in rooms:
        for bend in bends_in(room):
            cells[bend.way, room.name].append((room, bend))
    for cell in cells.values():
        chance.shuffle(cell)
    return [found for found, _ in zip(_in_turn(list(cells.values())), range(count), strict=False)]


def _in_turn(cells: Sequence[list[tuple[Room, Bend]]]) -> Iterator[tuple[Room, Bend]]:
    while any(cells):
        for cell in cells:
            if cell:
                yield cell.pop()
