"""The parts of a question that asks several things, and which of them go on with the one before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from retrieval.question.contacts import contact_named
from retrieval.question.kinds import asks_for_place, asks_other_document, asks_when, fields_of, kind_of
from retrieval.question.slot_model import asks_for
from retrieval.question.superlatives import asks_for_extreme, asks_for_lowest, without_rank
from retrieval.question.things import only_aspects, only_the_figure, things
from retrieval.question.topic import Concept, find_concepts
from retrieval.question.two_years import ANY_YEAR, of_all_in_turn, of_each_year, of_years_in_turn

if TYPE_CHECKING:
    from retrieval.question.query import Query

_PART = re.compile(r"[^？?；;]+[？?；;]?")
#: …, and who leads it?
_AND_ASKS = re.compile(r",?\s+and\s+(?=(?:who|what|which|when|where|how|by)\b)", re.IGNORECASE)
#: 降幅最大的城市，它的……: the first half finds the place that the second half asks about.
_RELATIVE = re.compile(
    r"^(.*(?:最|更|提到|写到|提出|牵头|依据|根据|按照|叫).*的(?:那个|那座|那份)?(?:城市|市|州|省份?|地方|方案))[，,](.+)$"
)
#: 附件不公开的那个市，……; 目标最低的那个市什么时候印发: that one place is found by what is said of it, with a comma or without.
_THAT_PLACE = re.compile(r"^(.{3,}的那(?:个|座|份)(?:城市|市|州|省份?|地方|方案))[，,]?(?:的)?(.+)$")
#: 降幅最大的市什么时候印发: so is the one that a superlative picks, unless which one it is is what is asked.
_PICKED_PLACE = re.compile(r"^([^哪谁]*最.{1,3}的(?:城市|市|州|省份?|地方))(?![是有叫在和与跟、，,])(.{4,})$")
#: 先找出降幅最大的，再说它的……: the second half says itself that it is asked of the one found.
_THEN_OF_IT = re.compile(r"^(.*最[^，,？?]+)[，,][^，,？?]{0,6}?((?:它|其|该[市州])的.+)$")
#: 比例和印发日期分别是什么: two halves that are asked for at once.
_OF_BOTH = re.compile(r"^(.*?)(?:和|与|以及|及|、)([^，,和与及、]+?)(?:分别|各)(?:自)?((?:是|为|定|要)[^，,]*)$")
_ASKS = re.compile(
    "多少|百分之几|第几|多[高大长久远]|(?<![第十近这那前后好上下])几(?![乎近经许句]|年来)|谁|哪(?:[些个家几次座类种天日年月里儿来]|[？?。]?$)|(?<!为)什么|怎么|如何|何时"
    r"|(?i:\b(?:how (?:many|much)|who|what|which|when|where)\b)"
)
#: What a thing counted or measured ends with; listed, each is asked for: ……优良比例目标、……减排吨数、……几个人.
_MEASURE_END = re.compile("(?<=..)(?:目标|比例|占比|比重|[率量数值幅]|时间|日期|单位)[。.？?]?$")
#: What weighs the figure before, or goes on about it, is no question of its own.
_LEANS = re.compile(
    "(?<!占)比(?!例|重|率)|差|[谁哪].{0,3}[更最]|最[高低大小多少快慢严强早晚好](?:的|[？?。]?$)|它|其中|分别|[高低多少]多少|另外|还有|除了|^(?:那|这)|在内|区别|不同|是不是|为什么|[早晚]了?[几多]"
)
#: Which place it is: 谁最高, 哪个市垫底, 最低的是哪家.
_WHOSE = re.compile("谁|哪(?:个|家|座|里|边|一|[省市州县区地])")
_RESPONSIBLE = re.compile("负责|牵头|主管|责任|部门|单位|局|打头")
_FEWEST, _SHORTEST = 2, 5
#: What ends with the name of a way to reach somebody asks for it.
_CONTACT = 5
#: A part of a question with fewer concepts, and with none of this length or known to the lexicon, only goes on with the one before: 有没有更高的？
_FEWEST_CONCEPTS = 2
_TELLING_LENGTH = 4
_COMMA = re.compile("[，,、]")
_STOPS = "？?；;"
#: 两件事：, 帮我查三个数：: what is before it announces the questions, each behind it is asked.
_ANNOUNCES = re.compile("^[^：:，,。？?]{2,30}[：:](?=.)")
#: ……，一次告诉我: what is behind it asks for nothing; what stands before it is asked for.
_CLOSES = re.compile(
    "[，,](?:请|麻烦)?(?:一次性?|一起|一并|一块儿?|统统|全都?|都)(?:告诉|说|列|讲|答|给|报|念|查)[^，,？?]{0,6}[。.？?！!]?$"
)
#: 农膜呢？ asks of another thing what the part before asks, however short its name.
_WHAT_ABOUT = re.compile("^[^，,]{2,12}呢[？?]?$")
#: What such a part may begin with.
_LED_ON = re.compile("^(?:其中|那么?|里面)的?")
#: What adds a question to the one before, and is no word of its own.
_ALSO = re.compile("^(?:另外|还有|以及|然后|同时|顺便(?:问|说)?(?:一?下|一句)?)[，,]?(?=.{3})")
#: 顺便讲下农膜, 再说说谁管绿色建筑: what is named behind the request to tell is asked for too.
_TELLS = re.compile(
    "^(?:顺便|顺带|顺手|顺道|再|也|另外|最后|接着)(?:再|也)?(?:请|麻烦|帮我|给我|跟我|和我)?(?:(?:讲|说|聊|谈|介绍|查|看)(?:一?下|一?[讲说聊谈查看])?)(?:那个)?(?=..)"
)
#: 农膜的也讲一下: so is what is named before such a request.
_TOLD_TOO = re.compile(
    "的?(?:也|都)?(?:一块儿?|一起|一并|一同|顺便|顺带|同样)?(?:请|麻烦|帮我|给我|跟我)?(?:说|讲|列|报|看|查|聊|答|介绍)(?:[说讲看查聊]|一?下|出来)[。.？?！!吧嘛]*$"
)
_POINTER = re.compile(
    "^(?:这|那|该|此)(?:件?事儿?|活儿?|项工作|项任务|项|一?条|一?块)(?:[，,]|(?=谁|由|归|排|牵|负|哪|的|是))"
)
_STANDS_FOR_PLACE = r"(?:[他它]们|它|其(?![中他它余])|该[市州省地]|这个?(?:市|地方|城市|州|省|里)|那个?(?:市|地方|城市|州|省|里)|这座|那座)"
_REFERS_BACK = re.compile(rf"^(?:那么?)?{_STANDS_FOR_PLACE}|[，,](?:它|该市|其)的")
_REFERENCE = re.compile(rf"^(?:(?:那么?)?{_STANDS_FOR_PLACE}的?[，,]?)+")


def split_question(asked: str, *, places: int = 0) -> list[str]:
    """The texts of the parts of a question, in order; one that asks one thing stays whole.

    Of ``places`` that it may be about, one is found by its first half where that says which: 附件不公开的那个市，…….
    """
    if of_years := of_each_year(asked):
        return list(of_years)
    relative = _RELATIVE.match(asked) or (_found_among(asked) if places > 1 else None)
    if relative:
        asked_of_it = (piece for part in _PART.findall(relative.group(2)) for piece in _split_at_commas(part))
        return [relative.group(1), *(f"它，{without_pointer(piece)}" for piece in asked_of_it)]
    listed = _ANNOUNCES.sub("", asked, count=1)
    subject = _subject_of(asked[: len(asked) - len(listed)])
    bare = _CLOSES.sub("", listed, count=1)
    if listed == asked == bare and kind_of(asked) == "document" and asks_other_document(asked):
        return [asked]
    announced, closed = listed != asked, bare != listed
    parts = (part for whole in _PART.findall(bare) for part in _AND_ASKS.split(whole) if re.search(r"\w", part))
    pieces = [piece for part in parts for piece in _split_at_commas(part, announced=announced, closed=closed)]
    pieces = [pieces[0], *map(_as_asked_for, pieces[1:])]
    pieces = [f"{subject}{piece}" for piece in pieces] if len(pieces) >= _FEWEST else pieces
    pieces = _with_weighing(pieces)
    return of_all_in_turn([*pieces[:1], *(_of_ranked(piece, pieces[0]) for piece in pieces[1:])], names_things)


def is_announced(asked: str) -> bool:
    """Whether several things are listed behind a colon, each of which is asked."""
    return bool(_ANNOUNCES.match(asked))


#: 两件事： announces so many, and names none of them.
_NUMERALS = "一二两三四五六七八九十几0123456789"


def _subject_of(announcement: str) -> str:
    """The thing that each part behind an announcement is asked of, 对VOCs：; empty where it ends with none, 帮我查三个数：."""
    named = announcement.rstrip("：: ")
    ends = (c.words for c in things(find_concepts(named)) if named.endswith(c.words))
    return next((words for words in ends if words[0] not in _NUMERALS), "")


def _with_weighing(pieces: Sequence[str]) -> list[str]:
    """The pieces, one that only asks whose figure comes first joined to the one that asks for the figures."""
    whole: list[str] = []
    for piece in pieces:
        if whole and only_weighs(piece) and not refers_back(piece):
            whole[-1] += piece if whole[-1][-1:] in _STOPS else f"，{piece}"
        else:
            whole.append(piece)
    return whole


def _of_ranked(piece: str, first: str) -> str:
    """排第一的由谁负责, behind a piece that finds that place, as asked of it: 它，由谁负责."""
    rest = without_rank(piece)
    of_found = rest and asks_of_holder(piece) and asks_for_extreme(first)
    return f"它，{rest}" if of_found and asks_for_lowest(first) == asks_for_lowest(piece) else piece


def asks_of_holder(asked: str) -> bool:
    """Whether it is asked of the one at a place in a ranking who is responsible there, or a fact of its document."""
    rest = without_rank(asked)
    return bool(rest) and kind_of(rest) in ("duty", "document")


def _split_at_commas(part: str, *, announced: bool = False, closed: bool = False) -> list[str]:
    """……降多少，……由谁负责: the pieces that ask, each with what leads up to it; one piece where one leans on another.

    A piece that asks next to nothing (首期多少) stays with the one before, one that sets a condition (要是没完成) with the next. Of what is
    ``announced`` as several things, or of what is ``closed`` by 一次告诉我 or stands beside several pieces that ask, what is only named asks as well.
    """
    of_years = of_years_in_turn(part)
    if len(of_years) > 1:
        return of_years
    if len(halves := _split_at_fields(part)) > 1:
        return halves
    pieces: list[str] = []
    open_piece = ""
    split = _COMMA.split(part)
    dated = len({year.group() for piece in split if (year := re.search(ANY_YEAR, piece))}) >= _FEWEST
    listed = closed or dated or sum(map(_asks, split)) >= _FEWEST or any(map(_told_of, split[1:]))
    for sign, piece in zip(["", *_COMMA.findall(part)], split, strict=True):
        open_piece = f"{open_piece}{sign}{piece}" if open_piece else piece
        named = (announced and bool(_MEASURE_END.search(piece) or fields_of(piece))) or (
            listed and _names_figure(piece)
        )
        named = named or (bool(pieces) and open_piece == piece and bool(_told_of(piece)))
        exists = not pieces and len(split) == _FEWEST and asks_for(piece, "existence")  # 有没有提林业碳汇，哪几家负责
        if not (_asks(piece) or named or exists) or asks_for(piece, "condition"):
            continue
        if pieces and len(open_piece) < _SHORTEST and not named and kind_of(open_piece) == kind_of(pieces[-1]):
            pieces[-1] += f"，{open_piece}"
        else:
            pieces.append(open_piece)
        open_piece = ""
    if pieces and open_piece and _names_field(_TELLS.sub("", open_piece, count=1)):  # 减排多少，文号和日期？
        pieces, open_piece = [*pieces, open_piece], ""
    if len(pieces) < _FEWEST or open_piece or any(map(_leans, pieces[1:])):
        return [part]
    return pieces


def pieces_that_ask(asked: str) -> list[str]:
    """The pieces of a question that ask, each with what leads up to it, those as well that lean on another: A多少，其中B多少."""
    pieces: list[str] = []
    for part in _PART.findall(asked):
        open_piece = ""
        for sign, piece in zip(["", *_COMMA.findall(part)], _COMMA.split(part), strict=True):
            asks = _asks(piece) or _WHAT_ABOUT.match(piece)
            if sign == "、" and pieces and not (asks or open_piece):
                pieces[-1] += f"{sign}{piece}"  # 几家能效、水效领跑者
                continue
            open_piece += f"{sign}{piece}" if open_piece else piece
            if asks:
                pieces.append(open_piece)
                open_piece = ""
    return pieces


def _names_figure(piece: str) -> bool:
    """Whether a piece names a figure to be told, and not only a thing of which the next asks: 粪污利用率目标, 污泥处置率呢, and not 化学需氧量."""
    piece = piece.rstrip("呢")
    things_named = [c.words for c in find_concepts(piece) if len(c.alternatives) > 1 or len(c.words) > _TELLING_LENGTH]
    return bool(_MEASURE_END.search(piece)) and not piece.endswith(tuple(things_named))


def _told_of(piece: str) -> str:
    """The thing that a piece requests to be told of besides, in words that ask nothing themselves: 顺便讲下农膜; else empty."""
    request, behind = _TELLS.match(piece), _TOLD_TOO.search(piece)
    if request is None and behind is None:
        return ""
    wanted = piece[request.end() if request else 0 : behind.start() if behind else len(piece)].rstrip("。.？?！!吧嘛")
    return wanted if not _asks(wanted) and kind_of(wanted) != "document" and things(find_concepts(wanted)) else ""


def _as_asked_for(piece: str) -> str:
    """顺便讲下农膜 as 农膜呢, and 再说说谁管绿色建筑 as 谁管绿色建筑."""
    wanted = _told_of(piece)
    return f"{wanted}呢" if wanted else _TELLS.sub("", piece, count=1)


def names_things(piece: str) -> bool:
    """Whether a piece says what it asks of, and not only for a figure, or who, of what the piece before asks of."""
    return bool(find_concepts(piece)) or kind_of(piece) != "number"


def _names_field(piece: str) -> bool:
    """Whether a piece only names facts of the document: 文号和日期."""
    return bool(fields_of(piece)) and kind_of(piece) == "document" and not things(find_concepts(piece))


def _leans(piece: str) -> bool:
    """Whether a piece is no question of its own; one that asks of the place or the matter of the piece before it is."""
    own = _ALSO.sub("", piece)
    pointing = bool(_POINTER.search(own)) or refers_back(own)
    return (bool(_LEANS.search(own)) or only_weighs(own)) and not pointing


def only_weighs(piece: str) -> bool:
    """Whether a piece only asks whose figure comes first, or last, of what the piece before asks for: 谁领跑, 哪个门槛最低."""
    named = things(find_concepts(piece))
    asks_figure = not (asks_of_holder(piece) or _RESPONSIBLE.search(piece) or fields_of(piece))
    return (
        asks_figure and asks_for_extreme(piece) and bool(_WHOSE.search(piece)) and (not named or only_the_figure(named))
    )


def _split_at_fields(part: str) -> list[str]:
    """……比例和印发日期分别是什么: a fact of the document and what the document says are found in different places."""
    both = _OF_BOTH.match(part)
    if not both or bool(fields_of(both.group(1))) == bool(fields_of(both.group(2))):
        return [part]
    one, other, asks = both.groups()
    of_it = "它，" if refers_back(part) else ""
    return [f"{one}{asks}", f"{of_it}{other}{asks}"]


def _found_among(asked: str) -> re.Match[str] | None:
    """A question whose first half finds one of several places, and whose second asks in so many words, or for a fact of the document."""
    found = _THAT_PLACE.match(asked) or _PICKED_PLACE.match(asked)
    if found and (_LEANS.search(_COMMA.split(found.group(2))[0]) or asks_for_place(found.group(2))):
        return None  # 最高的那个市比最低的高多少
    found = found or _THEN_OF_IT.match(asked)
    return found if found and (_asks(found.group(2)) or fields_of(found.group(2))) else None


def without_reference(part: str) -> str:
    """The part without the words at its beginning that stand for the place found before: 它的……."""
    return _REFERENCE.sub("", part, count=1)


def without_pointer(part: str) -> str:
    """The part without the words that only point at the one before: 这事谁牵头."""
    return _POINTER.sub("", _ALSO.sub("", part), count=1)


def _asks(piece: str) -> bool:
    return (
        bool(contact_named(piece[-_CONTACT:]))
        or bool(_ASKS.search(piece))
        or (asks_when(piece) and not re.search(ANY_YEAR, piece))
    )


def asks_by_itself(part: str) -> bool:
    """Whether a part of a question asks in so many words, for more than to weigh what the part before asks for."""
    return len(part) >= _SHORTEST and _asks(part) and not _LEANS.search(part)


def refers_back(part: str) -> bool:
    """Whether a part asks about the place that the part before it finds (它的……)."""
    return bool(_REFERS_BACK.search(part))


def joined(texts: Sequence[str], parts: Sequence["Query"]) -> list[str]:
    """The texts of the parts of a question, each that is no question of its own joined to the one before (有没有封顶？).

    One that asks when (谁负责，什么时候完成) is not joined to one that asks who: neither would be told.
    """
    whole: list[str] = []
    for at, (text, part) in enumerate(zip(texts, parts, strict=True)):
        apart = bool(at) and parts[at - 1].kind == "duty" and asks_when(text)
        if whole and not stands_alone(part) and not apart:
            whole[-1] += text
        else:
            whole.append(text)
    return whole


def led_on(part: "Query", before: "Query", *, apart: bool = False) -> "Query":
    """A part with what it takes over from the one before: its words, its years, and as ``again`` what it is about.

    One that names next to nothing of its own (铁门区扛多少) is first asked of what that one is about. Of parts ``apart``, each of a place of
    its own, only one that asks whether it is the same there takes over what is asked: 甲市氨氮呢？乙市也是这么多吗？
    """
    if apart:
        same = part.switches and part.asking.reckoning.same
        return replace(part, kind=before.kind, ways=before.ways) if same else part
    if part.piece and part.piece.wanted == "text" and not (part.piece.topics or part.piece.addresses or part.concepts):
        words = tuple(c.words for c in before.concepts)  # ……减多少，原文怎么写的
        return replace(part, piece=replace(part.piece, topics=words), concepts=before.concepts, kind="measure")
    own, carried = part.concepts, part.carried or before.asking.placeless.strip()
    new_years = bool(part.years) and part.years != before.years
    if not own and new_years and asks_by_itself(part.asking.placeless):
        own = before.concepts  # 今年目标又是多少？
    if part.asking.refers_back or not asks_by_itself(part.asking.placeless):
        return replace(part, carried=carried, years=part.years or before.years)
    known = {c.words for c in own}
    together = (*own, *(c for c in before.concepts if c.words not in known))
    by_itself = is_telling(own) or not own or goes_on_with_another(part.asking.placeless)
    alone = () if only_aspects(own) else own  # what may be asked of anything (增速多少) is asked of nothing by itself
    first, again = (own, together) if by_itself else (together, alone)
    return replace(part, concepts=first, again=again, carried=carried, years=part.years or before.years)


def _of_one_plan(part: "Query") -> bool:
    return len(part.scope.plans) == 1


def stands_alone(part: "Query") -> bool:
    """Whether a part of a question is a question of its own."""
    own = min(part.concepts, part.again or part.concepts, key=len)
    if part.asking.contact or part.asking.person or (part.piece and part.piece.wanted != "figures"):
        return True  # 电话多少, 第二部分讲什么
    if not part.asking.refers_back and only_weighs(part.asking.placeless):
        return False
    if own and goes_on_with_another(part.asking.placeless):
        return True
    if own and (part.asking.refers_back or (_of_one_plan(part) and asks_by_itself(part.asking.placeless))):
        return True
    # 谁负责, of whatever short word the part before names
    asks_who = bool(own) and part.kind == "duty" and part.asking.asks_role
    return part.kind in ("document", "which") or asks_who or is_telling(own)


def goes_on_with_another(text: str) -> bool:
    """Whether a part of a question only names another thing of which it asks what the part before asks: 农膜呢？"""
    return bool(_WHAT_ABOUT.match(text.strip()))


def thing_gone_on_with(text: str) -> str:
    """What a part of a question only names, 厨余 of 其中厨余呢？; empty where it asks in words of its own."""
    return (
        _LED_ON.sub("", text.strip(), count=1).rstrip("呢？?。 ")
        if goes_on_with_another(text) and not _asks(text)
        else ""
    )


def names_a_thing(part: "Query") -> bool:
    """Whether a part of a question says itself what it is about, in words that are not only about who comes first: 排头的部门是谁."""
    return is_telling(find_concepts(part.asking.placeless))


def is_telling(concepts: Sequence[Concept]) -> bool:
    """Whether concepts say what a question is about."""
    named = [] if only_aspects(concepts) else concepts
    known = any(len(c.words) >= _TELLING_LENGTH or len(c.alternatives) > 1 for c in named)
    return known or len(named) >= _FEWEST_CONCEPTS
