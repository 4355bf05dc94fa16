"""Every passage and unit against the plan text it was cut from."""

from collections.abc import Iterator

from corpus.spacing import kept_pieces
from index.passage import Passage, Unit
from index.snapshot import Index


def find_misquotes(index: Index) -> Iterator[str]:
    """Ids of passages and units whose text is not the plan's own at the span they name.

    Compared without white space and furniture, character by character.
    """
    for card in index.plans:
        text, furniture = index.plan_text(card.id), index.furniture(card.id)
        for clause in index.clauses(card.id):
            pieces: list[Passage | Unit] = [*index.passages_of_clause(clause.id), *index.units_of_clause(clause.id)]
            for piece in pieces:
                raw = "".join(text[start:end] for start, end in kept_pieces(piece.start, piece.end, furniture))
                inside = clause.start <= piece.start < piece.end <= clause.end
                if not inside or "".join(raw.split()) != "".join(piece.text.split()):
                    yield piece.id
