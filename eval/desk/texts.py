"""The plans of an open index as the checker reads them, each folded when it is first asked for: a corpus may hold thousands."""

from collections.abc import Iterator, Mapping

from eval.gold.texts import PlanText, fold_plan
from index.snapshot import Index


class IndexTexts(Mapping[str, PlanText]):
    """Plan id -> text, for every plan of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._titles = {card.id: card.title for card in index.plans}
        self._folded: dict[str, PlanText] = {}

    def __getitem__(self, plan: str) -> PlanText:
        if plan not in self._folded:
            spans = [(clause.id, clause.start, clause.end) for clause in self._index.clauses(plan)]
            self._folded[plan] = fold_plan(plan, self._titles[plan], self._index.plan_text(plan), spans)
        return self._folded[plan]

    def __contains__(self, plan: object) -> bool:
        return plan in self._titles

    def __iter__(self) -> Iterator[str]:
        return iter(self._titles)

    def __len__(self) -> int:
        return len(self._titles)
