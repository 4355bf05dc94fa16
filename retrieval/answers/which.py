"""Which places: asked of each plan, whether it has what the question describes."""

from retrieval.answers.duty import clause_asked, duties_asked, has_role
from retrieval.answers.sentences import compose_definition
from retrieval.bodies import bodies_named, is_name_of
from retrieval.desk import Desk
from retrieval.duties import evidence_of_duties, say_duties
from retrieval.kinds import asks_for_role
from retrieval.statement import Statement


def compose_which(desk: Desk) -> list[Statement]:
    """For 哪个市由X牵头: the duty where X has the role; else the sentence in which the plan speaks of the thing."""
    if not asks_for_role(desk.query.question):
        return compose_definition(desk)
    clause = clause_asked(desk)
    if clause is None:
        return []
    named = bodies_named(desk.query.text)
    duties = duties_asked(desk, clause)
    if not any(is_name_of(name, d.body) and has_role(desk.query, d) for name in named for d in duties):
        return []
    return [desk.say(f"{clause.title}，{say_duties(duties)}。", evidence_of_duties(duties), (clause.title,))]
