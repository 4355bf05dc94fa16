"""Where a citation stands, in words: plan, number, date, the clause with its title, and the quote."""

from errors import WenceError
from portal.contract import Assistant


class Sources:
    """The plans as an assistant holds them now."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._cards = {card.id: card for card in assistant.plans}

    def note(self, plan: str, clause: str, title: str, address: str, quote: str) -> str:
        """A note on a citation; of a plan or a clause that is no longer held, what the citation itself says."""
        card = self._cards.get(plan)
        facts = "，".join(fact for fact in (card.number, card.date) if fact) if card else ""
        where = self._name(plan, clause) or address.rstrip("、，")
        return f"《{card.title if card else title}》{f'（{facts}）' if facts else ''}{where}：“{quote}”"

    def _name(self, plan: str, clause: str) -> str:
        try:
            return self._assistant.clause(plan, clause).name
        except (LookupError, WenceError):
            return ""
