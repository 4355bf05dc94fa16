"""Questions typed by sound: pinyin, and wrong characters that sound right, to the words of the lexicon that sound so.

Names of places are left to :mod:`retrieval.question.sounds`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from corpus.regions import all_regions
from index.keyword import words
from index.training_data import read_wordings
from retrieval.question.lexicon import load_lexicon
from retrieval.question.lookalikes import written_alike
from retrieval.question.sounds import spells_place, syllables
from retrieval.question.topic_model import load_topics

_RUN = re.compile(r"[A-Za-z][A-Za-z'’ ]{3,}[A-Za-z]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{1,8}")
#: So much of a run must be known words before any of it is read as pinyin …
_KNOWN = 0.5
#: … one of them of this many syllables: man and she are English too.
_TELLING = 2
_LONGEST = 8
#: A word of the table of wordings stands in so many of its official terms; one of two characters is only taken for meant from so many on.
_OFTEN, _VERY_OFTEN = 3, 25
#: Of words of the wording that sound alike, those that questions have.
_LIKELIER = "是 哪个 哪里 哪份 有 差 高 在 各市 定的".split()
#: 一条里 is no wrong 条例.
_PARTICLES = "的里了吗呢吧和与及在是中上下有要到"
#: Words by themselves, whatever they look like.
_FUNCTION_SIGNS = frozenset(_PARTICLES + "由未人入已大日天没我你他由为将把被从对以于")
#: Longer words are never written by shape alone: two of their characters would have to be wrong.
_LONGEST_LOOK = 4
#: Words of measure, which have no everyday wording of their own.
_MEASURES = "规范性文件 文件 编号 登记号 占比 比重 比例 比率 治理率 利用率 覆盖率 回收率 处置率 收集率 增长 下降 降低 减少 减排 减排量 总量 吨 公里 万吨 座 个".split()


def without_pinyin(question: str) -> str:
    """The question with stretches of pinyin written out: andan jianpailiang duoshao is 氨氮减排量多少."""
    return _RUN.sub(lambda run: _written_out(run.group()), question)


def without_typos(question: str) -> str:
    """The question with official words for what only sounds like them, or looks like them: 氨蛋减排量 is 氨氮减排量, 桔杆 is 秸秆.

    Real words are never changed.
    """
    return _without_look_alikes(_without_sound_alikes(question))


def _without_look_alikes(question: str) -> str:
    free = [
        loose and sign not in _FUNCTION_SIGNS for loose, sign in zip(_loose_characters(question), question, strict=True)
    ]
    for length in range(_LONGEST_LOOK, _TELLING - 1, -1):
        for start in range(len(question) - length + 1):
            word = _written_alike().get(question[start : start + length], "")
            if word and all(free[start + i] for i, sign in enumerate(word) if sign != question[start + i]):
                question = question[:start] + word + question[start + length :]
    return question


@cache
def _written_alike() -> dict[str, str]:
    """What looks like a word of the lexicon, and is none -> that word."""
    lexicon = load_lexicon()
    known = {word for word in (*lexicon.official, *_official()) if _CHINESE.fullmatch(word)}
    short = sorted(word for word in known if _TELLING <= len(word) <= _LONGEST_LOOK)
    return {wrong: word for word in short for wrong in written_alike(word) if wrong not in known}


def _without_sound_alikes(question: str) -> str:
    loose = _loose_characters(question)
    sounds = syllables(question)  # one a sign
    for length in range(_LONGEST, _TELLING - 1, -1):
        for start in range(len(question) - length + 1):
            word = _official_by_sound().get(sounds[start : start + length], "")
            if len(word) != length or question[start : start + length] in _official():
                continue
            if length == _TELLING and not all(loose[start : start + length]):
                continue  # 五市|化学 has no 石化
            wrong = [i for i, sign in enumerate(word, start) if question[i] != sign]
            if len(wrong) < length and all(
                loose[i] and (length > _TELLING or question[i] not in _PARTICLES) for i in wrong
            ):
                question = question[:start] + word + question[start + length :]
    return question


def _loose_characters(text: str) -> list[bool]:
    """For each character whether it stands in no longer word of the language."""
    loose = []
    for word in words(text, known_only=True):
        single = len(word) == 1 and bool(_CHINESE.fullmatch(word))
        loose += [single] * len(word)
    return loose + [False] * (len(text) - len(loose))


@cache
def _official() -> frozenset[str]:
    lexicon = load_lexicon()
    return frozenset(word for official in lexicon.official.values() for word in official if _CHINESE.fullmatch(word))


@cache
def _official_by_sound() -> dict[tuple[str, ...], str]:
    certain = (word for word, count in _of_table().items() if len(word) > _TELLING or count >= _VERY_OFTEN)
    return {syllables(word): word for word in (*certain, *sorted(_official()))}


@cache
def _of_table() -> dict[str, int]:
    """The words of the official terms of the table of wordings, with the number of terms: no one term has them to itself. Those of most last."""
    terms = {term for wording in read_wordings() for term in wording.official if _CHINESE.fullmatch(term)}
    found = Counter(word for term in terms for word in set(words(term, known_only=True)))
    often = [word for word, count in found.items() if count >= _OFTEN and _TELLING <= len(word) <= _LONGEST]
    return {word: found[word] for word in sorted(often, key=lambda word: (found[word], word))}


def _written_out(run: str) -> str:
    tokens = run.split()
    spelled = [_syllables_of(token.lower()) for token in tokens]
    known, telling, total, written = 0, False, 0, []
    at = 0
    while at < len(tokens):
        if spells_place("".join(tokens[at : at + 2]).lower()):
            written.append(" ".join(tokens[at : at + 2]))
            at += 2
            continue
        word, used, length = _longest_word(spelled, at)
        total += length
        if word:
            known += length
            telling = telling or length >= _TELLING
        written.append(word or tokens[at])
        at += used
    if not telling or known < _KNOWN * total:
        return run
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", " ".join(written))


def _longest_word(spelled: Sequence[tuple[str, ...]], at: int) -> tuple[str, int, int]:
    """(word or empty, tokens used, syllables) of the most tokens from ``at`` on that words of the lexicon spell."""
    for end in range(min(len(spelled), at + _LONGEST), at, -1):
        parts = spelled[at:end]
        if all(parts) and not any(part in _places() for part in parts):
            joined = tuple(s for part in parts for s in part)
            words = _spelled(joined)
            if words:
                return words, end - at, len(joined)
    return "", 1, max(len(spelled[at]), 1)


def _spelled(sounds: tuple[str, ...]) -> str:
    """The words that spell all the syllables, long ones first of all: 减排量|是 before 减排|粮食; empty when none do."""
    best: list[tuple[int, str] | None] = [(0, ""), *[None] * len(sounds)]
    for end in range(1, len(sounds) + 1):
        for start in range(max(0, end - _LONGEST), end):
            word, before = _vocabulary().get(sounds[start:end]), best[start]
            if word and before is not None:
                told = (before[0] + len(word) ** 2, before[1] + word)
                best[end] = max(best[end] or told, told, key=lambda each: each[0])
    return best[-1][1] if best[-1] else ""


@cache
def _vocabulary() -> dict[tuple[str, ...], str]:
    """Sound -> word: what plans write before what people say before the wording of questions."""
    lexicon = load_lexicon()
    plans = [word for official in lexicon.official.values() for word in official]
    wording = [word for word in load_topics().wording if not _misleads(syllables(word))]
    vocabulary = [*_of_table(), *_MEASURES, *wording, *_LIKELIER, *lexicon.official, *plans]
    return {syllables(word): word for word in vocabulary if _CHINESE.fullmatch(word)}


def _misleads(sounds: tuple[str, ...]) -> bool:
    """Whether a word sounds like the name of a place (Fujian is no 附件), or has no syllable of its own (嗯)."""
    return sounds in _places() or not all(re.search("[aeiouv]", sound) for sound in sounds)


@cache
def _places() -> frozenset[tuple[str, ...]]:
    """How the names of provinces and cities sound."""
    return frozenset(syllables(region.short) for region in all_regions() if region.level != "county")


@cache
def _known_syllables() -> frozenset[str]:
    return frozenset(syllable for sounds in _vocabulary() for syllable in sounds)


@cache
def _syllables_of(token: str) -> tuple[str, ...]:
    """The syllables of a token; empty when it is not pinyin."""
    token = token.replace("'", "").replace("’", "")
    paths: list[tuple[str, ...] | None] = [(), *([None] * len(token))]
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - 6), end):
            before = paths[start]
            if before is not None and token[start:end] in _known_syllables():
                paths[end] = (*before, token[start:end])
                break
    return paths[-1] or ()
