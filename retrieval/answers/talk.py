"""Small talk, answered as what it is: in the user's language, in a sentence or two, with no figure and no citation."""

from index.snapshot import Index
from retrieval.answers.holdings import MOST_NAMED, called
from retrieval.answers.writing import Draft
from retrieval.question.acts import Act
from retrieval.question.places import place_name
from retrieval.question.query import Query

_ASK = "可以问我{called}里的指标、责任单位、措施、文号和日期。"
_ASK_ENGLISH = (
    "Ask me about the targets, responsible departments, measures, document numbers and dates in the plans of {places}."
)
_CHINESE: dict[Act, str] = {
    "greeting": "您好！我是问策。" + _ASK + "现有的是{places}的{called}。",
    "thanks": "不客气，还有要了解的可以接着问。",
    "goodbye": "再见，欢迎随时再来问。",
    "about": "我是问策，只摘录{called}的原文来回答，并注明出处，不编写内容。" + _ASK + "现有的是{places}的{called}。",
    "elsewhere": "这不在我能回答的范围内，{called}里没有写。" + _ASK + "现有的是{places}的{called}。",
    "order": "这样的要求不能照办：我只摘录{called}的原文作答，不编写{called}里没有的内容，也没有系统内部的内容可以给出。"
    + _ASK,
    "astray": "请先说要问哪个地方的什么。" + _ASK + "现有的是{places}的{called}。",
}
_ENGLISH: dict[Act, str] = {
    "greeting": "Hello! I am Wence. " + _ASK_ENGLISH,
    "thanks": "You are welcome. Feel free to ask more.",
    "goodbye": "Goodbye, and come back any time.",
    "about": "I am Wence. I answer only with passages quoted from the plans, each with its source, and make nothing up. "
    + _ASK_ENGLISH,
    "elsewhere": "That is outside what I can answer: I only know what the plans say. " + _ASK_ENGLISH,
    "order": "I cannot do that: I answer only with passages quoted from the plans and have nothing internal to show. "
    + _ASK_ENGLISH,
    "astray": "Please name a place and what you want to know about it. " + _ASK_ENGLISH,
}


def draft_talk(index: Index, query: Query) -> Draft:
    """The answer to a message that asks the plans nothing."""
    texts = _ENGLISH if query.asking.in_english else _CHINESE
    named = "、".join(map(place_name, index.plans[:MOST_NAMED])) + ("等" if len(index.plans) > MOST_NAMED else "")
    said = texts[query.act].format(called=called(index), places=named)
    of_place = query.scope.reason not in ("all", "conversation")
    if of_place or query.act == "astray":
        return Draft(notes=(said,), status="not_found" if of_place else "clarify")
    return Draft(notes=(said,), status="clarify", certainty=1.0, band="sure")
