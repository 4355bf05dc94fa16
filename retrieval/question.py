"""Question and history to a Query: plans in scope, topic, years, and what kind of answer is asked. No search happens here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.script import simplified
from errors import QuestionEmpty, QuestionTooLong
from index.keyword import words
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.lexicon import load_lexicon
from retrieval.scope import Scope, asks_for_all, find_scope

Kind = Literal["number", "duty", "document", "list", "definition", "measure", "which"]
DocumentField = Literal["number", "date", "issuer", "attachments", "openness", "title"]

_YEAR = re.compile(r"(20\d\d)年?")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,20})[”\"」]")
_PERIOD = re.compile(r"[“”\"]?(?:十[三四五六]五)[“”\"]?(?:期间|时期|规划)?")

#: What is asked, most telling first. A question may match several; the first decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "document",
        re.compile(
            r"文号|发文字号|印发(?:的)?(?:日期|时间)|落款|(?:什么时候|何时|哪一?天|哪年|几号|时间).{0,4}(?:印发|发布|下发|出台|发的)|(?:印发|发布|出台|下发|发).{0,6}(?:什么时候|何时|哪一?天|日期)|最[早晚].{0,4}印发|附件|谁(?:印发|发布|发)的|哪个(?:机关|单位|政府)(?:印发|发布)"
        ),
    ),
    (
        "duty",
        re.compile(
            r"(?:谁|哪个部门|哪些部门|哪几个部门|什么部门|哪两个部门|哪个局|哪些局|哪家|哪几家|哪个单位|哪些单位|哪些.{0,6}单位|单位有哪些|哪个机构|由谁|归谁|归哪).{0,12}(?:负责|牵头|管|承担|参与|配合|主管|落实|健全|完善)|责任单位|牵头单位|牵头部门|责任部门|负责单位|负责部门|(?:负责|牵头|主管|管)(?:的)?(?:是)?(?:谁|哪|什么)|谁来?(?:负责|牵头|管)|找哪个部门|归口"
        ),
    ),
    ("which", re.compile(r"(?:哪个|哪些|哪几个)(?:市|城市|地方|州|方案|市州).{0,12}(?:提到|提出|写|有|要求|明确)")),
    (
        "definition",
        re.compile(
            r"(?:是什么(?!时候|部门|单位)|指什么|什么意思|是啥|指的是|指的什么|到底指|是干什么|什么东西|是哪[三三四五六几]?(?:改|项|个方面)|叫什么)"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|百分之|几(?!个方面)|多大|多高|比例|占比|率(?:是|要|目标|呢)|降幅|门槛|差|第几|多久|何时|什么时候|哪[一]?年|最[高低大小多少重轻]|排[个名序]|对比|加起来|合计|几倍"
        ),
    ),
    ("list", re.compile(r"哪些|哪几|列(?:出|一下|举)|都有(?:谁|什么)|分别(?:是|有)|名单|有哪")),
    (
        "measure",
        re.compile(r"怎么|怎样|如何|措施|打算|安排|要求|办法|政策|做法|干什么|做什么|怎么办|吗|有没有|是否|什么"),
    ),
)
_FIELDS: tuple[tuple[DocumentField, re.Pattern[str]], ...] = (
    ("number", re.compile(r"文号|发文字号")),
    ("date", re.compile(r"什么时候|何时|哪一?天|哪年|日期|时间|几号|落款|最[早晚]")),
    ("attachments", re.compile(r"附件")),
    ("issuer", re.compile(r"谁(?:印发|发布|发)|哪个(?:机关|单位|政府)")),
)
_LEAD_ONLY = re.compile(r"牵头")
_OTHERS = re.compile(r"除了|还有哪|参与|配合|其他部门")
_COMPARES = re.compile(
    r"最[高低大小多少早晚重轻严]|对比|比较|排[个名序]|从[大小高低]到|一样|不同|差(?:多少|距)?|哪个(?:更|大|高|小|低|多)|谁(?:更|最|的|定得|要求)|几倍|区别"
)
_FOLLOWS = re.compile(
    r"^(?:那|它|其|这|该|还有|另外|除了|如果|呢|再|又|不好意思|说错|不对|我(?:是)?(?:问|说)的)|呢[？?]?$|^.{0,10}$"
)


_COUNT_WORD = re.compile(r"[一二两三四五六七八九十\d]+(?:个|项|家|地|份|种|座|条|类|市|台|天)?")


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing the question is about: ``words`` as asked, ``alternatives`` the ways plans may say it, itself included."""

    words: str
    alternatives: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. ``text`` is the question without places; ``concepts`` are in the order asked."""

    question: str
    text: str
    scope: Scope
    kind: Kind
    concepts: tuple[Concept, ...]
    years: tuple[int, ...] = ()
    fields: tuple[DocumentField, ...] = ()
    compares: bool = False
    lead_only: bool = False
    others_only: bool = False

    @property
    def terms(self) -> list[tuple[str, float]]:
        """Keyword search terms with weights: what was asked counts full, what the lexicon adds counts less."""
        asked = [(c.words, c.weight) for c in self.concepts]
        return asked + [(a, c.weight * 0.6) for c in self.concepts for a in c.alternatives if a != c.words]


def understand(
    question: str,
    history: Sequence[Turn],
    cards: Sequence[PlanCard],
    *,
    plans: Sequence[str] = (),
    limit: int = 1000,
) -> Query:
    """Read a question in the light of the conversation.

    Args:
        plans: ids chosen by the caller (a filter in the page); they bound the scope whatever the question names.
        limit: the most characters a question may have.

    Raises:
        QuestionEmpty: no word in it.
        QuestionTooLong: more than ``limit`` characters.
    """
    asked = _checked(question, limit)
    scope = find_scope(asked, cards)
    body = _without(asked, scope.spans if scope else ())
    concepts = _concepts(body)
    earlier = _earlier_questions(history, cards)
    if earlier and (not concepts or (_FOLLOWS.search(asked) and scope is None) or _is_bare(asked, concepts)):
        concepts = _carry_topic(concepts, earlier)
        kind_text = body if concepts and _kind_of(body) != "measure" else body + earlier[0].text
    else:
        kind_text = body
    if scope is None:
        scope = _inherited_scope(asked, earlier, cards)
    if plans:
        scope = replace(scope, plans=tuple(c.id for c in cards if c.id in set(plans)), unknown=(), reason="named")
    kind = _kind_of(kind_text)
    return Query(
        question=question,
        text=body.strip(),
        scope=scope,
        kind=kind,
        concepts=concepts,
        years=tuple(int(y) for y in _YEAR.findall(asked)),
        fields=tuple(f for f, pattern in _FIELDS if kind == "document" and pattern.search(kind_text)),
        compares=bool(_COMPARES.search(asked)) and len(scope.plans) > 1,
        lead_only=bool(_LEAD_ONLY.search(kind_text)) and not _OTHERS.search(asked),
        others_only=bool(re.search(r"除了.{0,6}牵头", asked)),
    )


def _checked(question: str, limit: int) -> str:
    text = " ".join(question.split())
    if not re.search(r"\w", text):
        raise QuestionEmpty("问题里没有文字。请输入要问的内容，例如某地到2025年单位GDP能耗要降多少。")
    if len(text) > limit:
        raise QuestionTooLong(f"问题有 {len(text)} 字，超过 {limit} 字的上限。请缩短后再问。")
    return simplified(text)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])


def _kind_of(text: str) -> Kind:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "number")


def _concepts(body: str) -> tuple[Concept, ...]:
    """Topic words of a question without places: quoted terms, lexicon phrases, and the other words that carry a topic."""
    lexicon = load_lexicon()
    text = _YEAR.sub(" ", body)
    found: list[tuple[int, Concept]] = []
    for match in _QUOTED.finditer(text):
        if not _PERIOD.fullmatch(match.group()):
            found.append((match.start(), Concept(match.group(1), (match.group(1),), 2.0)))
            text = text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    text = _PERIOD.sub(lambda m: " " * len(m.group()), text)
    single = {word for word in words(text) if len(word) == 1}
    for start, end, official in lexicon.find(text):
        phrase = text[start:end]
        if len(phrase) == 1 and phrase not in single:
            continue  # 煤 inside 燃煤 is not the everyday word
        found.append((start, Concept(phrase, (phrase, *(w for w in official if w != phrase)), _weight(phrase))))
        text = text[:start] + " " * (end - start) + text[end:]
    at = 0
    for word in words(text):
        start = text.index(word, at)
        at = start + len(word)
        if _is_topic(word, lexicon.stop):
            found.append((start, Concept(word, (word,), _weight(word))))
    found.sort(key=lambda item: item[0])
    unique = {concept.words: concept for _, concept in reversed(found)}
    return tuple(unique[w] for w in dict.fromkeys(c.words for _, c in found))


def _is_topic(word: str, stop: frozenset[str]) -> bool:
    if _COUNT_WORD.fullmatch(word) or re.search(r"多少|百分之|哪|谁|几", word):
        return False
    return word.lower() not in stop and len(word.strip()) >= 2 and bool(re.search(r"[\w]", word))


def _weight(word: str) -> float:
    """Longer words say more; Latin abbreviations (COD, VOCs) as much as a long word."""
    return 1.5 if word.isascii() else min(2.0, 0.5 + 0.25 * len(word))


def _is_bare(asked: str, concepts: Sequence[Concept]) -> bool:
    """Whether a question names next to nothing beyond a place: 那资阳呢？"""
    return len(concepts) <= 1 and len(asked) <= 12


@dataclass(frozen=True, slots=True)
class _Earlier:
    text: str
    scope: Scope | None
    concepts: tuple[Concept, ...]


def _earlier_questions(history: Sequence[Turn], cards: Sequence[PlanCard]) -> list[_Earlier]:
    """Earlier user questions, latest first."""
    earlier = []
    for turn in reversed(history):
        if turn.role == "user" and re.search(r"\w", turn.content):
            text = simplified(" ".join(turn.content.split()))[:1000]
            scope = find_scope(text, cards)
            body = _without(text, scope.spans if scope else ())
            earlier.append(_Earlier(body, scope, _concepts(body)))
    return earlier


def _carry_topic(concepts: tuple[Concept, ...], earlier: Sequence[_Earlier]) -> tuple[Concept, ...]:
    """The latest earlier topic joins at less weight, or takes over when nothing new is asked."""
    previous = next((e.concepts for e in earlier if e.concepts), ())
    if not concepts:
        return previous
    known = {c.words for c in concepts}
    return concepts + tuple(replace(c, weight=c.weight * 0.4) for c in previous if c.words not in known)


def _inherited_scope(asked: str, earlier: Sequence[_Earlier], cards: Sequence[PlanCard]) -> Scope:
    everything = Scope(tuple(c.id for c in cards), "all")
    if asks_for_all(asked, len(cards)):
        return everything
    for question in earlier:
        if question.scope is not None and question.scope.plans:
            return replace(question.scope, reason="conversation", spans=(), unknown=(), counties=())
    return everything
