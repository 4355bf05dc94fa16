"""Which piece of a document a question is about as a piece, and what is wanted of it.

What it holds, its words, its figures, its gist, who is responsible for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.headings import chinese_number
from retrieval.question.address import Address, addresses_in, without_addresses
from retrieval.question.kinds import fields_of
from retrieval.question.said import says_nothing
from retrieval.question.slot_model import asks_for
from retrieval.question.topic import Concept
from retrieval.question.ways import share_of

Wanted = Literal["contents", "text", "figures", "summary", "goals", "duties", "agenda"]

#: The learned kinds that ask for a piece of a document by itself, and those that do where it is addressed by its number.
_OF_PIECES = ("structure", "summary", "all_numbers")
_OF_ADDRESSED = (*_OF_PIECES, "list", "definition", "ordinal", "source", "one_sentence", "as_list")
#: Kinds that ask something of what stands in a piece, whatever its number.
_OF_WHAT_IT_SAYS = "number duty person when deadline yesno confirm body_role body_tasks".split()
_OF_FIGURES = "number compare_two compare_many difference extreme".split()
_OF_DUTIES = ("duty", "body_role")
_LIKELY, _POSSIBLE = 0.5, 0.3
#: A part of the document is meant, and not what it says of a thing.
_A_PART = re.compile("部分|[那这哪一][条段节章块篇]")
_SENTENCES = re.compile(r"([一二两三四五六七八九十]|\d{1,2})\s*句")


@dataclass(frozen=True, slots=True)
class Piece:
    """``addresses``: by number, else by what it is about; ``topics`` are the words that name that, empty where it is the whole document.

    ``sentences`` bounds a summary (三句话), 0 where nothing does; ``title`` is that of the piece in full, where it is known; ``part``: a
    part of the document is meant (煤炭那部分), and not what it says of a thing.
    """

    wanted: Wanted
    addresses: tuple[Address, ...] = ()
    topics: tuple[str, ...] = ()
    sentences: int = 0
    title: str = ""
    part: bool = False


def piece_asked(body: str, concepts: Sequence[Concept], titles: Sequence[str]) -> Piece | None:
    """The piece that a question without places asks for; None where it asks for something else.

    What stands in each of ``titles``, those of the documents meant, names the document.
    """
    addresses = tuple(a for a in addresses_in(body) if a.steps[0].kind != "item" or a.steps[0].noun)
    if not addresses and "attachments" in fields_of(body):
        return None  # 有几个附件 asks for a fact of the document
    named = "".join(a.words + a.steps[-1].noun for a in addresses)
    topics = tuple(c.words for c in concepts if c.words not in named and not _names_document(c.words, titles))
    shares = {kind: share_of(body, kind) for kind in _OF_PIECES}
    shares["summary"] += share_of(body, "one_sentence")
    if not (topics or addresses) and share_of(body, "as_table") >= _POSSIBLE:
        shares["all_numbers"] = max(shares["all_numbers"], _LIKELY)  # 把指标列成表
    likeliest = max(shares, key=shares.__getitem__)
    if topics and not addresses and likeliest == "all_numbers" and share_of(body, *_OF_FIGURES) >= _POSSIBLE:
        return None  # 把甲和乙的投资增长目标对比一下 asks of one figure
    if addresses:
        if says_nothing(without_addresses(body)):  # 第三条呢
            return Piece("contents", addresses)
        if not topics and share_of(body, *_OF_DUTIES) >= _LIKELY:
            return Piece("duties", addresses)
        if share_of(body, *_OF_WHAT_IT_SAYS) >= _LIKELY:
            return None
        if topics and share_of(body, *_OF_ADDRESSED) < _LIKELY:
            return None
    elif not topics and asks_for_goals(body):
        return Piece("goals", sentences=_sentences(body))
    elif asks_for(body, "agenda"):
        return Piece("agenda", topics=topics)  # 今年重点抓哪些工作
    elif shares[likeliest] < _LIKELY and not asks_for_words(body):
        return None
    return Piece(_wanted(body, shares), addresses, topics, _sentences(body), part=bool(_A_PART.search(body)))


def asks_for_words(body: str) -> bool:
    """Whether the words of a document themselves are asked for: 原文."""
    return asks_for(body, "wording")


def asks_for_goals(body: str) -> bool:
    """Whether it is asked what a document aims at: 的目标是多少, 大目标有哪些."""
    return asks_for(body, "goals")


def piece_titled(title: str, rest: str) -> Piece:
    """The piece of a title that is known in full, of which ``rest`` asks."""
    return Piece(_wanted(rest, {kind: share_of(rest, kind) for kind in _OF_PIECES}), topics=(title,), title=title)


def _names_document(word: str, titles: Sequence[str]) -> bool:
    return bool(titles) and all(word in title for title in titles)


def _wanted(body: str, shares: dict[str, float]) -> Wanted:
    if asks_for_words(body):
        return "text"
    if shares["all_numbers"] >= _POSSIBLE:
        return "figures"
    return "summary" if shares["summary"] >= _LIKELY else "contents"


def _sentences(body: str) -> int:
    found = _SENTENCES.search(body)
    return chinese_number(found.group(1).replace("两", "二")) if found else 0
