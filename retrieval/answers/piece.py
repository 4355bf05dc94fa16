"""A piece of a document asked for as such: by its number or its name, its parts and how many, its words, its figures, its gist."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.plan import Clause
from corpus.sentences import GOES_ON, STOPS
from index.passage import Unit
from retrieval.answers.agenda import SPOKEN_OF, clause_of_year, is_about_a_thing
from retrieval.answers.desk import Desk, title_evidence
from retrieval.answers.duty import say_parts_duties
from retrieval.answers.number import say_targets
from retrieval.answers.sentences import stopped
from retrieval.answers.statement import Evidence, Statement, evidence_of
from retrieval.question.address import Address
from retrieval.question.piece import Piece
from retrieval.search.pieces import Located, below, children, locate, tops
from retrieval.search.window import coverage
from retrieval.search.wording import FIGURE

#: A heading is named by words that cover so much of it.
_NAMED = 0.6
#: A piece so long is said in its own words, a longer one by what opens it, unless its words are asked for.
_MOST_CHARACTERS, _OPENING = 900, 480
#: So much a summary says of a piece without parts.
_GIST = 320
#: So many sentences are quoted of a thing at most.
_MOST_SENTENCES = 6
#: So many figures are told at most.
_MOST_FIGURES = 80
#: Kinds of questions that the words of a piece answer, and so much of what they are about is its title.
_OF_CONTENT, _ALL_OF_IT = ("fact", "definition", "list", "measure"), 0.7
#: What is told by sentences where no part of the plan is of it.
_TOLD_BY_SENTENCES = ("agenda", "summary", "contents")
_GOALS = "目标"
_SEVERAL = 2
#: A title of fewer signs may be any word: 目标.
_SHORTEST = 4
_SIGNS = re.compile("第.*([篇编章节条])")


@dataclass(frozen=True, slots=True)
class PieceSaid:
    """What is said of a piece, or ``missing``: that the plan has no such piece, and which it has."""

    statements: tuple[Statement, ...] = ()
    missing: Statement | None = None


def compose_piece(desk: Desk) -> PieceSaid:
    """What is asked of a piece of the plan; nothing where the question is not about one, or it is not told which."""
    clauses = [c for c in desk.index.clauses(desk.plan) if c.kind == "clause"]
    piece = desk.query.piece or _piece_quoted(desk, clauses)
    if piece is None or not tops(clauses):
        return PieceSaid()
    piece = _with_title(desk, piece, clauses)
    if piece.title:
        titled = sorted((c for c in clauses if piece.title in c.title), key=lambda c: len(c.title))
        return PieceSaid(tuple(_say_clause(desk, piece, clause, clauses) for clause in titled[:1]))
    if piece.addresses:
        return _say_addressed(desk, piece, clauses)
    about = piece.wanted == "agenda" and is_about_a_thing(desk, piece)
    if piece.wanted == "agenda" and not about and (agenda := clause_of_year(desk, clauses)):
        return PieceSaid((_say_clause(desk, piece, agenda, clauses),))
    if not piece.topics:
        return PieceSaid(tuple(_say_document(desk, piece, clauses)))
    named = _clause_named(desk, piece, clauses)
    if named:
        return PieceSaid((_say_clause(desk, piece, named, clauses),))
    if piece.wanted == "agenda" and not about:
        return PieceSaid((_say_outline(desk, clauses),))
    if piece.wanted in _TOLD_BY_SENTENCES and not piece.part:
        return PieceSaid()  # what is said of it stands in no part of its own
    if piece.wanted == "text" and not piece.part and (saying := _say_sentences(desk, piece)):
        return PieceSaid(tuple(saying))
    most = _clause_speaking(desk, piece, clauses)
    return PieceSaid((_say_speaking(desk, piece, most, clauses),)) if most else PieceSaid()


def _piece_quoted(desk: Desk, clauses: Sequence[Clause]) -> Piece | None:
    """The piece whose whole title a question quotes, and of which it names nothing else: “健全标准体系”那节说了什么."""
    quoted = [term for term in desk.query.asking.quoted if any(term == _bare(c.title) for c in clauses)]
    about = sum(w.weight for w in desk.weighted if w.concept.words in quoted)
    says = desk.query.kind in _OF_CONTENT and about >= _ALL_OF_IT * sum(w.weight for w in desk.weighted)
    return Piece("contents", title=quoted[0]) if len(quoted) == 1 and says else None


def _with_title(desk: Desk, piece: Piece, clauses: Sequence[Clause]) -> Piece:
    """The piece by the one outermost title that the question says in full, of which it names nothing else: 总体要求里讲了什么."""
    if piece.addresses or piece.topics or piece.title or piece.wanted not in ("summary", "contents"):
        return piece
    said = [t for c in tops(clauses) if len(t := _bare(c.title)) >= _SHORTEST and desk.query.asking.says_plainly(t)]
    return replace(piece, wanted="contents", title=said[0]) if len(said) == 1 else piece


def _bare(title: str) -> str:
    return title.strip("。：: ")


def _say_addressed(desk: Desk, piece: Piece, clauses: Sequence[Clause]) -> PieceSaid:
    said: list[Statement] = []
    for address in piece.addresses:
        located = locate(clauses, address)
        located = replace(located, clauses=tuple(_meant(desk, located.clauses, clauses)))
        if not located.clauses:
            step = located.step
            if step is None or step.kind in ("attachment", "box") or (step.noun and not located.instead):
                return PieceSaid()  # what is attached to it may be listed and not be there
            return PieceSaid((), _say_missing(desk, address, located))
        if piece.wanted == "duties":
            said += _say_duties(desk, located.clauses, clauses)
        elif len(located.clauses) > 1:
            said.append(_say_several(desk, address, located.clauses))
        else:
            said.append(_say_clause(desk, piece, located.clauses[0], clauses))
    return PieceSaid(tuple(said))


def _meant(desk: Desk, found: Sequence[Clause], clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Of several pieces with one number the one below a heading of the year asked, 今年重点工作的第七条; all where that tells none from the others."""
    if len(found) < _SEVERAL:
        return found
    years = set(desk.query.years)
    above = {c.id: [top for top in tops(clauses) if c in below(clauses, top)] for c in found}
    dated = [c for c in found if any(years & desk.years_given(top.title, top.id) for top in above[c.id])]
    return dated if len(dated) == 1 else found


def _say_duties(desk: Desk, found: Sequence[Clause], clauses: Sequence[Clause]) -> list[Statement]:
    """Who is responsible for a piece, and for each of its parts."""
    parts = [c for above in found for c in below(clauses, above) if desk.index.duties_of_clause(c.id)]
    return [say_parts_duties(desk, parts)] if parts else []


def _clause_named(desk: Desk, piece: Piece, clauses: Sequence[Clause]) -> Clause | None:
    """The clause whose heading the question names: best the one with parts that says least beside it."""
    named = [w for w in desk.weighted if w.concept.words in piece.topics]
    scored = []
    for clause in clauses:
        share = coverage(named, clause.title) if clause.title else 0.0
        if share >= _NAMED:
            asked = desk.query.asking.share_of(clause.title)
            scored.append((share + asked, bool(children(clauses, clause)), clause))
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def _say_sentences(desk: Desk, piece: Piece) -> list[Statement]:
    """The sentences that have all of what the words are asked of, as they stand; empty where too many do."""
    ways = [w.concept.alternatives for w in desk.weighted if w.concept.words in piece.topics]
    units = desk.index.sentences_of_plan(desk.plan)
    found = [u for u in units if ways and all(any(way in u.text for way in each) for each in ways)]
    said = [desk.say(stopped(u.text), [evidence_of(desk.index, u)]) for u in found]
    return said if len(said) <= _MOST_SENTENCES else []


def _clause_speaking(desk: Desk, piece: Piece, clauses: Sequence[Clause]) -> Clause | None:
    """The clause without parts that speaks most of what the piece is about; None where none speaks of all of it, or parts are counted."""
    if desk.query.asking.counts:
        return None
    ways = [w.concept.alternatives for w in desk.weighted if w.concept.words in piece.topics]
    counts = [([max(c.text.count(way) for way in each) for each in ways], c) for c in clauses]
    speaking = [(sum(count), c) for count, c in counts if count and all(count) and sum(count) >= SPOKEN_OF]
    return max(speaking, key=lambda item: item[0])[1] if speaking else None


def _say_speaking(desk: Desk, piece: Piece, clause: Clause, clauses: Sequence[Clause]) -> Statement:
    note = f"没有以“{''.join(piece.topics)}”为题的部分，写到它最多的是"
    said = _say_clause(desk, piece, clause, clauses)
    place = f"{desk.region}："
    text = f"{place}{note}{said.text.removeprefix(place)}"
    return replace(said, text=text, own_words=(note, *said.own_words)).left_open()


def _say_document(desk: Desk, piece: Piece, clauses: Sequence[Clause]) -> list[Statement]:
    if piece.wanted == "figures":
        return [_say_figures(desk, clauses)] if _rows(desk, clauses) else []
    if piece.wanted == "goals":
        return _say_goals(desk, clauses)
    outline = _say_outline(desk, clauses)
    goal = _goal_sentence(desk, clauses) if piece.wanted == "summary" else None
    said = [desk.say(_ended(_stopped(goal.text)), [evidence_of(desk.index, goal)])] if goal else []
    return [*said, outline][: piece.sentences or None]


def _say_goals(desk: Desk, clauses: Sequence[Clause]) -> list[Statement]:
    """The sentence that sets most of the targets, and the others of its clause that set some, all of them where it is headed so."""
    goal = _goal_sentence(desk, clauses)
    if goal is None:
        return []
    rows = [t for t in desk.index.targets_of_plan(desk.plan) if t.clause == goal.clause]
    units = [u for u in desk.index.units_of_clause(goal.clause) if u.kind == "sentence"]
    clause = desk.index.clause(goal.clause)
    of_goals = _GOALS in clause.title and len(clause.text) <= _OPENING  # what it aims at without figures as well
    told = [u for u in units if of_goals or any(u.start <= t.start < u.end for t in rows)]
    words = _ended("".join(_stopped(u.text) for u in told))
    return [desk.say(words, [evidence_of(desk.index, u) for u in told], (), tuple(rows))]


def _say_outline(desk: Desk, clauses: Sequence[Clause]) -> Statement:
    """The outermost headings, each with the number of its parts."""
    heads = tops(clauses)
    articles = [c for c in clauses if _SIGNS.match(c.label) and _called([c]) == "条"]
    count = f"全文共{len(heads)}{_called(heads)}"
    if articles and _called(heads) != "条":
        count += f"{len(articles)}条"
    titled = [c for c in heads if c.title]
    said, own = [], [count]
    for clause in titled:
        parts = [c for c in children(clauses, clause) if c.title]
        number = f"（{len(parts)}{_counter(parts)}）" if len(parts) > 1 else ""
        said.append(f"{clause.label}{clause.title}{number}")
        own += [number] if number else []
        own.append(clause.label)
    if not titled:
        return _say_openings(desk, heads, count)
    words = f"{count}：{'；'.join(said)}。"
    evidence = [title_evidence(desk, c) for c in titled]
    return replace(desk.say(words, evidence, tuple(own)), items=tuple(c.title for c in titled))


def _say_openings(desk: Desk, heads: Sequence[Clause], count: str) -> Statement:
    """The first sentences of pieces that have no titles, as many as fit."""
    told: list[Evidence] = []
    for clause in heads:
        opening = _opening(desk, clause)
        if told and sum(len(e.quote) for e in told) + len(opening.quote) > _OPENING:
            break
        told.append(opening)
    labels = tuple(clause.label for clause in heads[: len(told)])
    words = "".join(f"{label}{_ended(_stopped(e.quote))}" for label, e in zip(labels, told, strict=True))
    return desk.say(f"{count}。{words}", told, (count, *labels))


def _say_clause(desk: Desk, piece: Piece, clause: Clause, clauses: Sequence[Clause]) -> Statement:
    """A clause by its address: its parts where it has titled ones, else its words."""
    inside = below(clauses, clause)
    if piece.wanted == "figures" and _rows(desk, inside):
        return _say_figures(desk, inside, clause)
    parts = [c for c in children(clauses, clause) if c.title]
    head = clause.name
    length = sum(len(c.text) for c in inside)
    if len(parts) > 1 and (piece.wanted != "text" or length > _MOST_CHARACTERS):
        return _say_parts(desk, piece, clause, parts, head)
    most = length if piece.wanted == "text" else _GIST if piece.wanted == "summary" else _MOST_CHARACTERS
    return _say_words(desk, piece, inside, head, most)


def _say_parts(desk: Desk, piece: Piece, clause: Clause, parts: Sequence[Clause], head: str) -> Statement:
    """The titles of the parts of a clause, after their count and, in a summary, the sentence that opens it."""
    count = f"共{len(parts)}{_counter(parts)}"
    units = [
        u for u in desk.index.units_of_clause(clause.id) if u.kind == "sentence" and u.text.strip() != clause.title
    ]
    opening = units[:1] if piece.wanted == "summary" else []
    lead = "".join(_stopped(u.text) for u in opening)
    words = f"{head}，{count}：{'；'.join(c.title for c in parts)}。{lead}"
    evidence = [*(title_evidence(desk, c) for c in parts), _heading(desk, clause)]
    evidence += [evidence_of(desk.index, u) for u in opening]
    said = desk.say(words, evidence, (count, clause.address))
    return replace(said, items=tuple(c.title for c in parts))


def _say_words(desk: Desk, piece: Piece, inside: Sequence[Clause], head: str, most: int) -> Statement:
    """The words of a clause and those below it, sentence by sentence as many as fit."""
    clause = inside[0]
    if sum(len(c.text) for c in inside) <= most:
        evidence = [Evidence(c.plan, c.id, c.text, c.text, c.start, c.end) for c in inside]
        words = "".join(_without_heading(c) if c is clause else _one_line(c.text) for c in inside)
        return desk.say(f"{head}：{words}" if words else f"{head}。", evidence, (clause.address,))
    chosen: list[Unit] = []
    bound = piece.sentences or len(inside) * most
    units = [u for c in inside for u in desk.index.units_of_clause(c.id) if u.kind == "sentence"]
    for unit in units:
        if len(chosen) >= bound or (chosen and sum(len(u.text) for u in chosen) + len(unit.text) > min(most, _OPENING)):
            break
        chosen.append(unit)
    if chosen and len(units) == len(chosen) + 1 and not piece.sentences:
        chosen = units  # the last one is sooner said than left out
    if not chosen:
        return desk.say(f"{head}。", [_heading(desk, clause)], (clause.address,))
    words = "".join(_stopped(u.text) for u in chosen)
    evidence = [_heading(desk, clause)] if clause.title else []
    evidence += [evidence_of(desk.index, u) for u in chosen]
    note = f"（共{len(units)}句，以上是前{len(chosen)}句）" if not piece.sentences and len(chosen) < len(units) else ""
    own = (clause.address, note) if note else (clause.address,)
    return desk.say(f"{head}：{_ended(words)}{note}", evidence, own)


def _say_several(desk: Desk, address: Address, found: Sequence[Clause]) -> Statement:
    """An address that means several pieces: which they are."""
    note = f"“{address.words.strip()}”有{len(found)}处"
    listed = "；".join(c.name for c in found)
    evidence = [_heading(desk, c) for c in found]
    said = desk.say(f"{note}：{listed}。请说明是哪一部分的。", evidence, (note, *(c.address for c in found)))
    return said.left_open()


def _say_missing(desk: Desk, address: Address, located: Located) -> Statement:
    """That the plan has no such piece, and which it has in its place."""
    inside = located.above.name if located.above else "全文"
    there = located.instead
    having = f"{inside}共{len(there)}{_counter(there) if located.above else _called(there)}"
    titles = "；".join(f"{c.label}{c.title}" for c in there)
    searched = f"《{desk.index.plan(desk.plan).title}》没有{address.words.strip()}"
    if not there:
        return Statement(f"{searched}，{inside}没有再分。", (), "", (searched, inside))
    labels = tuple(c.label for c in there)
    evidence = tuple(_heading(desk, c) for c in there)
    return Statement(f"{searched}。{having}：{titles}。", evidence, desk.plan, (searched, having, *labels))


def _rows(desk: Desk, clauses: Sequence[Clause]) -> bool:
    return any(FIGURE.search(u.text) for c in clauses for u in desk.index.units_of_clause(c.id) if u.kind == "sentence")


def _say_figures(desk: Desk, clauses: Sequence[Clause], clause: Clause | None = None) -> Statement:
    """Every figure of these clauses: the rows of the ledger, else the sentences that have one."""
    ids = {c.id for c in clauses}
    rows = [t for t in desk.index.targets_of_plan(desk.plan) if t.clause in ids and t.value is not None]
    told = {t.sentence for t in rows}
    left = [
        u
        for c in clauses
        for u in desk.index.units_of_clause(c.id)
        if u.kind == "sentence" and FIGURE.search(u.text) and u.text not in told
    ]
    said = say_targets(desk, rows[:_MOST_FIGURES]) if rows else None
    parts = [said.text.split("：", 1)[1].rstrip("。")] if said else []
    parts += [u.text.rstrip(STOPS) for u in left[: _MOST_FIGURES - len(rows)]]
    evidence = [*(said.evidence if said else ()), *(evidence_of(desk.index, u) for u in left)]
    count = f"写有数字指标{len(rows)}项" if rows and not left else "写有数字的内容有"
    head = f"{clause.name}，" if clause else ""
    own = (count, clause.address) if clause else (count,)
    if clause:
        evidence.insert(0, _heading(desk, clause))
    return desk.say(f"{head}{count}：{'；'.join(parts)}。", evidence, own, tuple(rows))


def _goal_sentence(desk: Desk, clauses: Sequence[Clause]) -> Unit | None:
    """The sentence that sets most of the plan's targets."""
    rows = [t for t in desk.index.targets_of_plan(desk.plan) if t.value is not None]
    ids = {c.id for c in clauses}
    best: tuple[int, int, Unit | None] = (1, 0, None)
    for clause in (c for c in clauses if any(t.clause == c.id for t in rows) and c.id in ids):
        for unit in desk.index.units_of_clause(clause.id):
            held = [t for t in rows if t.clause == clause.id and unit.start <= t.start < unit.end]
            aims = "目标" in unit.text or "目标" in clause.section
            if not aims and not any(t.target_year for t in held):
                continue  # a rule for a case, no goal
            score = (len(held) + (len(held) > 1) * aims * 4, -unit.start, unit)
            if unit.kind == "sentence" and score[:2] > best[:2]:
                best = score
    return best[2]


def _heading(desk: Desk, clause: Clause) -> Evidence:
    return title_evidence(desk, clause) if clause.title else _opening(desk, clause)


def _opening(desk: Desk, clause: Clause) -> Evidence:
    return evidence_of(desk.index, desk.index.units_of_clause(clause.id)[0])


def _without_heading(clause: Clause) -> str:
    return _one_line(clause.text[len(clause.heading) :].lstrip("。：: \n"))


def _one_line(text: str) -> str:
    return "".join(f"{line.strip()}；" if "\t" in line.strip() else line.strip() for line in text.splitlines())


def _stopped(words: str) -> str:
    return stopped(_one_line(words))


def _ended(words: str) -> str:
    return f"{words[:-1]}。" if words[-1:] in GOES_ON else words


def _called(clauses: Sequence[Clause]) -> str:
    """How the pieces of a document are counted: 6章, 20条, 5个部分."""
    label = clauses[0].label if clauses else ""
    sign = _SIGNS.match(label)
    return sign.group(1) if sign else "条" if label[:1] in ("（", "(") else "个部分"


def _counter(clauses: Sequence[Clause]) -> str:
    sign = _SIGNS.match(clauses[0].label) if clauses else None
    return sign.group(1) if sign else "项"
