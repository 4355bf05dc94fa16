"""An assistant with two invented plans and fixed answers: the portal's tests need no index. It keeps the real one's promises."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpus.plan import Clause, Duty, Furniture, Target
from errors import PlanUnknown, QuestionEmpty, QuestionTooLong, SnapshotDamaged
from retrieval.answer import Answer, Check, Citation, Mode, Table, Turn
from retrieval.departure import Departure

if TYPE_CHECKING:  # the parent of several workers stays small
    from index.records import Ledger
    from retrieval.drafts.checking import Checked
    from retrieval.search.ranking import RankedPassage

BODY = (
    "一、总体要求\n到2025年，全市单位地区生产总值能源消耗比2020年下降13.5%，力争下降14%。"
    "化学需氧量、氨氮重点工程减排量分别为<1200>吨、300吨。"
)
LONG = (
    "二、重点任务\n"
    + "推进企业节能改造，完善计量与统计制度，落实各方责任。" * 12
    + "由市农业农村局牵头。"
    + "加强宣传引导。" * 30
)


@dataclass(frozen=True)
class Card:
    """A plan of the scripted corpus."""

    id: str
    title: str
    region: str
    province: str
    number: str
    date: str
    recipients: str = ""


CARDS = (
    Card("qingyu", "青屿市“十四五”节能减排实施方案", "青屿市", "海东省", "青政发〔2023〕3号", "2023年4月2日"),
    Card("qingyi", "清峪市<节能减排>工作方案", "清峪市", "海西省", "", ""),
)


def clause(plan: str, number: int, text: str, path: tuple[str, ...], address: str) -> Clause:
    return Clause(
        id=f"{plan}/{number}",
        plan=plan,
        kind="clause",
        label="",
        title=path[-1],
        path=path,
        address=address,
        level=len(path),
        parent=None,
        start=100,
        end=100 + len(text),
        heading=path[-1],
        text=text,
    )


CLAUSES = {
    ("qingyu", "qingyu/1"): clause("qingyu", 1, BODY, ("一、总体要求",), "一、"),
    ("qingyu", "qingyu/2"): clause("qingyu", 2, LONG, ("二、重点任务", "（三）农业农村"), "二、（三）"),
}


def cite(n: int, number: int, quote: str) -> Citation:
    home = CLAUSES["qingyu", f"qingyu/{number}"]
    start = home.start + home.text.index(quote)
    return Citation(n, "qingyu", CARDS[0].title, home.section, home.address, home.id, quote, start, start + len(quote))


HOSTILE = (
    "<img src=x onerror=document.title='owned'><script>document.title='owned'</script> ![p](http://192.0.2.1/p.png) "
    "[l](javascript:document.title='owned') <a href=http://192.0.2.1/>a</a> \u202e反\u200b " + "宽" * 90 + "W" * 200
)
TARGET = "全市单位地区生产总值能源消耗比2020年下降13.5%，力争下降14%"


def scripted_answer(question: str, number: int) -> Answer:
    name = f"a{number}"
    if "谁负责" in question:
        return Answer(
            name,
            question,
            "由**市农业农村局**牵头。[1]",
            "partial",
            (cite(1, 2, "由市农业农村局牵头"),),
            checks=(Check("number", passed=False, detail="去掉了一句：其中的“15%”不在引文里"),),
            latency_ms=31.4,
        )
    if "柱状图" in question:
        rows = (("青屿市", "下降13.5% [1]", "1,200吨"), ("清峪市", "下降12% [1]", "未提及"))
        grid = Table(("城市", "能耗", "化学需氧量"), rows)
        return Answer(name, question, "", "answered", (cite(1, 1, TARGET),), (grid,), latency_ms=12.0)
    if "句子的表" in question:
        told = f"{TARGET}，这一句里有数，却不是一个数。"
        grid = Table(("城市", "内容", "印发"), (("青屿市", told, "2023年5月17日"), ("清峪市", told, "2022年11月9日")))
        return Answer(name, question, "", "answered", (cite(1, 1, TARGET),), (grid,), latency_ms=12.0)
    if "恶意" in question:
        bad = replace(cite(1, 1, TARGET), title=HOSTILE, address=HOSTILE, section=f"{HOSTILE} > {HOSTILE}")
        gone = replace(bad, n=2, clause="qingyu/9", quote=HOSTILE)
        grid = Table((HOSTILE, "数"), ((HOSTILE, "1"), (f"{HOSTILE}2", "2")))
        failed = (Check("number", passed=False, detail=HOSTILE),)
        text = f"{HOSTILE}[1]\n- **{HOSTILE}**[2]\n> {HOSTILE}"
        return Answer(name, question, text, "answered", (bad, gone), (grid,), checks=failed)
    if "两处" in question:
        both = (cite(1, 1, TARGET), cite(2, 1, "氨氮重点工程减排量"), cite(3, 2, "由市农业农村局牵头"))
        return Answer(
            name, question, "能耗降13.5%。[1]\n氨氮减300吨。[2]\n1. 农业由**农业农村局**牵头。[3]", "answered", both
        )
    if "清单" in question:
        four = (
            *(cite(1, 1, TARGET), cite(2, 1, "氨氮重点工程减排量")),
            *(cite(3, 2, "由市农业农村局牵头"), cite(4, 1, "力争下降14%")),
        )
        listed = "青屿市：共3项：绿色升级工程[1]；节能改造工程[2]；农业减排工程。[3]"
        return Answer(name, question, f"{listed}\n以上各项由各县（区）落实。[1][2][3][4]", "answered", four)
    if "对比" in question:
        grid = Table(("城市", "下降"), (("青屿市", "13.5% [1]"), ("清峪市", "未提及")))
        return Answer(name, question, "各市目标如下：", "answered", (cite(1, 1, TARGET),), (grid,), latency_ms=12.0)
    if "你好" in question:
        return Answer(name, question, "您好！", "clarify", band="sure")
    if "是14%吗" in question:
        return Answer(name, question, "青屿市：不是14%，是13.5%。", "not_found", band="sure")
    if "哪里" in question:
        return Answer(
            name, question, "收录的方案中没有这个地方。现有：\n- 青屿市\n- 清峪市", "not_found", latency_ms=4.0
        )
    return Answer(
        name,
        question,
        "青屿市：到2025年比2020年下降**13.5%**，力争14%。[1]",
        "answered",
        (cite(1, 1, TARGET),),
        latency_ms=9.2,
    )


@dataclass(eq=False)
class ScriptedAssistant:
    """Fits ``portal.contract.Service`` and its ``Assistant``; remembers what it was asked; ``gate`` holds a stream after its first answer."""

    limit: int = 200
    damaged: bool = False
    gate: threading.Event | None = None
    asked: list[tuple[str, tuple[Turn, ...], tuple[str, ...], Mode | None]] = field(default_factory=list)

    departures: list[Departure | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.index: Any = self  # its own snapshot

    @property
    def plans(self) -> Sequence[Card]:
        return CARDS

    @property
    def starters(self) -> Sequence[str]:
        return [f"{card.region}的目标是多少？" for card in self.plans]

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Answer:
        self.departures.append(departure)
        if not question.strip():
            raise QuestionEmpty("还没有问题。请输入想问的内容。")
        if len(question) > self.limit:
            raise QuestionTooLong(f"问题有 {len(question)} 字，超过 {self.limit} 字。请缩短后再问。")
        if unknown := [plan for plan in plans if plan not in {card.id for card in CARDS}]:
            raise PlanUnknown(f"没有编号为 {unknown[0]} 的方案。请从 /api/plans 中选。")
        self.asked.append((question, tuple(history), tuple(plans), mode))
        return scripted_answer(question, len(self.asked))

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        mode: Mode | None = None,
        departure: Departure | None = None,
    ) -> Iterator[Answer]:
        whole = self.ask(question, history, plans, mode, departure)
        yield Answer(whole.id, question, whole.answer[:6], whole.status)
        if self.gate is not None:
            yield Answer(whole.id, question, whole.answer[:8], whole.status)
            self.gate.wait(60)
        yield whole

    @property
    def fingerprint(self) -> str:
        return "0123456789ab"

    @property
    def built_at(self) -> str:
        return "2026-11-01T00:00:00+00:00"

    @property
    def waiting(self) -> int:
        return 0

    def plan_text(self, _: str) -> str:
        return ""

    def furniture(self, _: str) -> Sequence[Furniture]:
        return ()

    def clauses(self, plan: str) -> Sequence[Clause]:
        return [clause for clause in CLAUSES.values() if clause.plan == plan]

    def targets_of_plan(self, _: str) -> Sequence[Target]:
        return ()

    def ledger(self, _: "Ledger") -> Iterator[tuple[int, Target]]:
        return enumerate(target for card in self.plans for target in self.targets_of_plan(card.id))

    def ledger_rows(self, ledger: "Ledger", numbers: Sequence[int]) -> list[Target]:
        return [target for number, target in self.ledger(ledger) if number in numbers]

    def duties_of_clause(self, _: str) -> Sequence[Duty]:
        return ()

    def now(self) -> "ScriptedAssistant":
        return self

    def at_hand(self) -> "ScriptedAssistant":
        return self

    def check(
        self,
        text: str,  # noqa: ARG002
        plans: Sequence[str] = (),  # noqa: ARG002
        departure: Departure | None = None,  # noqa: ARG002
    ) -> "Sequence[Checked]":
        return ()

    def clause(self, plan: str, clause_id: str) -> Clause:
        return CLAUSES[plan, clause_id]

    def passages(
        self,
        question: str,
        history: Sequence[Turn] = (),
        plans: Sequence[str] = (),
        limit: int = 20,
        departure: Departure | None = None,
    ) -> "Sequence[RankedPassage]":
        from index.passage import Passage
        from retrieval.search.ranking import RankedPassage

        self.ask(question, history, plans, None, departure)  # it refuses what an answer would be refused for
        held = [clause for (plan, _), clause in CLAUSES.items() if not plans or plan in plans]
        made = [Passage(c.id, c.plan, c.id, CARDS[0].title, c.section, c.address, c.text, c.start, c.end) for c in held]
        return [RankedPassage(passage, 1 / (n + 1)) for n, passage in enumerate(made)][:limit]

    def warm(self) -> None:
        """Nothing."""

    @property
    def soundness(self) -> tuple[bool, float]:
        return not self.damaged, 0.0

    def ready(self) -> Mapping[str, Any]:
        if self.damaged:
            raise SnapshotDamaged("索引已损坏。请运行 python -m index build 重建。")
        return {"index": self.fingerprint, "plans": len(CARDS), "passages": len(CLAUSES)}
