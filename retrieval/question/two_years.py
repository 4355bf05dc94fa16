"""A question that sets years beside each other, as a question of each: 今年打算新增多少张床位？跟去年比是多了还是少了？"""

import re
from collections.abc import Callable

from retrieval.question.years import LAST_YEAR, THIS_YEAR

#: A year as a question names it, written out or not.
ANY_YEAR = r"(?:20\d\d年?|[去今明]年|上一?年)"
_YEAR = f"{THIS_YEAR.pattern}|{LAST_YEAR.pattern}"
_ASKS_OF_YEAR = re.compile(rf"{ANY_YEAR}[^，、,？?]*(?:多[少大长高]|几)[^，、,？?]*[，、,？?]?")
#: 2024年……和2025年……分别是多少
_OF_TWO_YEARS = re.compile(
    rf"^(.*?)({ANY_YEAR}[^，、,？?]{{2,}}?)(?:和|与|以及|、)({ANY_YEAR}[^，、,？?]{{2,}}?)((?:分别|各).*)$"
)
#: 去年和今年……; 今年比去年…….
_JOINED = re.compile(
    rf"(?P<one>{_YEAR})的?(?P<link>和|与|跟|同|、|以及|比起?|较)(?P<other>{_YEAR})的?(?:相比|比起?来?)?"
)
#: 目标和去年实际差多少: a goal that is held against last year is this year's.
_GOAL_AGAINST = re.compile(rf"的?目标(?P<link>和|与|跟|同|比起?|较)(?P<last>{LAST_YEAR.pattern})的?(?:实际|实绩|完成)?")
#: ……，跟去年实际比是多了还是少了; ……比去年高还是低.
_AGAINST = re.compile(
    rf"[，,？?。；;]?\s*(?:那么?)?(?:跟|和|与|同|比起?|较|相较于?|对比)(?P<other>{_YEAR})(?P<tail>.*)$"
)
#: How a result is spoken of, and a goal is not.
_THERE = re.compile("的?(?:实际|实绩|完成数)(?:完成)?(?:是|为|值)?")
#: 是涨是降, 涨了还是降了; 翻几倍, 是去年的几倍.
_MOVES = "是?[涨升增][了的]?(?:还是|是)[降跌减][了的]?|(?:得|要|能|会|是)?(?:翻|增|涨)?(?:了|它|去年)?的?几倍"
#: What only weighs: of no figure that stands anywhere, but of two that do.
_WEIGHS = re.compile(
    r"(?:相?比[^，,？?]{0,4}?)?(?:是|会|要|还是|到底)*(?:(?:更|变|提|降)?[高低多少大小快慢]了?)(?:还是(?:更|变)?[高低多少大小快慢]了?|是[高低多少大小快慢]|多少|几[^，,？?]{0,4}|[吗呢没])|相?差[^，,？?]*|(?:有没有|有何|有什么)?(?:变化|变动)[^，,？?]*|(?:更|谁)[高低多少大小快慢]"
    rf"|{_MOVES}"
)
#: 今年比去年增长多少 asks for one figure, that of the growth.
_GROWS = re.compile("增|下降|减|降低|提高|提升|上升|翻|涨|跌")
#: How a figure to come is spoken of, and one that is there is not.
_TO_COME = re.compile(
    "打算|计划|预计|预期|准备|力争|争取|(?:定的|设定的|的)?目标(?:是|为|值)?|要[上达到做提造]{0,2}(?=多少|几)"
)
#: 今年它打算……: the place is that of the question, in either year.
_IT = re.compile("(?<=年)(?:它|他们|当地|那边|[该这那]个?[省市州县])(?!的人)")
#: 2030年比2025年: two written years, one held against the other, …
_ONE_AGAINST_OTHER = re.compile(r"(?:[比较]|相较于?|从|由|自|跟|和|与|同)20\d\d年?")
#: … 要多装多少: by how much.
_MORE_BY = re.compile("[多少高低][^，,？?多少]{0,3}(?:多少|几)")
_FEWEST = 2
_EACH = re.compile("各自?|分别|一共")
_ASKS = re.compile("多少|几|什么|多[高大长快]")
_ENDS = "？?。，, "
#: 2024年和2025年……各多少.
_WRITTEN = re.compile(r"(?P<one>20\d\d年)的?(?:和|与|、|以及)(?P<other>20\d\d年)的?(?=[^，,？?]*(?:各|分别))")


def of_each_year(asked: str) -> tuple[str, ...]:
    """What is asked of this year and of the last, in the order asked; empty where the question does not set them beside each other."""
    if not THIS_YEAR.search(asked):
        asked = _GOAL_AGAINST.sub(r"今年\g<link>\g<last>", asked)
    if written := _WRITTEN.search(asked):
        left = _EACH.sub("", asked[written.end() :])
        return tuple(_of_year(asked[: written.start()] + written[name] + left) for name in ("one", "other"))
    if not (THIS_YEAR.search(asked) and LAST_YEAR.search(asked)):
        return ()
    if joined := _JOINED.search(asked):
        rest = asked[joined.end() :]
        if joined["link"][0] in "比较" and not _WEIGHS.search(rest):
            return ()
        left = _EACH.sub("", _WEIGHS.sub("", rest)) if weighs(rest) else _EACH.sub("", rest)
        return tuple(_of_year(asked[: joined.start()] + joined[name] + left) for name in ("one", "other"))
    against = _AGAINST.search(asked)
    head = asked[: against.start()] if against else ""
    years = re.findall(_YEAR, head)
    if against is None or len(years) != 1 or not weighs(against["tail"]):
        return ()
    return _of_year(head), _of_year(head.replace(years[0], against["other"]))


def of_years_in_turn(part: str) -> list[str]:
    """……，2024年做到多少、2025年要到多少: what is asked of each year, with what it is asked of; the part itself where one thing is asked."""
    both = _OF_TWO_YEARS.match(part)
    if both:
        lead, one, other, asks = both.groups()
        return [f"{lead}{one}{asks}", f"{lead}{other}{asks}"]
    years = list(_ASKS_OF_YEAR.finditer(part))
    unbroken = "".join(asked.group() for asked in years)
    if len(years) < _FEWEST or not part.endswith(unbroken):
        return [part]
    return [f"{part[: years[0].start()]}{asked.group().strip('，、, ')}" for asked in years]


def of_all_in_turn(pieces: list[str], names_things: Callable[[str], bool]) -> list[str]:
    """……增长多少、……总量多大？今年的目标呢？: a last piece that only names another year asks of it all that the pieces before do."""
    *before, last = pieces or [""]
    first, year = re.search(ANY_YEAR, pieces[0] if pieces else ""), re.search(ANY_YEAR, last)
    if len(before) < _FEWEST or first is None or year is None or first.group() == year.group() or names_things(last):
        return pieces
    asked = [piece if re.search(ANY_YEAR, piece) else f"{year.group()}{piece}" for piece in before]
    return [*before, *(_of_year(re.sub(ANY_YEAR, year.group(), piece)) for piece in asked)]


def weighed_with(first: str, second: str, asked: str) -> str:
    """今年目标多少, 去年呢, 差多少 as one question; empty where these two do not ask of this year and of the last, or nothing is weighed."""
    named = [re.findall(_YEAR, text) for text in (first, second)]
    if any(len(years) != 1 for years in named) or bool(LAST_YEAR.search(first)) == bool(LAST_YEAR.search(second)):
        return ""
    found = _WEIGHS.search(asked)
    return f"{first.strip(_ENDS)}，跟{named[1][0]}比{found.group()}" if found else ""


def weighed_against_last(first: str, asked: str) -> str:
    """今年目标多少, and then 比去年高多少, as one question, with what that one says before (换成乙市，今年比去年……); empty where it weighs no years."""
    years = list(re.finditer(_YEAR, asked))
    if not years or not LAST_YEAR.search(asked) or not weighs(asked[years[-1].end() :]):
        return ""
    found = _WEIGHS.search(asked, years[-1].end())
    lead = re.sub("(?:跟|和|与|同|比起?|较|相较于?|对比)$", "", asked[: years[0].start()])
    kept = re.sub(f"^(?:{_YEAR})的?|(?<=.)(?:{_YEAR})的?", "", first).strip(_ENDS)
    return f"{lead}今年{kept}，跟去年比{found.group()}" if found else ""


def weighs_years(asked: str) -> bool:
    """Whether it is asked which of the two years has more, and not only what each has."""
    behind = max((m.end() for m in re.finditer(_YEAR, asked)), default=len(asked))
    beside = bool(of_each_year(asked)) or len(of_years_in_turn(asked)) == _FEWEST
    return beside and weighs(asked[behind:])


def years_apart(asked: str) -> tuple[int, int] | None:
    """The two written years of which the figure of one is held against that of the other: 2030年要多少，比2025年多多少; None where none are."""
    named = tuple(dict.fromkeys(int(year) for year in re.findall(r"20\d\d", asked)))
    against = _ONE_AGAINST_OTHER.search(asked)
    if len(named) != _FEWEST or against is None:
        return None
    tail = asked[against.end() :]
    weighed = _WEIGHS.search(tail) or _GROWS.search(tail) or _MORE_BY.search(tail)
    return (named[0], named[1]) if weighed else None


def weighs(words: str) -> bool:
    """Whether words weigh figures against each other: 差多少, 是多了还是少了."""
    found = _WEIGHS.search(words)
    return bool(found) and (bool(re.search(_MOVES, words)) or not _GROWS.match(words.lstrip("的")))


def _of_year(text: str) -> str:
    """A question of one year, in words that ask; of the last year without what only a goal has, of this one without what a result has."""
    text = (_TO_COME if LAST_YEAR.search(text) else _THERE).sub("", _IT.sub("", text))
    text = text.strip(_ENDS)
    return text if _ASKS.search(text) else f"{text}是多少"
