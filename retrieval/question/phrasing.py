"""The words of a question as search and the reader weigh them, by letter and by meaning."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The words of a question without its places, those of the question it goes on with, and the years it names.

    ``switches``: it only puts another thing into that question, whose words count as its own.
    """

    placeless: str
    carried: str = ""
    years: tuple[int, ...] = ()
    switches: bool = False

    @property
    def all_words(self) -> str:
        """All its words."""
        return f"{self.carried} {self.placeless}".strip()
