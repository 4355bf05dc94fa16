"""Which edition of a plan a conversation speaks of: the newest, unless an older one is named."""

import re
from collections.abc import Collection, Sequence

from corpus.editions import base_title, edition_mark, edition_year
from corpus.reading import plain_reading
from corpus.regions import short_name
from index.records import PlanCard
from retrieval.question.kept_by_cards import kept_by_cards

_KIND = "版本?|文件|方案|规划|计划|办法|规定|意见|细则|标准|政策|预案|条例|那[份版个]"
#: Words for what came before the edition that counts; what they say of is left standing.
_OLD = re.compile(
    rf"(?<![新陈])[旧老]的?版本?的?|(?<![新陈])[旧老]的?(?={_KIND})|(?:原来|原先|以前|之前|过去|先前)的?(?={_KIND})"
    r"|(?:上|前)一?个?版本?的?|原版的?|修[订改正]前的?|已?被?(?:取代|废止|替代)的|原(?=办法|方案|规划|规定|细则|意见|预案|条例)"
)
#: … for both of them.
_BOTH = re.compile("新旧|新老|两个?版本?|各版本?|所有版本|修[订改正]前后|前后两版|哪一?版|历次修[订改正]")
_SEVERAL = 2
#: 到2019年, 2019年底, 比2019年: a year of the plan's aims, not of the plan.
_YEAR = re.compile("(?<![到至比较自从前后—~-])(?<!截至)(20\\d\\d)(?=年(?!底|末|前|以来|起|以后|相比|来|至|到|—))")


def current_cards(
    texts: Sequence[str], cards: tuple[PlanCard, ...], chosen: Collection[str] = ()
) -> tuple[PlanCard, ...]:
    """The plans that a question may mean: without those replaced by another, unless they are named, or chosen by the caller.

    ``texts`` are what the user has said, the question last: the latest that names an edition of a plan tells which is meant.
    """
    replaced = _replaced(cards)
    if not replaced:
        return cards
    by_id = {card.id: card for card in cards}
    out: set[str] = set()
    for old, new in replaced.items():
        if chosen and old in chosen:
            continue
        named = next((n for text in reversed(texts) if (n := _named(text, by_id[old], by_id[new]))), "new")
        if named == "new":
            out.add(old)
        elif named == "old":
            out.add(new)
    out -= {*chosen}
    return tuple(card for card in cards if card.id not in out)


@kept_by_cards(8)
def _replaced(cards: tuple[PlanCard, ...]) -> dict[str, str]:
    """Id of a plan that another stands in for -> the id of that one: a newer edition, or what repeals it and says more than that."""
    by_id = {card.id: card for card in cards}
    replaced = {}
    for card in cards:
        by = card.newer or card.repealed_by
        if by in by_id and by != card.id and "废止" not in by_id[by].title:
            replaced[card.id] = by
    return replaced


def _named(text: str, old: PlanCard, new: PlanCard) -> str:
    """Which of two editions a text names: "old", "new", "both", or nothing."""
    words = "".join(plain_reading(text).split())
    if _BOTH.search(words):
        return "both"
    says = {card.id: _names(words, card, other) for card, other in ((old, new), (new, old))}
    earlier = says[old.id] or bool(_OLD.search(words))
    if earlier and says[new.id]:
        return "both"
    return "old" if earlier else "new" if says[new.id] else ""


def _names(words: str, card: PlanCard, other: PlanCard) -> bool:
    """Whether words name one edition and not the other: by its number, its date, its year, its mark, or a title of its own."""
    bare = re.sub(r"\W", "", words)
    own = [card.number, card.date, edition_mark(card.title)]
    if any(re.sub(r"\W", "", plain_reading(each)) in bare for each in own if re.search(r"\w{3}", each)):
        return True
    year = edition_year(card.title, card.date)
    if year and year != edition_year(other.title, other.date) and any(int(y) == year for y in _YEAR.findall(words)):
        return True
    title, others = (base_title(c.title).removeprefix(c.region) for c in (card, other))
    return title != others and title in bare and others not in bare


def without_edition(question: str, meant: Sequence[PlanCard], cards: Sequence[PlanCard]) -> str:
    """A question without the words that only tell which edition of a plan is meant, where an older one is: they stand in no plan."""
    old = [card for card in meant if card.newer or card.repealed_by]
    if not old or tuple(meant) == tuple(cards):
        return question
    years = {edition_year(card.title, card.date) for card in old if card.newer}
    words = _OLD.sub("", question)
    for year in years - {0}:
        words = re.sub(
            rf"(?<![到至比较自从前后—~-]){year}年(?:版|修[订正]版?|印发|发布|出台|公布|制定)?的?(?!底|末|前|以来|起|至|到|—)",
            "",
            words,
        )
    return words if re.search(r"\w", words) else question


def in_force(plans: Sequence[str], cards: Sequence[PlanCard], words: str) -> tuple[tuple[str, ...], str]:
    """(the plans that are held against each other, what is said of those left out): what was repealed counts only where it is named."""
    named = set(plans)
    meant = [card for card in cards if card.id in named]
    void = {
        c.id
        for c in meant
        if c.repealed_by and base_title(c.title).removeprefix(c.region) not in re.sub(r"\W", "", words)
    }
    if not void or len({card.region or card.id for card in meant}) < _SEVERAL or len(void) == len(meant):
        return tuple(plans), ""
    told = [c for c in meant if c.id in void and c.region and short_name(c.region) in words]
    note = f"{'、'.join(f'《{c.title}》' for c in told)}已废止，没有计入。" if told else ""
    return tuple(plan for plan in plans if plan not in void), note
