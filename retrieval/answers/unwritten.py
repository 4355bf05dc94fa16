"""What people ask for and plans do not write: who holds an office, how somebody is reached."""

from index.snapshot import Index
from retrieval.question.contacts import tells_contact, tells_holder
from retrieval.question.query import Query


def is_unwritten(index: Index, query: Query) -> bool:
    """Whether a telephone number or the name of a person is asked for that no plan in scope writes."""
    contact, person = query.asking.contact, query.asking.person
    texts = [index.plan_text(plan) for plan in query.scope.plans if contact or person]
    if contact and not any(map(tells_contact, texts)):
        return True
    return bool(person) and not any(tells_holder(text, person) for text in texts)
