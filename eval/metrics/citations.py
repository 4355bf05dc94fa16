"""Do the citations prove the answer: verbatim, from the plans asked about, sentence by sentence?"""

from eval.gold.wording import fold, stands_in
from eval.metrics.statements import cited_by_place, is_said, statements_of
from eval.run.case import Case, Cited

#: A shorter quote proves nothing: it stands in any text.
_SHORTEST_QUOTE = 6


def citation_recall(case: Case) -> float | None:
    """Share of the answer's statements that their citations say.

    Formula: pieces of sentences whose cited quotes together say them / pieces that state something. Range 0 to 1.
    None when the answer states nothing (没有给出…). Source: citation recall of ALCE (Gao et al. 2023, section 3), with character pairs in
    place of an NLI model; see :func:`eval.metrics.statements.is_said`.
    """
    pieces = statements_of(case)
    return sum(bool(p.cited) and is_said(p.text, p.cited) for p in pieces) / len(pieces) if pieces else None


def citation_precision(case: Case) -> float | None:
    """Share of citations that are of use to a statement.

    Formula: a citation is of use when the citations of a piece together say it, and this one says it alone or it is not said without it;
    of use to any piece / citations that a piece leans on. Range 0 to 1. None when no piece leans on a citation.
    Source: citation precision of ALCE (Gao et al. 2023, section 3).
    """
    leaned, useful = set(), set()
    for piece in statements_of(case):
        leaned |= set(piece.cited)
        if piece.cited and is_said(piece.text, piece.cited):
            for one in piece.cited:
                others = [c for c in piece.cited if c != one]
                if is_said(piece.text, [one]) or not is_said(piece.text, others):
                    useful.add(one)
    return len(useful) / len(leaned) if leaned else None


def verbatim(case: Case) -> float | None:
    """Share of quotes that stand word for word in the plan they name.

    Formula: quotes of at least 6 characters that are a substring of their plan, white space removed and widths folded / citations. Range 0 to 1.
    None when nothing is cited. Source: exact attribution, AIS (Rashkin et al. 2023).
    """
    quotes = case.answer.quotes
    return 1 - len(invented_quotes(case)) / len(quotes) if quotes else None


def invented_quotes(case: Case) -> list[str]:
    """Plan ids of the quotes that do not stand there."""
    texts = case.texts
    return [
        plan
        for plan, quote in case.answer.quotes
        if plan not in texts or len(quote) < _SHORTEST_QUOTE or quote not in texts[plan].folded
    ]


def right_plan(case: Case) -> float | None:
    """Share of citations from the plan they should be from.

    Formula: citations of a plan that was asked about (or that the evidence stands in) and, in a line that begins with a place (抚州市：…), of a plan whose
    title or quote bears its name / citations. Range 0 to 1. None when nothing is cited.
    Source: ours; document-level retrieval mismatch, Reuter et al. 2025 (near-duplicate legal texts).
    """
    cited = case.answer.citations
    wrong = {c for c in cited if c.plan not in case.question.asked_plans} | set(_under_another_place(case))
    return 1 - len(wrong) / len(cited) if cited else None


def other_plans(case: Case) -> list[str]:
    """Plan ids of the citations from plans that were not asked about."""
    return [plan for plan, _ in case.answer.quotes if plan not in case.question.asked_plans]


def _under_another_place(case: Case) -> list[Cited]:
    """Citations in a line about a place that neither their plan's title nor their quote names."""
    found = []
    for place, cited in cited_by_place(case):
        found += [c for c in cited if place[:2] not in c.place and place[:2] not in c.quote]
    return found


def proof(case: Case) -> float | None:
    """Share of the plans that the answer must rest on which a quote proves it from.

    Formula: plans of the gold evidence with a citation whose quote contains a gold quote, lies in one, or holds a key fact / plans of the gold evidence.
    Range 0 to 1. None when there is no evidence, or declining is right. Source: ours; supporting facts of HotpotQA (Yang et al. 2018).
    """
    plans = {e.plan for e in case.question.evidence}
    return 1 - len(unproven_plans(case)) / len(plans) if plans else None


def unproven_plans(case: Case) -> list[str]:
    """Plans of the gold evidence that no citation proves."""
    facts = [alternative for group in case.question.must_include for alternative in group]
    missing = []
    for plan in sorted({e.plan for e in case.question.evidence}):
        gold = [fold(e.quote) for e in case.question.evidence if e.plan == plan]
        mine = [quote for cited, quote in case.answer.quotes if cited == plan and len(quote) >= _SHORTEST_QUOTE]
        proven = any(g in q or q in g for q in mine for g in gold) or any(stands_in(f, q) for q in mine for f in facts)
        if not proven:
            missing.append(plan)
    return missing
