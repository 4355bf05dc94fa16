"""What a question is about: its topic words, each with the ways plans may say it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.keyword import words
from retrieval.question.bounds import words_of_bounds
from retrieval.question.figures import FIGURE_NAMED, MAGNITUDE
from retrieval.question.kind_model import KindModel, load_kinds
from retrieval.question.kinds import asks_over_places
from retrieval.question.lexicon import load_lexicon
from retrieval.question.premises import doubted
from retrieval.question.superlatives import ORDERED
from retrieval.question.topic_model import TopicModel, load_topics
from retrieval.question.years import without_years

#: What a question quotes.
QUOTED = re.compile(r"[“\"「‘『](?P<thing>[^”\"」’』]{2,24})[”\"」’』]")
#: “十四五”时期 says when, though it stands in quotation marks.
_PERIOD = re.compile(r"[“”\"]?(?:十[三四五六]五)[“”\"]?(?:期间|时期|规划)?")
_TRADE = re.compile("([\u4e00-\u9fff]{2,4})(?:企业|行业|产业)")

#: Words for levels of government, of which a question names one.
LEVELS = frozenset("本级 市本级 市级 县区 各县区 各县 每个县 县级 区县 县域 全市 全州 全省 省级 州级 乡镇".split())

#: Longer words say more, up to this; a term in quotation marks is meant as it stands and weighs as much.
MOST_WEIGHT = 2.0
#: A shorter word says too little by itself.
_SHORTEST = 2
#: Latin abbreviations (COD, VOCs) say as much as a long word.
_LATIN_WEIGHT = 1.5
#: A figure breaks ties: what is asked of it (属于范围吗) may be said of another.
_FIGURE_WEIGHT = 0.4
#: What the words of the title of all plans meant keep of their weight: they say which document, not what in it.
_TITLE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing the question is about: ``words`` as asked, ``alternatives`` the ways plans may say it, itself included."""

    words: str
    alternatives: tuple[str, ...]
    weight: float


#: 总指挥是谁, 谁是总指挥: a post, told by what it ends in; who speaks here (你是谁) and who comes first hold none.
_HOLDER = "[\u4e00-\u9fff]{1,5}(?:指挥|长|员|人|书记|主任|主席|组长)"
_POST = re.compile(
    f"(?P<post>{_HOLDER})(?:是|由)(?:谁|哪位)(?:担任|兼任)?|(?:谁|哪位)(?:是|担任|兼任)(?P<held>{_HOLDER})"
)

#: Things counted, in whichever word that goes with any of them.
_COUNTERS = "大件项个条"
_COUNTED = re.compile(f"([一二三四五六七八九十]{{1,3}})[{_COUNTERS}]")
#: A name in Latin letters; more of them are a text in English.
_LATIN, _FEW_NAMES = re.compile(r"[A-Za-z][A-Za-z\d]+"), 2
_HAN = re.compile("[\u4e00-\u9fff]")

#: A name that neither the dictionary nor the frames know has so many characters at most.
_LONGEST_NAME = 3
_ENDS_IN_COUNT = re.compile("(?:多少|几|两)$")
#: 五市里, 几个城市当中: places counted are no topic.
_PLACES = re.compile("[二两三四五六七八九十几]个?(?:市州|城市|地方|市|州)(?:里面?|当中|之中|中间?|之间)")


def find_concepts(body: str) -> tuple[Concept, ...]:
    """The concepts of a question without places, in the order asked: quoted terms, lexicon phrases, other topic words.

    What one of these takes is blanked out for the next, so that none is counted twice.
    """
    return _concepts_of(load_topics(), load_kinds(), body)


@lru_cache(maxsize=256)  # a question is asked for them with its topic, its scope and its piece
def _concepts_of(topics: TopicModel, kinds: KindModel, body: str) -> tuple[Concept, ...]:  # noqa: ARG001  # what is sought depends on the model of kinds
    text = without_years(body)
    for figure in (*words_of_bounds(body, sought=asks_over_places(body)), *doubted(body)):
        text = text.replace(figure, _blanks(figure))
    found: list[tuple[int, Concept]] = []
    shares = _with_latin(text, topics.shares_in(text))
    text = _blank(ORDERED, _blank(_PLACES, text))
    for take in (_take_quoted, _take_figures, _take_phrases):
        taken, text = take(text)
        found += taken
    found += _words_in("".join(sign if share else " " for sign, share in zip(text, shares, strict=True)), shares)
    found.sort(key=lambda item: item[0])
    unique = {concept.words: concept for _, concept in reversed(found)}
    return tuple(unique[w] for w in dict.fromkeys(c.words for _, c in found)) or _post_in(text)


def _with_latin(text: str, shares: Sequence[float]) -> Sequence[float]:
    """The shares of topic (0..1) of the signs of a text, full of names in Latin letters amid Chinese: EFlops是什么意思."""
    names = list(_LATIN.finditer(text))
    if not 0 < len(names) <= _FEW_NAMES or len(_HAN.findall(text)) < _FEW_NAMES:
        return shares
    inside = {at for name in names for at in range(*name.span())}
    return [1.0 if at in inside else share for at, share in enumerate(shares)]


def _post_in(text: str) -> tuple[Concept, ...]:
    """The post of which a question only asks who holds it (总指挥是谁), where nothing else of it is known to be a topic."""
    asked = _POST.fullmatch(text.strip("，,。？?！! "))
    post = asked and (asked["post"] or asked["held"])
    return (Concept(post, (post,), _weight(post)),) if post else ()


def names_in_part(text: str) -> list[Concept]:
    """What may be a name of which a character alone is taken for topic, so that no concept has it: 算力, 湘易办."""
    shares, at, found = load_topics().shares_in(text), 0, list[Concept]()
    text = _blank(FIGURE_NAMED, text)  # 万人, of 70万人, is a unit
    for word in words(text):
        start = text.index(word, at)
        at = start + len(word)
        if _ENDS_IN_COUNT.search(text[:start]):
            word, start = word[1:], start + 1  # 多少个托位 counts 托位
        if 1 < len(word.strip()) <= _LONGEST_NAME and sum(map(bool, shares[start:at])) == 1:
            found.append(Concept(word, (word,), _weight(word)))
    return found


def quoted_terms(text: str) -> list[str]:
    """The terms that a question quotes; “十四五” says when."""
    return [match.group(1) for match in QUOTED.finditer(text) if not _PERIOD.fullmatch(match.group())]


def discount_titles(concepts: Sequence[Concept], titles: Sequence[str]) -> tuple[Concept, ...]:
    """The concepts, those that stand in every one of ``titles`` at a fraction of their weight."""
    return tuple(
        replace(c, weight=c.weight * _TITLE_SHARE) if titles and all(c.words in title for title in titles) else c
        for c in concepts
    )


_Taken = tuple[list[tuple[int, Concept]], str]


def _take_quoted(text: str) -> _Taken:
    found = []
    for match in QUOTED.finditer(text):
        if not _PERIOD.fullmatch(match.group()):
            found.append((match.start(), Concept(match.group(1), (match.group(1),), MOST_WEIGHT)))
            text = text[: match.start()] + _blanks(match.group()) + text[match.end() :]
    return found, _blank(_PERIOD, text)


def _take_figures(text: str) -> _Taken:
    """5000吨标准煤 is one thing: the figure with its unit; and so is how large something is: 千亿产业."""
    found = []
    for match in (*FIGURE_NAMED.finditer(text), *MAGNITUDE.finditer(text)):
        figure = match.group()
        weight = _FIGURE_WEIGHT if any(map(str.isdigit, figure)) else _weight(figure)
        found.append((match.start(), Concept(figure, (figure,), weight)))
        text = text.replace(figure, _blanks(figure))
    return found, text


def _take_phrases(text: str) -> _Taken:
    found = []
    single = {word for word in words(text) if len(word) == 1}
    for start, end, official in load_lexicon().find(text):
        phrase = text[start:end]
        if len(phrase) == 1 and phrase not in single:
            continue  # 煤 inside 燃煤 is not the everyday word
        found.append((start, Concept(phrase, (phrase, *(w for w in official if w != phrase)), _weight(phrase))))
        text = text[:start] + _blanks(phrase) + text[end:]
    return found, text


def _words_in(text: str, shares: Sequence[float]) -> list[tuple[int, Concept]]:
    """The words left of a text; each weighs by how surely it is topic."""
    found, at = [], 0
    for word in _with_prefixes(words(text)):
        start = text.index(word, at)
        at = start + len(word)
        if len(word.strip()) >= _SHORTEST and re.search(r"\w", word) and not word.isdigit():
            found.append((start, Concept(word, _ways(word), _weight(word) * max(shares[start:at]))))
    return found


def _ways(word: str) -> tuple[str, ...]:
    """钢铁企业 may be said 钢铁行业, 总产量 总产 or 产量, 十件 十大 or 十项."""
    if counted := _COUNTED.fullmatch(word):
        return (word, *(way for sign in _COUNTERS if (way := f"{counted[1]}{sign}") != word))
    trade = _TRADE.fullmatch(word)
    if word.startswith("总") and word.endswith("量"):
        return (word, word[:-1], word[1:])
    return (word, f"{trade.group(1)}行业", f"{trade.group(1)}业") if trade else (word,)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _blanks(match.group()), text)


def _blanks(taken: str) -> str:
    return " " * len(taken)


def _with_prefixes(cut: Sequence[str]) -> list[str]:
    """非 belongs to the word behind it: 非化石 is not 化石."""
    joined: list[str] = []
    for word in cut:
        if joined and joined[-1] == "非":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _weight(word: str) -> float:
    return _LATIN_WEIGHT if word.isascii() else min(MOST_WEIGHT, 0.5 + 0.25 * len(word))
