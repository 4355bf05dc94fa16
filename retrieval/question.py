"""Question and history to a Query: plans in scope, topic, years, and what kind of answer is asked. No search happens here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.script import simplified
from errors import QuestionEmpty, QuestionTooLong
from index.keyword import words
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.kinds import DocumentField, Kind, asked_units, asks_when, claims, compares, fields_of, kind_of
from retrieval.lexicon import load_lexicon
from retrieval.scope import Scope, asks_for_all, find_scope

_YEAR = re.compile(r"(20\d\d)年?")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,20})[”\"」]")
_PERIOD = re.compile(r"[“”\"]?(?:十[三四五六]五)[“”\"]?(?:期间|时期|规划)?")

_OTHERS = re.compile(r"除了|还有|参与|参加|配合|其他部门|谁.*谁")
_FOLLOWS = re.compile(
    r"^(?:不是|那|它|其|这|该|还有|另外|除了|如果|呢|再|又|不好意思|说错|不对|我(?:是)?(?:问|说)的)|呢[？?]?$|^.{0,10}$"
)


_REST = re.compile(r"(?:另外|其他|其余|剩下)的?(?:[二两三四五六七八九十几]|那)(?:个|项|种|类)")
#: 要配, 率要, 比要: what the segmenter makes of a modal verb and its neighbour.
_LEADING_MODAL = re.compile(r"^要(?!素|点)|(?<![需主重纲必])要$")
_COUNT_WORD = re.compile(r"[一二两三四五六七八九十\d]+(?:大|件|个|项|家|地|份|种|座|条|类|市|台|天)?")


#: Several things at once: 分别, 各, A和B.
_SEVERAL = re.compile(r"分别|各(?!地|市|县|州|项|类|级)|[和与及、]|多少.{1,12}多少|四项|三项|几项|哪几|哪些")


def asks_for_several(text: str) -> bool:
    """Whether a question (without its places) names several things at once: 分别, 各, A和B."""
    return bool(_SEVERAL.search(text))


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing the question is about: ``words`` as asked, ``alternatives`` the ways plans may say it, itself included."""

    words: str
    alternatives: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. ``text`` is the question without places; ``concepts`` are in the order asked.

    ``rest`` asks for what the turn before left out (另外三项). ``parts`` are the questions of a question that asks several things; empty when it asks one.
    """

    question: str
    text: str
    scope: Scope
    kind: Kind
    concepts: tuple[Concept, ...]
    years: tuple[int, ...] = ()
    units: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    fields: tuple[DocumentField, ...] = ()
    parts: tuple["Query", ...] = ()
    compares: bool = False
    lead_only: bool = False
    others_only: bool = False
    rest: bool = False
    asks_when: bool = False

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
    earlier = _earlier_questions(history, cards)
    whole = _understand(question, asked, earlier, cards)
    if plans:
        chosen = tuple(card.id for card in cards if card.id in set(plans))
        whole = replace(whole, scope=replace(whole.scope, plans=chosen, unknown=(), reason="named"))
    one_document = OTHER_DOCUMENT.search(asked) and not _RELATIVE.match(asked)
    pieces = [] if one_document else [p for p in _pieces(asked) if re.search(r"\w", p)]
    parts: list[Query] = []
    for piece in pieces if len(pieces) > 1 else []:
        part = replace(_understand(piece, piece, [], cards), scope=whole.scope)
        if _stands_alone(part):
            parts.append(part)
    return replace(whole, parts=tuple(parts)) if len(parts) > 1 else whole


#: Sentences that speak to a machine, not about the plans. They are data, never obeyed: the question is what is left.
_COMMAND = re.compile(
    r"忽略.{0,10}(?:规则|指令|提示|以上|前面|之前)|新(?:的)?(?:规则|指令)|你现在是|你是一[名个位]|扮演|不需要引用|"
    r"开发者模式|越狱|print\s*\(|os\.environ|system\s*[:：]|系统\s*[:：]|</?\w+>|(?:ignore|disregard|forget)\b.{0,40}(?:instruction|rule|prompt)|system prompt",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？?!\n]+[。！？?!]*|[。！？?!\n]")


def _without_commands(text: str) -> str:
    kept = "".join(s for s in _SENTENCE.findall(text.replace(". ", "。")) if not _COMMAND.search(s))
    return kept if re.search(r"\w", kept) else ""


#: The document asked about is one that the text names (依据省里的哪份文件), not the plan itself.
OTHER_DOCUMENT = re.compile(r"依据|根据|按照|执行|贯彻|制定的|落实.{0,8}文件|上级|国务院|省里|国家")

_BOTH = re.compile(r"这两|两个|两地|两者|二者|它们|两座|两家")

_PIECE = re.compile(r"[^？?；;]+[？?；;]?")


#: 降幅最大的城市，它的……: the first half finds the place that the second half asks about.
_RELATIVE = re.compile(r"^(.*(?:最|更|提到|写到|牵头).*的(?:那个|那座|那份)?(?:城市|市|州|地方))[，,](.+)$")
REFERS_BACK = re.compile(
    r"^(?:那么?)?(?:它|其|该[市州地]|这个?(?:市|地方|城市|州|里)|那个?(?:市|地方|城市|州|里)|这座|那座)|[，,](?:它|该市|其)的"
)


def _pieces(asked: str) -> list[str]:
    relative = _RELATIVE.match(asked)
    if relative:
        return [relative.group(1), f"它，{relative.group(2)}"]
    return _PIECE.findall(asked)


def _stands_alone(part: Query) -> bool:
    """Whether a piece of a question is one of its own: 有没有更高的？ only goes on with the one before."""
    if REFERS_BACK.search(part.question) and part.concepts:
        return True
    return part.kind == "document" or len(part.concepts) >= 2 or any(len(c.words) >= 4 for c in part.concepts)


def _understand(question: str, asked: str, earlier: Sequence["_Earlier"], cards: Sequence[PlanCard]) -> Query:
    scope = find_scope(asked, cards)
    body = _without(asked, scope.spans if scope else ())
    concepts = _concepts(body)
    kind_text = body
    if earlier and (not concepts or (_FOLLOWS.search(asked) and scope is None) or _is_bare(asked, concepts)):
        own = bool(concepts)
        concepts = _carry_topic(concepts, earlier)
        kind_text = body if own and kind_of(body) != "measure" else body + earlier[0].text
    rest = bool(earlier) and bool(_REST.search(asked))
    if rest:
        concepts, kind_text = earlier[0].concepts, body + earlier[0].text
    if scope is None:
        scope = _inherited_scope(asked, earlier, cards)
    kind = kind_of(kind_text)
    concepts = _without_title(concepts, scope, cards)
    return Query(
        question=question,
        text=body.strip(),
        scope=scope,
        kind=kind,
        concepts=concepts,
        years=_years(asked, scope, cards),
        units=() if asks_for_several(body) else asked_units(kind_text.strip("？?。 ")),
        claims=claims(body),
        fields=fields_of(kind_text) if kind == "document" else (),
        compares=compares(asked) and len(scope.plans) > 1,
        lead_only="牵头" in kind_text and not _OTHERS.search(asked),
        rest=rest,
        asks_when=asks_when(body),
        others_only=bool(re.search(r"除了.{0,6}牵头", asked)),
    )


def _years(asked: str, scope: Scope, cards: Sequence[PlanCard]) -> tuple[int, ...]:
    """The years a question names; 去年 counts from the year in the title of the document meant."""
    named = tuple(int(y) for y in re.findall(r"(?<![比较])(20\d\d)年?", asked))  # 比2020年 is where it counts from
    titled = {int(y) for card in cards if card.id in scope.plans for y in re.findall(r"20\d\d(?=年)", card.title)}
    if named or len(titled) != 1:
        return named
    if re.search(r"去年|上一?年|前一年", asked):
        return (titled.pop() - 1,)
    return (titled.pop(),) if "今年" in asked else ()


def _without_title(concepts: tuple[Concept, ...], scope: Scope, cards: Sequence[PlanCard]) -> tuple[Concept, ...]:
    """Words of the titles of all plans meant say which document, not what in it: they weigh next to nothing."""
    titles = [card.title for card in cards if card.id in scope.plans]
    return tuple(
        replace(c, weight=c.weight * 0.1) if titles and all(c.words in title for title in titles) else c
        for c in concepts
    )


def _checked(question: str, limit: int) -> str:
    text = " ".join(question.split())
    if not re.search(r"\w", text):
        raise QuestionEmpty("问题里没有文字。请输入要问的内容，例如某地到2025年单位GDP能耗要降多少。")
    if len(text) > limit:
        raise QuestionTooLong(f"问题有 {len(text)} 字，超过 {limit} 字的上限。请缩短后再问。")
    return simplified(_without_commands(text) or "指令")


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])


def _concepts(body: str) -> tuple[Concept, ...]:
    """Topic words of a question without places: quoted terms, lexicon phrases, and the other words that carry a topic."""
    lexicon = load_lexicon()
    text = _OPERATION.sub(lambda m: " " * len(m.group()), _YEAR.sub(" ", body))
    for figure in claims(body):
        text = text.replace(figure, " " * len(figure))
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
    for word in _with_prefixes(words(text)):
        start = text.index(word, at)
        at = start + len(word)
        if _is_topic(word, lexicon.stop):
            found.append((start, Concept(word, (word,), _weight(word))))
    found.sort(key=lambda item: item[0])
    unique = {concept.words: concept for _, concept in reversed(found)}
    return tuple(unique[w] for w in dict.fromkeys(c.words for _, c in found))


#: What is to be done with the figures, not what they are of.
_OPERATION = re.compile(
    r"从[高大多]到[低小少]|从[低小少]到[高大多]|由[高大多]到[低小少]|排一排|排[个一]?(?:序|名|下)|(?:并|再)?算出?|总和|合计|加起来|相差|"
    r"[高低多少大小]?差?(?:多少|几)个?百分点|百分之几|几倍|多少倍|按?(?:方案)?原文|逐项|列出来"
)


def _with_prefixes(cut: Sequence[str]) -> list[str]:
    """非 belongs to the word behind it: 非化石 is not 化石."""
    joined: list[str] = []
    for word in cut:
        if joined and joined[-1] == "非":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_topic(word: str, stop: frozenset[str]) -> bool:
    if _COUNT_WORD.fullmatch(word) or re.search(r"多少|百分之|哪|谁|几", word) or _LEADING_MODAL.search(word):
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
    if _BOTH.search(asked):
        named = list(dict.fromkeys(p for q in earlier if q.scope for p in q.scope.plans))[:2]
        if len(named) == 2:
            return Scope(tuple(c.id for c in cards if c.id in named), "conversation")
    if asks_for_all(asked, len(cards)):
        return everything
    kind_of_place = re.search(r"那个?(州|市|县|省)", asked)
    for question in earlier:
        if question.scope is not None and question.scope.plans:
            regions = [c.region for c in cards if c.id in question.scope.plans]
            if kind_of_place and not any(r.endswith(kind_of_place.group(1)) for r in regions):
                continue
            return replace(question.scope, reason="conversation", spans=(), unknown=(), counties=())
    return everything
