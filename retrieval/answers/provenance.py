"""What is said of the documents that an answer cites: that words were recognised in a scan, that an edition is not the newest, or was repealed."""

from collections.abc import Iterator, Sequence

from index.records import PlanCard
from index.snapshot import Index
from retrieval.answer import Citation

#: Said of words that a machine read in a picture.
SCANNED = "识别自扫描件"


def with_remarks(index: Index, text: str, citations: Sequence[Citation]) -> str:
    """An answer's Markdown with what is to be said of its sources in lines of its own at the end."""
    remarks = [*_of_scans(citations), *_of_editions(index, citations)]
    return "\n\n".join([text, "\n".join(remarks)]) if remarks and text else text


def _of_scans(citations: Sequence[Citation]) -> Iterator[str]:
    marks = "".join(f"[{citation.n}]" for citation in citations if citation.scanned)
    if marks:
        yield f"（{marks} {SCANNED}，可能有错字，请与原件核对。）"


def _of_editions(index: Index, citations: Sequence[Citation]) -> Iterator[str]:
    for plan in dict.fromkeys(citation.plan for citation in citations):
        card = index.plan(plan)
        if card.newer:
            yield f"（《{card.title}》是旧版{_dated(card)}，已有新版《{index.plan(card.newer).title}》{_dated(index.plan(card.newer))}。）"
        if card.repealed_by:
            by = index.plan(card.repealed_by)
            yield f"（《{card.title}》已废止{f'，见《{by.title}》' if by.id != card.id else ''}。）"
        elif card.older:
            older = "、".join(f"《{index.plan(i).title}》{_dated(index.plan(i))}" for i in card.older)
            yield f"（以上依据较新的版本{_dated(card)}；资料中另有旧版{older}，问到旧版或它的年份即可查。）"


def _dated(card: PlanCard) -> str:
    return f"（{card.date}）" if card.date else ""
