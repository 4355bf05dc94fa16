"""What an answer is made of before it is written out: statements, each with the evidence that proves it."""

from dataclasses import dataclass, replace

from corpus.plan import Target
from corpus.spacing import kept_pieces
from index.passage import Unit
from index.snapshot import Index
from retrieval.answer import Citation


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a clause: ``quote`` is verbatim (white space repaired), ``context`` the whole sentence it stands in.

    ``start`` and ``end`` are raw offsets of the quote in the plan's text.
    """

    plan: str
    clause: str
    quote: str
    context: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of an answer about one plan (``plan`` empty: about the corpus itself), with its evidence.

    ``own_words`` are words of ``text`` that are ours, not the plan's: counts of the corpus, results computed from cited figures.
    ``targets`` are the ledger rows it says, for tables and arithmetic; ``picks`` the plan that a computed statement singles out.
    ``ranking`` are the plans that it orders, from the highest figure to the lowest, ``tied`` those of them that are level, ``found`` those that were sought and give the figure asked for, in no order, ``parts`` the parts of one place in that order, ``items`` what it lists, in order, each proved by
    the evidence at its place where there is as much of it.
    ``nearest``: it is the nearest that the plan says, which may not be what was asked; ``certainty`` (0..1) that it is;
    ``leaves_open``: it says itself what of the question the plan does not say.
    ``bodies`` are those that it says lead a task, or the only one that it names.
    ``whole``: it says of all plans together all that is asked; ``denies``: what the question takes for granted is not so.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    plan: str = ""
    own_words: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    picks: str = ""
    ranking: tuple[str, ...] = ()
    tied: tuple[tuple[str, ...], ...] = ()
    found: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    nearest: bool = False
    certainty: float = 1.0
    whole: bool = False
    denies: bool = False
    leaves_open: bool = False

    def left_open(self) -> "Statement":
        """The statement, saying itself that it leaves open what was asked."""
        return replace(self, leaves_open=True)


def evidence_of(index: Index, unit: Unit, start: int = 0, end: int | None = None) -> Evidence:
    """Evidence for ``unit.text[start:end]``, with its raw place."""
    stop = len(unit.text) if end is None else end
    quote = unit.text[start:stop]
    raw_start, raw_end = index.raw_span(unit, start, stop)
    return Evidence(unit.plan, unit.clause, quote, unit.text, raw_start, raw_end)


def evidence_of_row(row: Target) -> Evidence:
    """Evidence for a row of a ledger: what it quotes, with the sentence that this stands in."""
    return Evidence(row.plan, row.clause, row.quote, row.sentence, row.start, row.end)


def sentence_of(index: Index, evidence: Evidence) -> Unit | None:
    """The sentence that evidence is from."""
    sentences = (u for u in index.units_of_clause(evidence.clause) if u.kind == "sentence")
    return next((u for u in sentences if evidence.quote in u.text), None)


#: A piece of a quote shorter than this proves nothing by itself.
_SHORTEST_PIECE = 6


def pieces_of(index: Index, evidence: Evidence) -> list[Evidence]:
    """The evidence in pieces that furniture (a page number, a mark) does not cut: quotes are verbatim in the text as printed."""
    text = index.plan_text(evidence.plan)
    spans = kept_pieces(evidence.start, evidence.end, index.furniture(evidence.plan))
    spans = [(a, b) for a, b in spans if text[a:b].strip()]
    if len(spans) < 2:
        return [evidence]
    pieces, at = [], 0
    for start, end in spans:
        stop = at
        for _ in range(sum(not c.isspace() for c in text[start:end])):
            while evidence.quote[stop].isspace():
                stop += 1
            stop += 1
        pieces.append(replace(evidence, quote=evidence.quote[at:stop].strip(), start=start, end=end))
        at = stop
    return [p for p in pieces if len(p.quote) >= _SHORTEST_PIECE] or pieces


def cite(index: Index, n: int, evidence: Evidence) -> Citation:
    """The citation record of a piece of evidence."""
    clause, card = index.clause(evidence.clause), index.plan(evidence.plan)
    return Citation(
        n=n,
        plan=evidence.plan,
        title=card.title,
        section=clause.section,
        address=clause.address,
        clause=clause.id,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        scanned=bool(index.scanned_lines(evidence.plan, evidence.start, evidence.end)),
    )
