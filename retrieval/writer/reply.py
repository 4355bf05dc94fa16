"""A model's reply, as it streams in: cleaned of what is no plain text, cut into sentences, each with the passages it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import matched_brackets

_MARKS = re.compile(r"\[\s*\d{1,3}(?:\s*[,，、]\s*\d{1,3})*\s*\]")
_NUMBER = re.compile(r"\d{1,3}")
_STOP = "。！？\n"
#: An English sentence ends where the next begins with a capital, or its marks stand.
_BEGINS = re.compile(rf"\.(?:[\"”’)]*)(?:\s*{_MARKS.pattern})*(?:\s+(?=[A-Z\"“(\-])|\s*$)")
_MARKED = re.compile(rf"{_MARKS.pattern}\s*$")
_OPENERS = "（(“「《【"
#: An opening bracket that is not closed within so many characters was a slip: sentences end all the same.
_LONGEST_BRACKET = 300
#: A sentence of the texts has some hundred characters.
_LONGEST = 1200

_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_THINKS = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\s*(?:\([^)]*\)?|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\]]*)\]\s*\([^)]*\)?")
_DEFINITION = re.compile(r"^\s*\[[^\]\d][^\]]*\]:.*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,2000}>?")
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}:)?//[^\s，。；、）)]+|\b(?:https?|ftp|file|data|javascript|vbscript|mailto)\s*:[^\s，。；、）)]*|\bwww\.[^\s，。；、）)]+"
    r"|\b[\w.-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|gov|edu|io|xyz|top|info|ru|me|cc|example|invalid|test)\b[^\s，。；、）)]*",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FENCE = re.compile(
    r"`{1,}|~{3,}|\*{1,3}|_{2,3}|^\s*(?:#{1,6}\s+|>\s*|[-+•·]\s+|\d{1,2}[.)、．]\s*(?=\D))", re.MULTILINE
)
_ENTITY = re.compile(r"&(?:#\w{1,8}|[a-z]{2,8});", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence with the passage numbers that stand right behind them."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a reply: its words without marks, and its pieces (several where marks stand inside it)."""

    text: str
    pieces: tuple[Piece, ...]


class ReplyReader:
    """Takes text as it comes and gives sentences once they are complete: the marks behind a full stop belong to it."""

    def __init__(self) -> None:
        self._text = ""

    def read(self, more: str) -> Iterator[Sentence]:
        """The sentences that ``more`` completes."""
        self._text += more
        yield from self._complete(last=False)

    def finish(self) -> Iterator[Sentence]:
        """What is left, complete or not."""
        yield from self._complete(last=True)

    def _complete(self, *, last: bool) -> Iterator[Sentence]:
        self._text = _THINKING.sub("", self._text)
        thinking = _THINKS.search(self._text)
        ready = self._text[: thinking.start()] if thinking else self._text
        while (end := _sentence_end(ready, last=last)) > 0:
            raw, ready = ready[:end], ready[end:]
            sentence = read_sentence(raw)
            if sentence is not None:
                yield sentence
        self._text = ready + (self._text[thinking.start() :] if thinking and not last else "")


def read_sentence(raw: str) -> Sentence | None:
    """The sentence that a stretch of a reply holds; None where it holds no words."""
    cleaned = clean(raw)
    pieces: list[Piece] = []
    at = 0
    for group in re.finditer(rf"(?:\s*{_MARKS.pattern})+", cleaned):
        text = cleaned[at : group.start()]
        numbers = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(group.group())))
        at = group.end()
        if not re.search(r"\w", text) and pieces:
            pieces[-1] = Piece(pieces[-1].text + text, (*pieces[-1].numbers, *numbers))
        else:
            pieces.append(Piece(text, numbers))
    rest = cleaned[at:]
    if re.search(r"\w", rest):
        pieces.append(Piece(rest, ()))
    elif pieces:
        pieces[-1] = Piece(pieces[-1].text + rest.strip(), pieces[-1].numbers)
    text = "".join(p.text for p in pieces).strip()
    return Sentence(text, tuple(pieces)) if re.search(r"\w", text) else None


def clean(text: str) -> str:
    """Text alone: no image, link, address, tag, code fence, heading mark, or character that cannot be seen."""
    text = _UNSEEN.sub("", text)
    for _ in range(3):
        before = text
        text = _LINK.sub(lambda m: m.group(1), _IMAGE.sub("", _DEFINITION.sub("", text)))
        text = _ADDRESS.sub("", _ENTITY.sub("", _TAG.sub("", text)))
        if text == before:
            break
    return _FENCE.sub("", text).strip()


def _is_full_stop(text: str, at: int, *, last: bool) -> bool:
    """Whether the dot at ``at`` ends an English sentence: behind a word or a mark, before a capital or the end."""
    if not re.search(r"[A-Za-z)\]%\d]$", text[:at]) or not re.search(r"[A-Za-z]{2}", text[:at]):
        return False
    found = _BEGINS.match(text, at)
    return found is not None and (last or found.end() < len(text))


def _sentence_end(text: str, *, last: bool) -> int:
    """Offset behind the first sentence and its marks; 0 where it may still go on."""
    if not text:
        return 0
    matched = matched_brackets(text)
    at = 0
    while at < len(text):
        sign = text[at]
        if at in matched:
            at = matched[at] + 1
            continue
        if sign in _OPENERS and not last and len(text) - at <= _LONGEST_BRACKET and at not in matched:
            return 0
        if sign == "." and not _is_full_stop(text, at, last=last):
            at += 1
            continue
        if sign in _STOP or sign == "." or at >= _LONGEST:
            if sign in "。！？" and _MARKED.search(text[:at]) and len(text) > at + 1 and text[at + 1] != "[":
                return at + 1
            behind = re.compile(rf"[”」』）)]*(?:[ \t]*{_MARKS.pattern})*[ \t]*").match(text, at + 1)
            end = behind.end() if behind else at + 1
            open_mark = re.match(r"\[[\d\s,，、]*$", text[end:])
            return 0 if not last and (end >= len(text) or open_mark) and sign != "\n" else end
        at += 1
    return len(text) if last else 0
