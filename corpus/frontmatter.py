"""What stands before a plan's first clause: title, issuer, document number, date, recipients, openness, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.lines import Line, lines_of
from corpus.plan import FrontField, FrontKind, Furniture
from corpus.regions import OUR_PLACE, find_mentions
from corpus.spacing import tidy

_TITLE_WORDS = (
    "方案|规划|计划|意见|办法|报告|纲要|措施|细则|规定|条例|要点|清单|规则|决定|预案|指南|章程|导则|规程|标准"
)
_TITLE = re.compile(rf"^(?!\d{{4}}年\d{{1,2}}月)[^。；！？]{{2,70}}(?:{_TITLE_WORDS})(?:[（(][^（()）]{{1,20}}[)）])?$")
_NO_TITLE = re.compile(r"[-—–《]|现将|为(?!民)|根据|按照|依据|结合|制定|来源|附")
_TITLE_TAIL = re.compile(r"^[（(][^（()）]{2,20}[)）]$")
_NOTICE_ENDS = ("通知", "通告", "函", "批复", "公告")
#: A notice's title may be broken into so many lines.
_NOTICE_LINES = 4
_QUOTED_TITLE = re.compile(rf"《([^《》]{{4,60}}(?:{_TITLE_WORDS})(?:[（(][^（()）]{{1,20}}[)）])?)》")
#: … that is said to be issued: what a preamble goes by (根据《…条例》) is another document.
_ISSUED_TITLE = re.compile(
    rf"(?:现将|印发|发布|公布|下发|转发|出台)了?《(?P<title>[^《》]{{4,60}}(?:{_TITLE_WORDS})(?:[（(][^（()）]{{1,20}}[)）])?)》"
    rf"|《(?P<other>[^《》]{{4,60}}(?:{_TITLE_WORDS})(?:[（(][^（()）]{{1,20}}[)）])?)》(?:[（(][^（()）]*[)）])?[^。《》]{{0,20}}(?:印发|发布|公布|下发|转发)"
)
#: A document number: 资府发〔2023〕3号.
DOCUMENT_NUMBER = r"(?:[\u4e00-\u9fff]{1,14}[〔\[（(【﹝［]\d{4}[〕\]）)】﹞］]第?\d{1,4}号|[\u4e00-\u9fff]{2,14}令[（(]?第?\d{1,4}号[）)]?)"
_NUMBER = re.compile(rf"^(?:发布文号|发文字号|文号|文件编号)?[:：]?[（(]?(?P<number>{DOCUMENT_NUMBER})[）)]?$")
#: 规范性文件统一登记号: letters of the body, year, running number.
_REGISTRATION = re.compile(
    r"^(?:(?:统一)?(?:登记|备案|编)号|规范性文件(?:统一)?(?:登记|编)号)?[:：]?([A-Z]{2,8}[—－–-]\d{4}[—－–-]\d{3,6})$"
)
_DAY = (
    r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
    r"[二一〇○ＯO零三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_DATED = "(?:(?:发文|成文|发布|印发|公布)(?:日期|时间)[:：]?)"
_DATE = re.compile(rf"^{_DATED}?[:：]?[（(]?({_DAY}|\d{{4}}年\d{{1,2}}月)(?:印发|发布|公布|下发)?[）)]?$")
#: Number and date on one line, as below a title: （资府发〔2023〕3号　2023年1月29日印发）; the date may stand first.
_NUMBER_BELOW = re.compile(
    rf"^[（(]?(?:{_DATED}?(?P<day>{_DAY})(?:印发|发布|公布|下发)?[，,、]?)?(?:发?文字?号[:：])?(?P<number>{DOCUMENT_NUMBER})[，,、]?"
    rf"(?:{_DATED}?(?P<date>{_DAY})(?:印发|发布|公布|下发)?)?[）)]?$"
)
#: （2023年1月29日甲市人民政府第5次常务会议通过）
_ADOPTED = re.compile(rf"^[（(]{_DAY}.{{0,80}}(?:通过|公布|发布|印发|修订|修正|施行).{{0,80}}[）)]$")
#: What sites say of a document in a table above it; the issuer ends where the next name begins.
_FACTS: tuple[tuple[FrontKind, re.Pattern[str]], ...] = (
    ("number", re.compile(rf"(?:发文字号|文号)[:：]?({DOCUMENT_NUMBER})")),
    ("date", re.compile(rf"(?:成文日期|发文日期)[:：]?({_DAY})")),
    (
        "issuer",
        re.compile(
            r"(?:发文机关|发布机构|制发机关)[:：]?([\u4e00-\u9fff]{2,30}?(?:人民政府(?:办公[厅室])?|委员会|[局厅委部]))(?=$|[^\u4e00-\u9fff]|[\u4e00-\u9fff]{2,6}[:：])"
        ),
    ),
)
_ISSUER = re.compile(r"^([\u4e00-\u9fff]{2,30}(?:人民政府|政府办公[厅室]|委员会|委|局|厅|部|办公[厅室]))(?:文件)?$")
#: A notice that says so is the document; one that encloses another only issues it.
_SETS_OUT = re.compile("通[知告]如下|(?:有关|相关|具体)(?:事项|问题|要求)[^。；]{0,12}(?:通知|通告|公告|明确)")
_RECIPIENTS_OPEN = re.compile(r"^各[\u4e00-\u9fff（()）]")
_OPENNESS = re.compile(r"^[（(]([^（()）]{0,30}公开[^（()）]{0,20})[)）]$")
_PROMULGATION = re.compile(r"印发给你们|请(?:结合实际|认真)|遵照执行|贯彻(?:落实|执行)")

#: A paragraph this long before the title is a summary (a news digest), not front matter.
_SUMMARY_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Facts read before the body, and where the body begins. ``summaries`` are raw spans of digest paragraphs before the title."""

    title: str
    fields: tuple[FrontField, ...]
    body_start: int
    summaries: tuple[tuple[int, int], ...]


def read_front_matter(
    text: str, furniture: Sequence[Furniture], first_heading: int, fallback_title: str
) -> FrontMatter:
    """Read the front matter of ``text[:first_heading]``.

    The title is the last line (or two wrapped lines) that looks like one; failing that the 《…》 a notice or digest names;
    failing that the first line, and at last ``fallback_title`` (the file stem). Fields the text does not give are absent.
    """
    lines = lines_of(text, furniture, 0, first_heading)
    words = ["".join(tidy(text, line.start, line.end, furniture).text.split()) for line in lines]
    title_at = _title_lines(words)
    fields: list[FrontField] = []
    if title_at:
        first, last = title_at
        title = "".join(words[first : last + 1])
        fields.append(FrontField("title", title, lines[first].start, lines[last].end))
        end = _end_below(words, last + 1)
        front_lines, front_words = lines[:first] + lines[last + 1 : end], words[:first] + words[last + 1 : end]
        body_start = lines[end - 1].end
    else:
        title, place = _title_elsewhere(text, lines, words, fallback_title)
        if place:
            fields.append(FrontField("title", title, *place))
        notice = _notice_lines(words)
        body_start = max(_end_of_letterhead(lines, words), lines[notice[1]].end if notice else 0)
        front_lines = [line for line in lines if line.end <= body_start]
        front_words = words[: len(front_lines)]
    fields += _letterhead(front_lines, front_words)
    fields += _recipients(front_lines, front_words)
    summaries = tuple(_summaries(front_lines, front_words))
    return FrontMatter(title, tuple(sorted(fields, key=lambda f: f.start)), body_start, summaries)


def _end_below(words: Sequence[str], start: int) -> int:
    """Where the lines below a title end that say number, date, issuer or recipients; what follows them is the text."""
    at = start
    while at < len(words):
        if any(p.match(words[at]) for p in (_NUMBER_BELOW, _ADOPTED, _REGISTRATION, _DATE, _ISSUER, _OPENNESS)):
            at += 1
            continue
        if _RECIPIENTS_OPEN.match(words[at]):
            ends = (i + 1 for i in range(at, min(at + 5, len(words))) if words[i].endswith(("：", ":")))
            return next(ends, at)
        break
    return at


def _summaries(lines: Sequence[Line], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Raw spans of digest paragraphs; their lines may be wrapped."""
    first, said = 0, ""
    for i, (line, word) in enumerate(zip(lines, words, strict=True)):
        if not said:
            first = i
        said += word
        if _is_letterhead(word) or _RECIPIENTS_OPEN.match(said):
            said = ""
        elif word[-1] in "。：！”":
            if len(said) > _SUMMARY_CHARACTERS and not _PROMULGATION.search(said):
                yield lines[first].start, line.end
            said = ""


def _is_letterhead(word: str) -> bool:
    return any(p.match(word) for p in (_NUMBER, _REGISTRATION, _DATE, _ISSUER, _OPENNESS)) or _is_notice(word)


def _is_notice(word: str) -> bool:
    """Whether a line is the title of a notice: 关于…的通知."""
    about = word.find("关于")
    return any(0 <= about <= len(word) - len(end) - 2 and word.endswith(end) for end in _NOTICE_ENDS)


def read_letterhead_line(word: str) -> tuple[FrontKind, str] | None:
    """(kind, value) when a line without blanks gives the date, the issuer or the openness of a document, else None."""
    kinds: tuple[tuple[FrontKind, re.Pattern[str]], ...] = (
        ("date", _DATE),
        ("openness", _OPENNESS),
        ("issuer", _ISSUER),
    )
    for kind, pattern in kinds:
        found = pattern.match(word)
        if found:
            return kind, found.group(1)
    return None


def _title_lines(words: Sequence[str]) -> tuple[int, int] | None:
    """(first, last) line of the title: the last title-like line that names a place (failing that the last one).

    Wrapped parts of it stand above, a bracketed tail below.
    """
    found = [i for i in range(len(words)) if _is_title(words[i])]
    spans = [(_title_start(words, i), i) for i in found]
    if not spans:
        return None
    placed = [span for span in spans if _names_place("".join(words[span[0] : span[1] + 1]))]
    first, last = (placed or spans)[-1]
    below = words[last + 1] if last + 1 < len(words) else ""
    if _TITLE_TAIL.match(below) and not any(p.match(below) for p in (_OPENNESS, _NUMBER_BELOW, _ADOPTED, _DATE)):
        last += 1
    return first, last


def _is_title(word: str) -> bool:
    said = "印发" in word or "会议上" in word or word.endswith("作政府工作报告")
    return bool(_TITLE.match(word)) and not _NO_TITLE.match(word) and not said and _is_balanced(word)


def _title_start(words: Sequence[str], i: int) -> int:
    """The line a wrapped title opens with: 甲市“十四五” / 节能减排实施方案."""
    if i and not _names_place(words[i]) and _names_place(words[i - 1]) and _can_open_title(words[i - 1]):
        return i - 1
    return i


def _is_balanced(word: str) -> bool:
    """Whether brackets and quotation marks are closed: a piece of a wrapped sentence often leaves one open."""
    return all(word.count(opener) == word.count(closer) for opener, closer in ("《》", "“”", "（）", "()"))


def _names_place(word: str) -> bool:
    return bool(find_mentions(word))


def _can_open_title(word: str) -> bool:
    special = _DATE.match(word) or _NUMBER.match(word) or _ISSUER.match(word) or _OPENNESS.match(word)
    return len(word) <= 30 and not special and not re.search(r"[。：；，:;]", word) and "印发" not in word


def _title_elsewhere(
    text: str, lines: Sequence[Line], words: Sequence[str], fallback: str
) -> tuple[str, tuple[int, int] | None]:
    region = text[: lines[-1].end] if lines else ""
    quoted = _ISSUED_TITLE.search(region)
    if quoted:
        group = "title" if quoted["title"] else "other"
        return "".join(quoted[group].split()), quoted.span(group)
    if notice := _notice_lines(words):
        first, last = notice
        return _issued_by("".join(words[first : last + 1]), words[last + 1 :]), (lines[first].start, lines[last].end)
    quoted = _QUOTED_TITLE.search(region)
    if quoted:
        return "".join(quoted.group(1).split()), quoted.span(1)
    if words and len(words[0]) <= 60 and not words[0].endswith("。"):
        return words[0], (lines[0].start, lines[0].end)
    return fallback, None


def _notice_lines(words: Sequence[str]) -> tuple[int, int] | None:
    """(first, last) line of a notice's title, in which the bodies that give it may have a line of their own."""
    for i in range(len(words)):
        for j in range(i, min(i + _NOTICE_LINES, len(words))):
            if re.search("[。；：:;]|文件$", words[j]):
                break
            if "关于" in words[i] + (words[i + 1] if j > i and _ISSUER.match(words[i]) else "") and _is_notice(
                "".join(words[i : j + 1])
            ):
                return i, j
    return None


def _issued_by(notice: str, below: Sequence[str]) -> str:
    """The title of what a notice issues (甲局关于印发X的通知: X).

    The notice's own where it sets out the matter itself, by the lines ``below`` it, or where that names no place but ours (我县…).
    """
    _, issued, named = notice.removesuffix("的通知").partition("关于印发")
    if _SETS_OUT.search("".join(below)) and named not in below:
        return notice
    return named if issued and named and not re.match(OUR_PLACE, named) else notice


def _end_of_letterhead(lines: Sequence[Line], words: Sequence[str]) -> int:
    """Raw end of the last line that is letterhead (number, date, issuer, recipients, notice title); 0 when there is none."""
    end = 0
    for line, word in zip(lines, words, strict=True):
        if _is_letterhead(word) or _is_recipients(word):
            end = line.end
    return end


def _is_recipients(word: str) -> bool:
    return bool(_RECIPIENTS_OPEN.match(word)) and word.endswith(("：", ":"))


def _letterhead(lines: Sequence[Line], words: Sequence[str]) -> list[FrontField]:
    found: dict[FrontKind, FrontField] = {}
    for i, (line, word) in enumerate(zip(lines, words, strict=True)):
        if (m := _NUMBER.match(word) or _NUMBER_BELOW.match(word)) and "number" not in found:
            found["number"] = FrontField("number", m["number"], line.start, line.end)
            if m.re is _NUMBER_BELOW and (day := m["date"] or m["day"]):
                found["date"] = FrontField("date", day, line.start, line.end)
        elif m := _REGISTRATION.match(word):
            found["registration"] = FrontField("registration", m.group(1), line.start, line.end)
        elif m := _DATE.match(word):
            found["date"] = FrontField("date", m.group(1), line.start, line.end)
            issuer = _ISSUER.match(words[i - 1]) if i else None
            if issuer:
                found["issuer"] = FrontField("issuer", issuer.group(1), lines[i - 1].start, lines[i - 1].end)
        elif (m := _ISSUER.match(word)) and "issuer" not in found:
            found["issuer"] = FrontField("issuer", m.group(1), line.start, line.end)
        elif m := _OPENNESS.match(word):
            found["openness"] = FrontField("openness", m.group(1), line.start, line.end)
    for line, word in zip(lines, words, strict=True):
        for kind, pattern in _FACTS:
            if kind not in found and (m := pattern.search(word)):
                found[kind] = FrontField(kind, m.group(1), line.start, line.end)
    return list(found.values())


def _recipients(lines: Sequence[Line], words: Sequence[str]) -> list[FrontField]:
    for i, word in enumerate(words):
        if not _RECIPIENTS_OPEN.match(word):
            continue
        for j in range(i, min(i + 5, len(words))):
            if words[j].endswith(("：", ":")):
                value = "".join(words[i : j + 1]).rstrip("：:")
                return [FrontField("recipients", value, lines[i].start, lines[j].end)]
    return []
