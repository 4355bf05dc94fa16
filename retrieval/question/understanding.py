"""Question and history to a Query. No search happens here."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.script import simplified
from index.records import PlanCard
from retrieval.answer import Turn
from retrieval.question.acts import TALK, names_nothing, wish_in
from retrieval.question.address import addresses_in, without_addresses
from retrieval.question.as_quoted import as_quoted, quoted_by
from retrieval.question.asked import (
    asked_units,
    asks_for_leads_only,
    asks_for_several,
    asks_for_share_of_all,
    words_of_share,
)
from retrieval.question.asking import Asking
from retrieval.question.backward import without_going_back
from retrieval.question.bodies import bodies_named
from retrieval.question.body_before import with_body_before
from retrieval.question.bounds import bounds_in
from retrieval.question.commands import only_orders, without_commands
from retrieval.question.completion import completed, written_out
from retrieval.question.conversation import (
    inherit_scope,
    name_both,
    of_those_level,
    place_ranked,
    takes_both,
    told_apart,
    weighed_against,
)
from retrieval.question.earlier import Asked, Earlier, Said, act_in, read_history
from retrieval.question.editions import in_force
from retrieval.question.established import Recall, forget
from retrieval.question.figure_before import with_figure_before
from retrieval.question.figures import figures_named
from retrieval.question.kind_meant import SAYING, WHICH_SORT, kind_meant, of_things
from retrieval.question.kinds import (
    asks_for_only,
    asks_over_places,
    asks_when,
    fields_of,
    kind_of,
    weighs_places,
)
from retrieval.question.likened import weighed
from retrieval.question.listed import Pointed, items_meant, name_items, place_listed
from retrieval.question.mentions import thing_mentioned
from retrieval.question.part_ranked import name_part, name_parts
from retrieval.question.parts import (
    asks_by_itself,
    asks_of_holder,
    goes_on_with_another,
    is_announced,
    is_telling,
    joined,
    led_on,
    pieces_that_ask,
    split_question,
    stands_alone,
    without_pointer,
    without_reference,
)
from retrieval.question.piece import Piece, asks_for_goals, piece_asked, piece_titled
from retrieval.question.place_before import with_dates_before, with_place_before
from retrieval.question.premises import claims
from retrieval.question.query import Query
from retrieval.question.reckoning import Reckoning
from retrieval.question.repeated import asking_again
from retrieval.question.said import in_one_line
from retrieval.question.scope import Scope, find_scope, kept_within, without_others, without_places
from retrieval.question.slot_model import asks_for
from retrieval.question.spoken import as_written
from retrieval.question.superlatives import (
    asks_for_extreme,
    asks_for_greater,
    asks_for_rank,
    without_rank,
)
from retrieval.question.things import only_aspects, things
from retrieval.question.thread import Thread, kind_in, take_up, task_told
from retrieval.question.titles import without_document
from retrieval.question.topic import discount_titles, find_concepts
from retrieval.question.ways import LIKELY, weighing
from retrieval.question.years import asked_years, is_out_of_time, with_year_told

#: What a question points at in lists: (start, end, items).
Items = Sequence[tuple[int, int, Pointed]]
_SEVERAL = 2
#: （工会、团委）: what is asked for, in other words.
_EXAMPLES = re.compile("[（(][^）)]*[）)]")


def understand(
    question: str,
    history: Sequence[Turn],
    cards: Sequence[PlanCard],
    *,
    plans: Sequence[str] = (),
    limit: int = 1000,
    recall: Recall = forget,
) -> Query:
    """Read a question in the light of the conversation.

    Args:
        plans: ids chosen by the caller (a filter in the page); they bound the scope whatever the question names.
        limit: the most characters a question may have.
        recall: answers an earlier question again, where this one refers to what that established.

    Raises:
        QuestionEmpty: no word in it.
        QuestionTooLong: more than ``limit`` characters.
    """
    quoted = quoted_by(cards)
    question = as_quoted(simplified(as_written(in_one_line(question, limit))), quoted)
    earlier = read_history(history, cards, recall, quoted)
    question = written_out(question, earlier) if earlier else question
    now = Said(question, earlier, cards, recall)
    act = now.act
    if now.nth:
        return read_again(now, cards, plans)
    if act == "source" and now.pointed and isinstance(now.pointed.of, Said):  # 第四件的原文
        return replace(read_again(now.pointed.of, cards, plans), nth=now.pointed.places, act=act, wish=question)
    query = read_question(question, now.asked, now.before, cards, plans)
    if only_orders(question):
        query = replace(query, ordered=True)
        if not without_commands(question) or query.scope.reason in ("all", "conversation"):
            return replace(query, act="order")
    if query.switches and not act and act_in(question, cards, placeless=True) == "source":  # 把乙市那句原文给我
        return replace(query, piece=None, act="source", wish=question)
    if not act:
        return replace(query, act=wish_in(question), wish=question)
    if act in TALK:
        return replace(query, act=act)
    about = next((said for said in earlier if not said.act), None)
    if act == "shorter" and task_told(now.asked, earlier).cited:
        return replace(query, act=act, wish=question)  # 用一句话说说这个工程做什么
    if about is None:
        return replace(query, act="astray")
    return replace(read_again(about, cards, plans), act=act, wish=question)


def read_again(said: Said, cards: Sequence[PlanCard], plans: Sequence[str] = ()) -> Query:
    """The query of an earlier question, read as it was when it was asked; of 第三个是什么 that of the list, with the place in it."""
    pointed = said.nth
    if pointed is None or not isinstance(pointed.of, Said):
        return read_question(said.question, said.asked, said.before, cards, plans)
    return replace(read_again(pointed.of, cards, plans), nth=pointed.places)


def read_question(
    question: str, asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], plans: Sequence[str] = ()
) -> Query:
    """The query of a question that asks something, with its parts; ``asked`` are its words as cleaned."""
    meant = items_meant(asked, earlier)
    if (named := name_parts(name_part(asked, earlier), earlier)) != asked:
        question = asked = named
    asked = name_both(name_items(asked, earlier), earlier, cards)
    if (full := _in_full(asked, earlier, cards)) != asked:
        question = asked = full
    found = _scope_of(meant, asked, cards)
    if earlier and asks_of_holder(asked) and (plan := place_ranked(asked, earlier)):
        asked, found = without_rank(asked), Scope((plan,), "conversation")
    elif earlier and (level := of_those_level(asked, earlier)):
        question, found = level
        asked = question
    elif placed := place_listed(asked, earlier):
        asked, found = placed[1], Scope((placed[0],), "conversation")
    whole = _understand(question, asked, earlier, cards, found)
    if plans:
        whole = replace(whole, scope=kept_within(whole.scope, plans, cards))
    again = whole.alone and whole.switches and whole.scope.spans  # 乙市呢 asks all of the question before
    told = whole.carried if again else asked
    texts = _item_by_item(asked, meant) or split_question(told, places=len(whole.scope.plans))
    parts = _read_parts(texts, whole, cards) if len(texts) > 1 else []
    if not all(map(stands_alone, parts)):
        texts = joined(texts, parts)
        parts = _read_parts(texts, whole, cards) if len(texts) > 1 else []
    parts = [_about_item(part, meant) for part in parts]
    return replace(whole, parts=tuple(parts)) if len(parts) > 1 else _about_item(whole, meant)


def _in_full(asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard]) -> str:
    """The question with what it takes from the conversation written out, and places weighed in one wording."""
    named = find_scope(asked, cards)
    asked = with_body_before(asked, earlier) if named is None and earlier else asked
    placed = with_dates_before(with_place_before(asked, named, earlier, cards), named, earlier, cards)
    placed = with_figure_before(asked, named, earlier, cards) if placed == asked else placed
    if placed != asked:
        asked, named = placed, find_scope(placed, cards)
    written = weighed(asked, named)
    return written if written != asked else completed(asked, named, earlier) if earlier else asked


def _scope_of(meant: Items, asked: str, cards: Sequence[PlanCard]) -> Scope | None:
    """The plan whose list a question points into, where it names no place itself."""
    plans = {pointed.plan for _, _, pointed in meant}
    plan = plans.pop() if len(plans) == 1 else ""
    return Scope((plan,), "conversation") if plan and find_scope(asked, cards) is None else None


def _item_by_item(asked: str, meant: Items) -> list[str]:
    """第二个和第六个谁负责, whose items are named in ``asked`` by now, as a question for each; empty where one item is meant."""
    names = [name for _, _, pointed in meant for name in pointed.names]
    if len(names) < _SEVERAL or any(name not in asked for name in names):
        return []
    first, last = asked.index(names[0]), asked.index(names[-1]) + len(names[-1])
    return [f"{asked[:first]}{name}{asked[last:]}" for name in names]


def _about_item(query: Query, meant: Items) -> Query:
    """The query of 第七个要做什么, which asks what stands under that title."""
    names = meant[0][2].names if len(meant) == 1 else ()
    rest = query.asking.placeless.replace(names[0], " ") if len(names) == 1 else ""
    named = not names_nothing(rest) and bool(things(find_concepts(rest)))
    if len(names) != 1 or named or query.piece or not query.asking.says(names[0]):
        return query
    asks_of_it = query.kind in ("duty", "tasks", "document", "number") or query.asks_when
    return query if asks_of_it else replace(query, piece=piece_titled(names[0], rest))


def asked_within(query: Query, cards: Sequence[PlanCard]) -> list[Query]:
    """The pieces of a question that stays whole, each read as a question of its own; empty where it has but one that asks."""
    texts = [] if query.parts or query.switches else pieces_that_ask(query.asking.as_asked)
    return _read_parts(texts, query, cards) if len(texts) > 1 else []


def _read_parts(texts: Sequence[str], whole: Query, cards: Sequence[PlanCard]) -> list[Query]:
    """The parts of a question. They share its places, unless several name places of their own: 福州……？抚州呢？"""
    named = [find_scope(text, cards) for text in texts]
    apart = len({(s.plans, s.counties) for s in named if s}) > 1 and whole.scope.reason != "unknown"
    counties = dict.fromkeys(county for s in (whole.scope, *filter(None, named)) for county in (*s.counties, *s.beside))
    read: list[Query] = []
    for text, own in zip(map(without_pointer, texts), named, strict=True):
        before = read[-1] if read else None
        if goes_on_with_another(text):  # ……减多少？氨氮呢？VOCs呢？
            before = next((part for part in reversed(read) if not goes_on_with_another(part.asking.as_asked)), before)
        earlier: list[Earlier] = [Asked(before.asking.placeless, before.scope, before.concepts)] if before else []
        part = _understand(text, text, earlier if (own and apart) or goes_on_with_another(text) else [], cards)
        if part.kind in ("duty", "which") and not part.concepts:
            part = _understand(text, text, earlier, cards)  # ……是多少？谁负责？ 3吨的要装吗？
        if own is None or not apart:
            part = replace(part, scope=before.scope if before and apart else whole.scope)
        elif own.plans and takes_both(text):  # 乙市呢，丙市呢，平均多少
            meant = {*part.scope.plans, *(plan for each in read for plan in each.scope.plans)}
            part = replace(part, scope=replace(part.scope, plans=tuple(c.id for c in cards if c.id in meant)))
        if counties and (before is None or is_announced(whole.asking.as_asked)):
            # 甲市：公交占比、某县的分担率、建几个: a county is asked of where it stands in a list, and not before it
            named_here = tuple(county for county in counties if county in text)
            part = replace(part, scope=replace(part.scope, counties=named_here, beside=()))
        titles = _titles_of(part.scope, cards)
        part = replace(part, years=asked_years(part.asking.placeless, titles))
        read.append(led_on(part, before, apart=apart) if before else part)
    return read


def asked_of(part: Query, plans: tuple[str, ...], cards: Sequence[PlanCard]) -> Query:
    """A part of a question, read again as asked of the place that another part found: its kind and units were those of many places.

    One that names nothing of its own (由谁负责) goes on as it was read, of that place only.
    """
    scope = replace(part.scope, plans=plans)
    text = without_reference(part.asking.as_asked)
    alone = _understand(text, text, [], cards, scope)
    stands = asks_by_itself(text) and is_telling(alone.concepts)
    if not stands and not alone.fields:
        return replace(part, scope=scope, asking=Asking(text, without_reference(part.asking.placeless)))
    return replace(alone, years=part.years)


def _understand(
    question: str, asked: str, earlier: Sequence[Earlier], cards: Sequence[PlanCard], found: Scope | None = None
) -> Query:
    """The query of one question, ``asked`` being its words as checked; ``found`` the scope that its place is known to have."""
    named = find_scope(asked, cards)
    body = without_going_back(without_places(asked, named))
    ranked = without_addresses(asked)  # 第二个工程 is no place in a ranking
    thread = take_up(asked, without_others(body).replace("它们", "它"), named, earlier)  # of several it is asked alike
    concepts, topic = thread.concepts, thread.topic
    scope = (
        weighed_against(ranked, named, earlier, cards)
        if named
        else found or inherit_scope(asked, earlier, cards, follows=thread.follows)
    )
    if thread.follows and not thread.own and named and not named.plans:
        scope = told_apart(named, earlier)
    one = _one_ranked(f"{ranked} {thread.again}", named, earlier) if kind_of(topic) == "number" else ""
    of_whole = named and not named.counties  # a county stands among those of its plan
    if one or (of_whole and asks_for_rank(ranked) and kind_of(topic) == "number"):
        scope = replace(scope, plans=tuple(c.id for c in cards))
    if named and len(scope.plans) == 1 and asks_for_only(body) and thing_mentioned(body):
        scope = replace(scope, plans=tuple(c.id for c in cards))  # 只有甲市提到吗: asked of all
    scope = _in_force(scope, asked, cards)
    titles = _titles_of(scope, cards)
    figures = figures_named(body)
    if kind_of(topic) in ("duty", "which") and _EXAMPLES.search(body):
        concepts = find_concepts(_EXAMPLES.sub("", body)) or concepts
    kind = kind_meant(kind_in(thread, asked), body, concepts, named is None and len(scope.plans) > 1)
    weighs = asks_for_greater(body) or bool(Reckoning(asked).more_or_less)
    greater = len(scope.plans) > 1 and weighs and not bodies_named(body)
    within = len(scope.plans) > 1 and bool(bounds_in(body)) and asks_over_places(body)  # 甲市、乙市里超过一万吨的
    alike = len(scope.plans) > 1 and asks_for(body, "same") and any(only_aspects((c,)) for c in concepts)
    if ((greater or within) and kind not in ("number", "document")) or (alike and kind in ("measure", "fact")):
        kind = "number"  # 两省的增速一样吗
    of_those = kind == "which" and thread.follows and not thread.own and len(scope.plans) > 1
    if of_those and (asks_for(body, "sum") or asks_for(body, "difference")):
        kind = "number"  # 去年实际呢，两家加起来多少, 甲比乙多多少, after 超过65万的有哪些
    if kind == "which":
        concepts = of_things(concepts, body)
    if kind == "number" and (sort := WHICH_SORT.search(body)):
        concepts = tuple(c for c in concepts if not body.startswith(c.words, sort.end())) or concepts
    if thread.follows and thread.own and kind in SAYING and claims(thread.before):
        kind = "number"  # 氨氮呢, after COD是8945吨吗
    of_all = asks_for_share_of_all(body)
    if of_all:
        concepts = tuple(c for c in concepts if c.words not in words_of_share(body)) or concepts
        kind = kind if kind in ("document", "duty") else "number"
    ways = thread.ways(body)
    who = kind == "duty" and len(scope.plans) == 1  # 排第一的责任单位 is the first of a list of bodies
    if (asks_for_extreme(without_addresses(body)) and not who) or asks_for_rank(ranked) or greater:
        ways = weighing(ways)
    of_told = thread.follows and not thread.own and ways["weigh"] >= LIKELY  # 占比多少, of two amounts told
    own_years, kept = asked_years(body, titles), asked_years(thread.dated_by(kind, body), titles)
    if thread.dated and kept and not own_years:
        scope = replace(scope, note=f"{scope.note}接着上文，以下按{kept[0]}年。")
    return Query(
        asking=asking_again(question, body, thread, titles),
        carried=with_year_told(thread.before, titles),
        switches=bool(thread.again),
        alone=not thread.own,
        repeated=with_year_told(thread.again, titles) if thread.again != thread.before else "",
        scope=scope,
        kind=kind,
        ways=ways,
        concepts=discount_titles(concepts, titles),
        years=own_years or kept,
        units=()
        if asks_for_several(body, len(scope.plans)) or of_all or of_told
        else asked_units(thread.of_own(body).strip("？?。 ")),
        claims=claims(body),
        figures=figures,
        fields=fields_of(topic) if kind == "document" else (),
        compares=len(scope.plans) > 1 and (greater or weighs_places(ranked)),
        lead_only=asks_for_leads_only(asked, topic),
        others_only=asks_for(asked, "others"),
        rest=thread.rest,
        told=thread.told,
        of_task=thread.content,
        asks_when=asks_when(body) or asks_when(thread.again),
        ranked=one,
        piece=_piece_of(thread, body, titles),
        out_of_time=is_out_of_time(asked, titles, when=asks_when(body)),
        topical="" if kind == "document" else without_document(with_year_told(body.strip(), titles), titles),
    )


def _titles_of(scope: Scope, cards: Sequence[PlanCard]) -> list[str]:
    """The titles of the plans meant."""
    meant = set(scope.plans)
    return [card.title for card in cards if card.id in meant]


def _in_force(scope: Scope, asked: str, cards: Sequence[PlanCard]) -> Scope:
    """The scope without what was repealed, where plans of several places are meant."""
    plans, note = in_force(scope.plans, cards, asked)
    return scope if plans == scope.plans else replace(scope, plans=plans, note=scope.note + note)


def _one_ranked(asked: str, named: Scope | None, earlier: Sequence[Earlier]) -> str:
    """The plan whose place among all is asked for, the question's own or that which was spoken of: 排第几？ 比其他市高吗？"""
    if not asks_for_rank(asked):
        return ""
    scope = named or next((q.scope for q in earlier if q.scope and q.scope.plans), None)
    return scope.plans[0] if scope and len(scope.plans) == 1 and not scope.counties else ""


def _piece_of(thread: Thread, body: str, titles: Sequence[str]) -> Piece | None:
    """The piece asked for; figures that are asked of no thing (有没有具体数字) are those of the thing before."""
    piece = piece_asked(body, find_concepts(body), titles)
    if piece is None and thread.again and not thread.own:
        piece = piece_asked(thread.again, find_concepts(thread.again), titles)  # 那乙市呢, after 第三部分有哪些工程
    of_thing = thread.follows and bool(thread.concepts) and not asks_for_goals(thread.before)
    if piece and piece.wanted == "goals" and of_thing:
        return None  # 今年的目标分别是多少, after 去年新增就业哪个多
    if piece is None and not thread.concepts and asks_for_goals(thread.again or body):
        return Piece("goals")
    before = addresses_in(thread.before)
    if thread.follows and before and piece is not None and piece.wanted == "figures" and not piece.addresses:
        return replace(piece, addresses=before)  # 里面有哪些数字, after 第三部分
    of_before = thread.follows and not thread.own and piece is not None and piece.wanted == "figures"
    return piece_asked(body, thread.concepts, titles) if of_before else piece
