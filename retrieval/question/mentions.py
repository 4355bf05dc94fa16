"""A thing that a question says is mentioned, and the sentences of a plan that have it word for word."""

import re
from collections.abc import Sequence

from corpus.frontmatter import DOCUMENT_NUMBER
from index.passage import Unit
from index.snapshot import Index
from retrieval.question.lexicon import load_lexicon
from retrieval.question.topic import QUOTED

_THING = "(?P<thing>[^，,？?。！、]{2,24})"
_MENTIONED = re.compile(
    rf"(?:提(?:到|及|出|过|了)|说(?:了|到)|讲(?:到|了|过)?(?!究|台)|用了|没有?提|未提|写(?:到|了|明|进|有)|涉及到?|出现|包含|含有)(?:到|了|过|要)*{_THING}"
)
#: X在哪几个地方的方案里出现过, X（…），哪些写进了方案.
_APPEARS = re.compile(
    r"^(?P<thing>[^，,？?（(在]{2,24})(?:[（(][^）)]*[）)])?(?:在|，|,).{0,8}哪.{0,12}(?:出现|提到|写|[里中])"
)
_NUMBER = re.compile(DOCUMENT_NUMBER)
#: 把公安局列成了责任单位.
_LISTED = re.compile(
    r"[把将](?P<thing>[^，,？?]{2,16}?)(?:也|单独?|专门|另外?|独立|作为?)*(?:列|写|纳|算|设|作|当)(?:成|为|入|进|作)"
)
_ENGLISH = re.compile(r"(?i:\bmention(?:s|ed)?|\brequires?|\bha(?:s|ve))\s+(?P<thing>[^?]{3,60})")
#: Weaker words: 哪个市要求X, 哪个市有X.
_HAD = re.compile(rf"(?:明确|要求|有)(?:了|要)*{_THING}")
#: What is done with the thing, and what the question adds to it.
_DONE = re.compile("^(?:要|开展|建设|建立|建|推进|推广|发展|实施|搞|使用|设立|提)+(?=.{2})")
_ADDED = re.compile(
    "(?:这个|这项|一?个?的?(?:目标|要求|内容|事|措施|说法|提法|规定|字样|方面))?(?:吗|呢|的|了|没有|没)*$"
)
#: What ends a thing and is no word: an emoji.
_SIGNS = re.compile(r"[^\w%％“”\"（）()《》〔〕]+$")
_SPACE = re.compile(r"\s")


def thing_mentioned(text: str) -> str:
    """What a question asks to be mentioned: quoted, a document by its number, or behind 提到, 写了, 有. Empty when it names nothing so."""
    quoted = QUOTED.search(text)
    if quoted:
        return quoted.group(1)
    listed = _LISTED.search(text)
    if listed:
        return listed.group("thing")
    english = _ENGLISH.search(text)
    if english:
        chinese = re.search(r"[\u4e00-\u9fff]{2,}", english.group("thing"))
        return chinese.group() if chinese else english.group("thing").strip(" ?.")
    number = _NUMBER.search(text)
    if number:
        return number.group()
    found = _APPEARS.search(text) or _MENTIONED.search(text) or _HAD.search(text)
    return _SIGNS.sub("", _ADDED.sub("", found.group("thing"))) if found else ""


def is_listed(text: str) -> bool:
    """Whether a question is about something being put on a list: 把公安局列成了责任单位."""
    return bool(_LISTED.search(text))


def ways_to_say(thing: str) -> tuple[str, ...]:
    """The thing as asked, without what is done with it, and as plans may call it."""
    bare = _DONE.sub("", thing)
    return tuple(dict.fromkeys(filter(None, [thing, bare, *load_lexicon().official.get(bare.lower(), ())])))


def units_mentioning(index: Index, plan: str, ways: Sequence[str]) -> list[Unit]:
    """The sentences of a plan that have one of ``ways``, white space apart, in text order."""
    units = (unit for clause in index.clauses(plan) for unit in index.units_of_clause(clause.id))
    return [u for u in units if u.kind in ("sentence", "duty") and any(way in _SPACE.sub("", u.text) for way in ways)]
