"""What people ask for and plans do not write: who holds an office, how somebody is reached, how old a person is."""

from index.snapshot import Index
from retrieval.question.contacts import person_told, tells_contact, tells_holder
from retrieval.question.kinds import DocumentField
from retrieval.question.query import Query

#: The numbers that a document may bear.
NUMBERS: dict[DocumentField, str] = {"number": "文号", "registration": "登记号"}


def unwritten(index: Index, query: Query) -> list[str]:
    """The name of a person and the way to reach somebody that are asked for, as far as no plan in scope writes them."""
    contact, person, (trait, whose) = query.asking.contact, query.asking.person, query.asking.trait
    texts = [index.plan_text(plan) for plan in query.scope.plans if contact or person or trait]
    missing = []
    if trait and (told := person_told(texts, whose)):
        missing.append(f"{told}的{trait}")
    if person and not any(tells_holder(text, person) for text in texts):
        missing.append(f"{person}的姓名")
    if contact and not any(map(tells_contact, texts)):
        missing.append(contact)
    return missing or _numbers_missing(index, query)


def _numbers_missing(index: Index, query: Query) -> list[str]:
    """The numbers of the document itself that are asked for, where nothing else is and no plan in scope bears any."""
    asked = query.fields if query.kind == "document" and not query.asking.other_document else ()
    borne = {fact.kind for plan in query.scope.plans for fact in index.plan(plan).front}
    dated = bool(query.years) and query.asking.confirms  # 是2021年发的吧，文号多少 has a year to be told besides
    bare = not dated and all(field in NUMBERS and field not in borne for field in asked)
    return [NUMBERS[field] for field in asked] if bare else []


def plans_of_person(index: Index, query: Query) -> list[str]:
    """The plans that name the person of whom something is asked, where they are not all that are meant."""
    trait, whose = query.asking.trait
    texts = {plan: index.plan_text(plan) for plan in query.scope.plans if trait}
    told = person_told(texts.values(), whose)
    naming = [plan for plan, text in texts.items() if told and told in text]
    return naming if len(naming) < len(texts) else []
