"""Passages as a prompt shows them, read back: [n] 《title》，place，section, then the text, then the ledgers' rows."""

import re
from dataclasses import dataclass

from corpus.plan import DutyRole
from retrieval.gates.source import Named

_HEAD = re.compile(
    r"^\[(?P<n>\d+)\] 《(?P<title>[^\n]*?)》(?:，(?P<place>[^，\n]*))?，(?P<section>[^\n]*)$", re.MULTILINE
)
_LEDGER = re.compile(r"^台账·.*$\n?", re.MULTILINE)
_ROLES = re.compile(r"^台账·责任：(.*)$", re.MULTILINE)
_ROLE = re.compile("([^；（]+)（(牵头|配合)）")
#: Behind the headings a line gives the address as people write it: … > （三）健全管理体系 三、（三）.
_ADDRESS = re.compile(r" \S{1,20}$")
_ITEM = re.compile(r"^\s*(?:[-*•·]\s*|[（(]?\d{1,2}[)）.、．]\s*(?!\d)|[（(][一二三四五六七八九十]{1,2}[)）])")
_MARK = re.compile(r"\[\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*\]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage of a prompt. ``plan`` tells the plans of one prompt apart; ``roles``: who leads and who takes part, as the ledger has it (the
    plan may say elsewhere that the first one named leads).
    """

    named: Named
    section: str
    text: str
    roles: tuple[tuple[str, DutyRole], ...] = ()

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
        text = passages[head.end() : end]
        named = Named(head["title"], head["place"] or "")
        words = _LEDGER.sub("", text).strip()
        found[int(head["n"])] = Shown(named, _ADDRESS.sub("", head["section"]), words, _roles_of(text))
    return found


def _roles_of(text: str) -> tuple[tuple[str, DutyRole], ...]:
    line = _ROLES.search(text)
    return tuple((body, "lead" if role == "牵头" else "join") for body, role in _ROLE.findall(line[1])) if line else ()


def read_quote(quote: str, title: str) -> Shown:
    """A quote of a pair: as a prompt shows it, or bare words of the plan ``title``."""
    found = list(read_shown(quote if quote.startswith("[") else f"[1] {quote}").values())
    return found[0] if found else Shown(Named(title), "", _LEDGER.sub("", quote).strip(), _roles_of(quote))


def marks_of(sentence: str) -> tuple[int, ...]:
    """The numbers of the passages that a sentence cites."""
    return tuple(dict.fromkeys(int(n) for group in _MARK.findall(sentence) for n in re.findall(r"\d+", group)))


def without_marks(sentence: str) -> str:
    """A sentence without its [n] and without the sign of a list before it."""
    return _ITEM.sub("", _MARK.sub("", sentence))
