"""From when and until when a document holds, and who explains it, as it says at its end."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.passage import Unit
from retrieval.answers.absence import Absence
from retrieval.answers.desk import Desk
from retrieval.answers.sentences import stopped
from retrieval.answers.statement import Statement, evidence_of
from retrieval.question.kinds import DocumentField

_ITSELF = r"本[\u4e00-\u9fff]{0,6}?(?:方案|计划|规划|意见|办法|规定|细则|措施|条例|通知|要点|纲要|法|文件)(?![\u4e00-\u9fff]*(?:许可证|证书))"
#: Words that mean the document itself.
_SAYS: dict[DocumentField, re.Pattern[str]] = {
    "force": re.compile(
        rf"{_ITSELF}[^。；]{{0,60}}?(?:施行|实施|执行|生效)|自(?:发布|印发|公布|20\d\d年)[^。；]{{0,12}}(?:施行|实施|执行|生效)"
    ),
    "end": re.compile(
        rf"{_ITSELF}[^。；]{{0,80}}?(?:有效期|(?:至|到)20\d\d年[^，。；]{{0,8}}止|试行[一二两三四五\d]年)|施行[^。；]{{0,20}}有效期|有效期[^。；]{{0,40}}施行"
    ),
    "interpreter": re.compile(r"(?:由|商|会同)[^，。；]{2,40}解释|解释权"),
}
_OPEN: dict[DocumentField, str] = {
    "force": "没有写从什么时候起施行",
    "end": "没有写有效期到什么时候",
    "interpreter": "没有写由谁解释",
}


def force_asked(fields: tuple[DocumentField, ...]) -> tuple[DocumentField, ...]:
    """Those of the facts asked for that a document says at its end."""
    return tuple(field for field in fields if field in _SAYS)


def say_force(desk: Desk, fields: tuple[DocumentField, ...]) -> tuple[list[Statement], Absence | None]:
    """The sentences that say them, the last of each, and what is left open; of the end, else from when the document holds."""
    units = [u for c in desk.index.clauses(desk.plan) if c.kind != "front" for u in desk.index.units_of_clause(c.id)]
    sentences = [u for u in units if u.kind != "heading"]
    found = {}
    for field in (*fields, *(("force",) if "end" in fields else ())):
        thing = _thing_held(desk) if field == "end" else None
        saying = (
            [u for u in units if thing in u.text] if thing else [u for u in sentences if _SAYS[field].search(u.text)]
        )
        if saying:
            found[field] = saying[-1]
    open_ones = [field for field in fields if field not in found]
    if not found:
        return [], None
    told = [found[field] for field in fields if field in found]
    said = [_say(desk, told)] if told else []
    if not open_ones:
        return said, None
    line = f"{desk.region}：{'，'.join(_OPEN[field] for field in open_ones)}"
    if told:
        return said, Absence(desk.plan, None, said=Statement(f"{line}。", (), "", (line,)))
    instead = _say(desk, list(found.values()))
    text = f"{line}。写到的是：{instead.text.removeprefix(f'{desk.region}：')}"
    return [], Absence(desk.plan, None, said=replace(instead, text=text, own_words=(line,)))


def _thing_held(desk: Desk) -> str | None:
    """优待证有效期, where the question asks how long a thing holds that the plan speaks of, and not the document itself."""
    asked = desk.query.thing_held
    text = "".join(desk.index.plan_text(desk.plan).split())
    names = (f"{asked[at:]}有效期" for at in range(len(asked) - 1))
    return next((name for name in names if name in text), None)


def _say(desk: Desk, units: Sequence[Unit]) -> Statement:
    """The sentences in text order, each once."""
    told = {u.start: u for u in sorted(units, key=lambda u: u.start)}.values()
    words = "".join(stopped(u.text) for u in told)
    return desk.say(words, (evidence_of(desk.index, u) for u in told))
