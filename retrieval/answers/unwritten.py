"""What people ask for and plans do not write: who holds an office, how somebody is reached."""

from index.snapshot import Index
from retrieval.question.contacts import tells_contact, tells_holder
from retrieval.question.query import Query


def unwritten(index: Index, query: Query) -> list[str]:
    """The name of a person and the way to reach somebody that are asked for, as far as no plan in scope writes them."""
    contact, person = query.asking.contact, query.asking.person
    texts = [index.plan_text(plan) for plan in query.scope.plans if contact or person]
    missing = []
    if person and not any(tells_holder(text, person) for text in texts):
        missing.append(f"{person}的姓名")
    if contact and not any(map(tells_contact, texts)):
        missing.append(contact)
    return missing
