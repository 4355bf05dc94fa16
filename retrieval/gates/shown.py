"""Passages as a prompt shows them, read back: [n] 《title》，place，section, then the text, then the ledgers' rows."""

import re
from dataclasses import dataclass

from retrieval.gates.source import Named

_HEAD = re.compile(
    r"^\[(?P<n>\d+)\] 《(?P<title>[^\n]*?)》(?:，(?P<place>[^，\n]*))?，(?P<section>[^\n]*)$", re.MULTILINE
)
_LEDGER = re.compile(r"^台账·.*$\n?", re.MULTILINE)
#: Behind the headings a line gives the address as people write it: … > （三）健全管理体系 三、（三）.
_ADDRESS = re.compile(r" \S{1,20}$")
_ITEM = re.compile(r"^\s*(?:[-*•·]\s*|[（(]?\d{1,2}[)）.、．]\s*(?!\d)|[（(][一二三四五六七八九十]{1,2}[)）])")
_MARK = re.compile(r"\[\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*\]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of a prompt. ``plan`` tells the plans of one prompt apart."""

    named: Named
    section: str
    text: str

    @property
    def plan(self) -> str:
        """Title and place: what a prompt shows of the plan."""
        return f"{self.named.title}｜{self.named.region}"


def read_shown(passages: str) -> dict[int, Shown]:
    """The passages of a prompt by their number."""
    heads = list(_HEAD.finditer(passages))
    found = {}
    for at, head in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(passages)
        text = _LEDGER.sub("", passages[head.end() : end]).strip()
        place = head["place"] or ""
        found[int(head["n"])] = Shown(Named(head["title"], place), _ADDRESS.sub("", head["section"]), text)
    return found


def read_quote(quote: str, title: str) -> Shown:
    """A quote of a pair: as a prompt shows it, or bare words of the plan ``title``."""
    found = list(read_shown(quote if quote.startswith("[") else f"[1] {quote}").values())
    return found[0] if found else Shown(Named(title), "", _LEDGER.sub("", quote).strip())


def marks_of(sentence: str) -> tuple[int, ...]:
    """The numbers of the passages that a sentence cites."""
    return tuple(dict.fromkeys(int(n) for group in _MARK.findall(sentence) for n in re.findall(r"\d+", group)))


def without_marks(sentence: str) -> str:
    """A sentence without its [n] and without the sign of a list before it."""
    return _ITEM.sub("", _MARK.sub("", sentence))
