"""Which places: asked of each plan, whether it has what the question describes."""

from corpus.bodies import is_institution
from retrieval.answers.duty import clause_asked, duties_asked
from retrieval.answers.sentences import compose_definition
from retrieval.desk import Desk
from retrieval.duties import evidence_of_duties, say_duties
from retrieval.kinds import asks_for_role
from retrieval.statement import Statement
from retrieval.window import covers


def compose_which(desk: Desk) -> list[Statement]:
    """For 哪个市由X牵头: the duty where X has the role; else the sentence in which the plan speaks of the thing."""
    if not asks_for_role(desk.query.question):
        return compose_definition(desk)
    clause = clause_asked(desk)
    if clause is None:
        return []
    bodies = [w.concept for w in desk.weighted if is_institution(w.concept.words)]
    duties = duties_asked(desk, clause)
    if not any(covers(b, d.body) == 1.0 for b in bodies for d in duties):
        return []
    return [desk.say(f"{clause.title}，{say_duties(duties)}。", evidence_of_duties(duties), (clause.title,))]
