"""Whether a sentence of a model stands: its marks, the sentences of the plan behind them, and every gate that all answers pass."""

import re
from collections.abc import Sequence

from corpus.regions import short_name
from index.passage import Passage
from index.snapshot import Index
from retrieval.answers.statement import Evidence, Statement
from retrieval.gates.checks import pass_gates
from retrieval.gates.claims import content, fold
from retrieval.gates.proof import find_support, stranger
from retrieval.question.commands import is_command
from retrieval.writer.reply import Piece, Sentence

#: Characters of content that a part needs to be a sentence of its own.
_STANDS_ALONE = 6
#: 主要措施包括： — words that only lead to what follows.
_LEAD = re.compile(r"(?:包括|包含|如下|措施|任务|举措|做法|要求|方面|有)[：:]\s*$")


def judge(index: Index, plans: Sequence[str], passages: Sequence[Passage], sentence: Sentence) -> Statement | str:
    """The sentence as a statement with the plan's sentences that support it, or why it does not stand."""
    evidence: list[Evidence] = []
    spoken: list[str] = []
    if is_command(sentence.text):
        return "不是对方案的转述"
    for piece in _joined(sentence.pieces):
        cited = [passages[n - 1] for n in piece.numbers if 1 <= n <= len(passages)]
        if not cited or len(cited) < len(piece.numbers):
            return "没有标明出处" if not piece.numbers else "标了没有的编号"
        of = dict.fromkeys(p.plan for p in cited)
        spoken += of
        if len(of) > 1:
            return "一句话里说了几个地方"
        found = find_support(index, piece.text, cited)
        if isinstance(found, str):
            return found
        evidence += found
    if len(set(spoken)) != 1:
        return "一句话里说了几个地方" if spoken else "没有标明出处"
    card = index.plan(spoken[0])
    place = card.region or f"《{card.title}》"
    named = short_name(card.region) in sentence.text if card.region else card.title in sentence.text
    text = sentence.text if named or len(plans) == 1 else f"{place}：{sentence.text}"
    statement = Statement(text, tuple(dict.fromkeys(evidence)), spoken[0])
    kept, checks = pass_gates(index, [statement], "", plans)
    if not kept:
        return next(c.detail.partition("：")[2] or c.gate for c in checks if not c.passed)
    return kept[0]


def judge_sentence(
    index: Index, plans: Sequence[str], passages: Sequence[Passage], sentence: Sentence
) -> list[Statement] | str:
    """What of a sentence stands: itself, or its parts where each can stand by itself; else why it does not."""
    judged = judge(index, plans, passages, sentence)
    if not isinstance(judged, str):
        return [judged]
    return _judge_parts(index, plans, passages, sentence) or judged


def _judge_parts(
    index: Index, plans: Sequence[str], passages: Sequence[Passage], sentence: Sentence
) -> list[Statement]:
    """A sentence that strings together what several sentences of the plan say, taken apart at its commas: each part by itself under
    its own source. Empty unless every part can stand by itself and does.
    """
    statements: list[Statement] = []
    for piece in sentence.pieces:
        cited = [passages[n - 1] for n in piece.numbers if 1 <= n <= len(passages)]
        if not cited or stranger(piece.text, index.plan(cited[0].plan), cited):
            return []
        for part in [p for p in re.split("(?<=[，；,;：])", piece.text) if re.search(r"\w", p)]:
            text = part.strip().rstrip("，；,;。：") + "。"
            if _LEAD.search(part) and not statements:
                continue
            judged = judge(index, plans, passages, Sentence(text, (Piece(text, piece.numbers),)))
            if isinstance(judged, str) or sum(map(len, content(fold(text)))) < _STANDS_ALONE:
                return []
            statements.append(judged)
    return statements if len(statements) > 1 else []


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that can be judged by themselves: one that names nothing of its own (，力争14%) goes with the one before it."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and sum(map(len, content(fold(piece.text)))) < 4:
            last = joined.pop()
            piece = Piece(last.text + piece.text, tuple(dict.fromkeys((*last.numbers, *piece.numbers))))
        joined.append(piece)
    return joined
