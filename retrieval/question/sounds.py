"""Places written by sound: wrong characters that sound right (资扬), pinyin (ziyang), a province's one-character name (赣)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from pypinyin import lazy_pinyin

from corpus.regions import all_regions, regions_named, short_name
from index.records import PlanCard
from retrieval.question.company import company_of
from retrieval.question.kept_by_cards import kept_by_cards
from retrieval.question.lookalikes import written_alike

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’]{2,}")
_LETTER = re.compile("[A-Za-z]")
#: Names of so many characters may sound a little different. Where a part of a question begins; what binds a thing to its place.
_LONG = 3
_PAUSES, _OF_IT = frozenset("，,。；;？?：: 、和与跟比在"), frozenset("的那这和与跟比谁哪")
_CITY = "市"
#: gui zhou: two syllables with a blank between them.
_APART = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,6}) (?=([A-Za-z]{2,6})(?![A-Za-z]))")

#: The one-character names of the provinces (as on licence plates), for 赣那个, 闽的.
PROVINCE_SIGNS = dict(
    zip(
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新",
        "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 "
        "湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 贵州省 云南省 云南省 西藏自治区 陕西省 甘肃省 青海省 "
        "宁夏回族自治区 新疆维吾尔自治区".split(),
        strict=True,
    )
)
#: What provinces are called beside their names.
_NICKNAMES = {
    **dict.fromkeys(("魔都", "申城"), "上海市"),
    "帝都": "北京市",
    "八闽": "福建省",
    "八桂": "广西壮族自治区",
    "赣鄱": "江西省",
    "三湘": "湖南省",
}
_NICKNAME = re.compile("|".join(_NICKNAMES))
_SIGNS = "".join(PROVINCE_SIGNS)
_SIGN = re.compile(f"([{_SIGNS}])(?=那|这|省|的(?!话)|地|[A-Za-z])")
#: 苏沪两家, 皖、赣今年: several provinces in a row, counted, or with what is asked of them right behind; 川渝合作 is a thing of its own.
_SIGN_ROW = re.compile(
    f"[{_SIGNS}](?:[、，,和与跟及]?[{_SIGNS}])+(?=(?P<each>[两三四五六七2-7]?(?:家|省|市|方)|[两三四五六七2-7]地|各|都|分别|谁|哪[个家边]|[今去前明]年)|比|的|也|呢|[，,？?]|$)"
)


@dataclass(frozen=True, slots=True)
class SoundPlace:
    """``text[start:end]`` sounds like the names of ``plans``, or of a ``province``; of neither: like a city without a plan (Guangzhou)."""

    start: int
    end: int
    plans: tuple[str, ...] = ()
    province: str = ""


@lru_cache(maxsize=16384)
def sound(name: str) -> str:
    """Pinyin without tones or blanks: 抚州 and 福州 are both fuzhou."""
    return "".join(lazy_pinyin(name))


def spells_place(latin: str) -> bool:
    """Whether letters spell a province or a city of China."""
    return latin in _provinces_by_sound() or latin in _cities_by_sound()


def sounds_within(words: str, text: str) -> bool:
    """Whether a text holds two or more characters that sound like ``words``, as typing by sound mixes them up: 能原 in 非化石能源."""
    said, held = syllables(words), syllables(text)
    return len(said) > 1 and any(held[i : i + len(said)] == said for i in range(len(held) - len(said) + 1))


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[str, ...]:
    """The pinyin of each character, without tones; other signs as they are."""
    return tuple(s for character in text for s in _syllables_of_sign(character))


@lru_cache(maxsize=16384)
def _syllables_of_sign(sign: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(sign))


def places_by_sound(text: str, cards: Sequence[PlanCard]) -> list[SoundPlace]:
    """Places of the corpus that a text names by sound only, in order. Real words of the language are never taken for a place."""
    names = _names_by_sound(tuple(cards))
    heard = [
        *_by_pinyin(text, names),
        *_by_halves(text, tuple(cards)),
        *_by_characters(text, names, tuple(cards)),
        *_by_look(text, tuple(cards)),
        *_by_nickname(text),
        *_by_sign(text),
    ]
    return sorted(heard, key=lambda p: p.start)


@kept_by_cards(8)
def _names_by_sound(cards: tuple[PlanCard, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Sound -> ((short name, plan id), ...)."""
    names: dict[str, list[tuple[str, str]]] = {}
    for card in cards:
        for name in dict.fromkeys((short_name(card.region), *card.aliases)):
            if len(name) >= 2 and _CHINESE.fullmatch(name):
                names.setdefault(sound(name), []).append((name, card.id))
    return {key: tuple(value) for key, value in names.items()}


@kept_by_cards(8)
def _syllables_of_names(cards: tuple[PlanCard, ...]) -> frozenset[str]:
    return frozenset(s for group in _names_by_sound(cards).values() for name, _ in group for s in syllables(name))


@lru_cache(maxsize=1)
def _provinces_by_sound() -> dict[str, str]:
    return {sound(r.short): r.name for r in all_regions() if r.level == "province"}


@lru_cache(maxsize=1)
def _cities_by_sound() -> frozenset[str]:
    return frozenset(sound(r.short) for r in all_regions() if r.level == "prefecture")


def _by_pinyin(text: str, names: dict[str, tuple[tuple[str, str], ...]]) -> Iterator[SoundPlace]:
    for match in _LATIN.finditer(text):
        spelled = re.sub(r"(?:shi|zhou|sheng)$", "", latin) if (latin := _plain(match.group())) not in names else latin
        if latin in names or spelled in names:
            plans = tuple(plan for _, plan in names.get(latin, names.get(spelled, ())))
            yield SoundPlace(match.start(), match.end(), plans)
        elif latin in _provinces_by_sound():
            yield SoundPlace(match.start(), match.end(), province=_provinces_by_sound()[latin])
        elif match.group()[0].isupper() and latin in _cities_by_sound():
            yield SoundPlace(match.start(), match.end())

    for match in _APART.finditer(text):
        latin = _plain(match.group(1) + match.group(2))
        province = _provinces_by_sound().get(latin, "")
        if latin in names or province:
            plans = tuple(plan for _, plan in names.get(latin, ()))
            yield SoundPlace(match.start(), match.end(2), plans, "" if plans else province)


@kept_by_cards(8)
def _names_by_halves(cards: tuple[PlanCard, ...]) -> dict[str, tuple[str, ...]]:
    """A name of which some characters are spelled (zi阳) -> plan ids."""
    names: dict[str, list[str]] = {}
    for card in cards:
        short = short_name(card.region)
        ways = [(sign, sound(sign)) for sign in short]
        for spelled in ("".join(way) for way in product(*ways)):
            if len(short) > 1 and not _CHINESE.fullmatch(spelled) and not spelled.isascii():
                names.setdefault(spelled, []).append(card.id)
    return {name: tuple(plans) for name, plans in names.items()}


def _by_halves(text: str, cards: tuple[PlanCard, ...]) -> Iterator[SoundPlace]:
    """Names of which some characters are spelled and some are written."""
    if not _LETTER.search(text):
        return
    lower = text.lower()
    for spelled, plans in _names_by_halves(cards).items():
        if spelled not in lower:
            continue  # of thousands of names hardly one is looked for by a pattern
        if found := re.search(rf"(?<![a-z]){re.escape(spelled)}(?![a-z])", lower):
            yield SoundPlace(found.start(), found.end(), plans)


def _plain(latin: str) -> str:
    return re.sub(r"['’]s$|['’]", "", latin.lower())


def _by_characters(
    text: str, names: dict[str, tuple[tuple[str, str], ...]], cards: tuple[PlanCard, ...]
) -> Iterator[SoundPlace]:
    """Runs of characters that sound like a name and are no word themselves; one that shares a character is meant."""
    company, sounds = company_of(text), _syllables_of_names(cards)
    sounding = [not sounds.isdisjoint(_syllables_of_sign(sign)) for sign in text]
    for length in _lengths_of_names(cards):
        for start in range(len(text) - length + 1):
            end = start + length
            run = text[start:end]
            if not any(sounding[start:end]) or not _CHINESE.fullmatch(run):
                continue
            whole = company.is_word(start, end) or (text[end : end + 1] == _CITY and company.is_word(start, end + 1))
            if not whole:
                continue  # 副州 in 副州长; 正|州市 is cut where no name ends
            if company.is_one_word(start, end) and not _place_like(text, end):
                continue
            group = [(name, plan) for name, plan in names.get(sound(run), ()) if name != run]
            meant = tuple(plan for name, plan in group if set(name) & set(run))
            if not meant and group and _where_a_place_stands(text, start, end):
                meant = tuple(plan for _, plan in group)
            if not group and length >= _LONG:
                meant = _nearly(run, _names_by_sign(cards))
            if meant:
                yield SoundPlace(start, end, meant)


@kept_by_cards(8)
def _lengths_of_names(cards: tuple[PlanCard, ...]) -> list[int]:
    return sorted({len(n) for group in _names_by_sound(cards).values() for n, _ in group}, reverse=True)


_Signs = dict[tuple[int, int, str], list[tuple[str, str]]]


@kept_by_cards(8)
def _names_by_sign(cards: tuple[PlanCard, ...]) -> _Signs:
    """(length, place, character) -> the (name, plan) of that length with the character at the place, of longer names."""
    signs: _Signs = {}
    for name, plan in (each for group in _names_by_sound(cards).values() for each in group):
        for at, sign in enumerate(name) if len(name) >= _LONG else ():
            signs.setdefault((len(name), at, sign), []).append((name, plan))
    return signs


def _nearly(run: str, names: _Signs) -> tuple[str, ...]:
    """The plans of a longer name most of whose characters stand in a run, where the others sound nearly so: qin for qian."""
    shared = Counter(each for at, sign in enumerate(run) for each in names.get((len(run), at, sign), ()))
    few = (each for each, count in shared.items() if len(run) < 2 * count < 2 * len(run))
    return tuple(
        plan
        for name, plan in few
        if all(_one_letter_off(sound(a), sound(b)) for a, b in zip(name, run, strict=True) if a != b)
    )


def _one_letter_off(one: str, other: str) -> bool:
    """Whether a syllable becomes another by a letter more, less or changed."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(longer, shorter, strict=True)) <= 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _where_a_place_stands(text: str, start: int, end: int) -> bool:
    """Whether nothing stands before a run, and behind it what follows the name of a place: all of its characters may be wrong."""
    return (start == 0 or text[start - 1] in _PAUSES) and (_place_like(text, end) or text[end : end + 1] in _OF_IT)


@kept_by_cards(8)
def _names_by_look(cards: tuple[PlanCard, ...]) -> dict[str, tuple[str, ...]]:
    """What looks like the name of a place and is no name itself (彬州 of 郴州) -> plan ids."""
    names: dict[str, list[str]] = {}
    for card in cards:
        for wrong in written_alike(short_name(card.region), 1):
            if not regions_named(wrong):
                names.setdefault(wrong, []).append(card.id)
    return {wrong: tuple(plans) for wrong, plans in names.items() if len(wrong) > 1}


def _by_look(text: str, cards: tuple[PlanCard, ...]) -> Iterator[SoundPlace]:
    company = company_of(text)
    for wrong, plans in _names_by_look(cards).items():
        start = text.find(wrong)
        end = start + len(wrong)
        if start >= 0 and company.is_word(start, end) and not company.is_one_word(start, end):
            yield SoundPlace(start, end, plans)


def _place_like(text: str, end: int) -> bool:
    return text[end : end + 1] in ("市", "州", "县", "省")


def _by_nickname(text: str) -> Iterator[SoundPlace]:
    for match in _NICKNAME.finditer(text):
        yield SoundPlace(*match.span(), province=_NICKNAMES[match.group()])


def _by_sign(text: str) -> Iterator[SoundPlace]:
    company = company_of(text)
    for match in _SIGN.finditer(text):
        if company.allows_sign(match.start()):
            yield SoundPlace(match.start(), match.end(), province=PROVINCE_SIGNS[match.group(1)])
    for row in _SIGN_ROW.finditer(text):
        if company.is_word(*row.span()) and (row["each"] or not company.is_one_word(*row.span())):
            for at in range(*row.span()):
                if text[at] in PROVINCE_SIGNS:
                    yield SoundPlace(at, at + 1, province=PROVINCE_SIGNS[text[at]])
