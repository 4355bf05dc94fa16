"""Whether a sentence of a model stands: its marks, the sentences of the plans behind them, and every gate that all answers pass."""

from collections.abc import Sequence

from corpus.regions import short_name
from index.passage import Passage
from index.snapshot import Index
from retrieval.answers.statement import Evidence, Statement
from retrieval.gates.checks import pass_gates
from retrieval.gates.cited import Cited, cite_passages
from retrieval.gates.comparison import claims_by_plan, is_of_all, wrong_comparison
from retrieval.gates.english import is_foreign
from retrieval.gates.proof import evidence_of_sources, find_support, unproved
from retrieval.question.commands import is_command
from retrieval.writer.reply import Sentence

#: Sentences of more plans than this are tables, which the ledgers make.
_MOST_PLANS = 12
#: Why a sentence falls that says which is the highest, or which alone has a thing, and cites fewer plans than were asked about.
_NOT_ALL = "没有把问到的方案都比到"


def judge_sentence(
    index: Index,
    plans: Sequence[str],
    passages: Sequence[Passage],
    sentence: Sentence,
    given: str = "",
    *,
    listed: bool = False,
) -> Statement | str:
    """The sentence as a statement with the plans' sentences that support it, or why it does not stand.

    ``given`` is what the ledgers computed for the question: figures in it need not stand in a passage. ``listed``: it stands in a list that was led to.
    """
    if is_command(sentence.text):
        return "不是对方案的转述"
    numbers = tuple(dict.fromkeys(n for piece in sentence.pieces for n in piece.numbers))
    cited = [passages[n - 1] for n in numbers if 1 <= n <= len(passages)]
    if not cited or len(cited) < len(numbers):
        return "标了没有的编号" if numbers else "没有标明出处"
    of = dict.fromkeys(p.plan for p in cited)
    if outside := [plan for plan in of if plan not in plans]:
        return f"引用了没有问到的方案 {outside[0]}"
    if len(of) > _MOST_PLANS:
        return "一句话里说了太多地方"
    groups = {plan: cite_passages(index, [p for p in cited if p.plan == plan]) for plan in of}
    return (
        _of_one(index, plans, sentence, groups, listed=listed)
        if len(of) == 1
        else _of_several(index, plans, sentence, groups, given)
    )


def _of_one(
    index: Index, plans: Sequence[str], sentence: Sentence, groups: dict[str, Cited], *, listed: bool
) -> Statement | str:
    """A sentence about one plan; where several are in scope, it says of which it is."""
    if len(plans) > 1 and is_of_all(sentence.text):
        return _NOT_ALL
    ((plan, cited),) = groups.items()
    found = find_support(sentence.text, cited, listed=listed)
    if isinstance(found, str):
        return found
    card = index.plan(plan)
    named = short_name(card.region) in sentence.text if card.region else card.title in sentence.text
    evidence = evidence_of_sources(index, sentence.text, found.sources)
    place = card.region or f"《{card.title}》"
    text = sentence.text if named or len(plans) == 1 or is_foreign(sentence.text) else f"{place}：{sentence.text}"
    return _gated(index, Statement(text, evidence, plan, unproved(text, evidence)), [plan])


def _of_several(
    index: Index, plans: Sequence[str], sentence: Sentence, groups: dict[str, Cited], given: str
) -> Statement | str:
    """A sentence that sets plans side by side: what it says of each must stand under that plan's own passages."""
    if len(groups) < len(plans) and is_of_all(sentence.text):
        return _NOT_ALL
    evidence: list[Evidence] = []
    for plan, claim in claims_by_plan(sentence.text, {plan: cited.named for plan, cited in groups.items()}).items():
        found = find_support(claim, groups[plan], beside=True)
        if isinstance(found, str):
            place = groups[plan].named.region or groups[plan].named.title
            return f"{found}（{place}）"
        evidence += evidence_of_sources(index, claim, found.sources)
    if wrong := wrong_comparison(sentence.text, groups, given):
        return wrong
    quotes = tuple(dict.fromkeys(evidence))
    return _gated(index, Statement(sentence.text, quotes, "", unproved(sentence.text, quotes)), list(groups))


def _gated(index: Index, statement: Statement, plans: Sequence[str]) -> Statement | str:
    kept, checks = pass_gates(index, [statement], statement.text if not statement.plan else "", plans)
    if kept:
        return kept[0]
    return next(c.detail.partition("：")[2] or c.gate for c in checks if not c.passed)
