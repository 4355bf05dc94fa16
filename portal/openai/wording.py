"""An answer as the text of a chat message: its Markdown, then its sources as a list; and where in it each source is named."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from portal.language import Language, language_of
from retrieval.answer import Answer, Citation

_HEADS: dict[Language, str] = {"zh": "**出处**", "en": "**Sources**"}
_SOURCES = re.compile(r"\n\n\*\*(?:出处|Sources)\*\*\n\n(?:- \[\d+\] [^\n]*\n?)+\Z")
_VOID: dict[Language, str] = {
    "zh": "\n\n---\n\n（以上没有写完，已作废。以下是完整的回答。）\n\n",
    "en": "\n\n---\n\n(The above was not completed and is void. The complete answer follows.)\n\n",
}
_MARK = re.compile(r"\[(\d{1,4})\]")
#: What would make a link, a picture or a tag of words from a plan; a client that renders them would call other hosts.
_LIVE = re.compile(r"(?<=\])[(:]|<")
_SIGNS = re.compile(r"[\\`*_\[\]<>|]")


def text_of(answer: Answer) -> str:
    """The Markdown of an answer; whatever words of a plan it holds, none become a link, a picture or a tag."""
    return _LIVE.sub(lambda found: "\\" + found[0], answer.answer)


def sources_of(answer: Answer) -> str:
    """The list of sources that follows the text, in the language of the question; empty where nothing is cited."""
    if not answer.citations:
        return ""
    listed = "\n".join(f"- {_source(citation)}" for citation in answer.citations)
    return f"\n\n{_HEADS[language_of(answer.question)]}\n\n{listed}"


def without_sources(text: str) -> str:
    """An earlier answer without the list that was put behind it: its quotes are nothing that was said."""
    return _SOURCES.sub("", text)


def voided(answer: Answer) -> str:
    """What stands between a beginning that does not hold and the whole answer."""
    return _VOID[language_of(answer.question)]


def annotations_of(answer: Answer, content: str, base: str) -> list[dict[str, Any]]:
    """OpenAI's annotations of a message: for each mark in front of the list of sources the place that it names.

    ``start_index`` and ``end_index`` are offsets into ``content`` in characters; ``base`` is the address of this service.
    """
    return list(_annotations(answer, content, base))


def address_of(citation: Citation, base: str) -> str:
    """Where the cited words can be read in their plan."""
    query = urlencode({"plan": citation.plan, "from": citation.start, "to": citation.end})
    return f"{base}/plans?{query}#{quote(citation.clause, safe='')}"


def _annotations(answer: Answer, content: str, base: str) -> Iterator[dict[str, Any]]:
    cited = {citation.n: citation for citation in answer.citations}
    ends = _SOURCES.search(content)
    for mark in _MARK.finditer(content, 0, ends.start() if ends else len(content)):
        citation = cited.get(int(mark[1]))
        if citation is not None:
            span = {"start_index": mark.start(), "end_index": mark.end()}
            place = {"title": f"《{citation.title}》{citation.address}", "url": address_of(citation, base)}
            yield {"type": "url_citation", "url_citation": {**span, **place}}


def _source(citation: Citation) -> str:
    title, address, words = map(_plain, (citation.title, citation.address, citation.quote))
    return f"[{citation.n}] 《{title}》{address} “{words}”"


def _plain(words: str) -> str:
    """Words of a plan as Markdown that shows them and nothing else, in one line."""
    return _SIGNS.sub(lambda sign: "\\" + sign[0], " ".join(words.split()))
