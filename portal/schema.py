"""What the interface promises in ``/api/openapi.json``: every status that can come, with the form of what is sent, and no field besides."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from portal.access.described import add_access, schemes_of
from portal.codes import CODES
from portal.problem import OPENAI, PROBLEM
from retrieval.answer import Answer, Check, Citation, Table, Usage
from settings import Settings

Responses = dict[int | str, dict[str, Any]]

PLAN_ID, CLAUSE_ID = 200, 400
"""Characters of the id of a plan, and of a clause, which begins with that of its plan."""


class Problem(BaseModel):
    """问题（RFC 9457）：给程序看的代码，和给人看的一句话（说明怎么办），用请求的 Accept-Language 所要的语言（默认中文）。"""

    type: str = Field(description="这种问题的说明在哪里")
    title: str = Field(description="状态的名称")
    status: int = Field(description="HTTP 状态")
    detail: str = Field(description="一句话，以怎么办结尾")
    error: str = Field(description="代码，如 question_empty、plan_unknown、busy")
    message: str = Field(description="与 detail 相同")
    request_id: str = Field(description="请求的编号，与响应头 x-request-id 相同")


class PlanOut(BaseModel):
    """一份方案；原文没有给出的事实是空字符串。"""

    id: str
    title: str
    region: str
    province: str
    number: str = Field(description="文号")
    date: str = Field(description="印发日期，照原文写法")


class ClauseOut(BaseModel):
    """一条条款的全文。"""

    plan: str
    id: str
    section: str = Field(description="各级标题，以 > 相连")
    address: str = Field(description="人们的写法，如 二、（三）")
    text: str
    start: int
    end: int
    mark: tuple[int, int] | None = Field(description="引文在 text 中的起止；没有问起或不在这一条里时为 null")
    index: str = Field(description="索引的指纹")


class TargetOut(BaseModel):
    """指标台账的一行；字段的含义与 python -m corpus targets --json 相同。"""

    plan: str
    clause: str
    section: str
    address: str
    indicator: str = Field(description="指标，照原文写法")
    canonical: str = Field(description="各方案通用的名称")
    value: float | None = Field(description="数值，单位为 unit；原文没有写成数的为 null")
    value_text: str
    unit: str
    comparison: str
    base_year: int | None
    target_year: int | None
    qualifier: str
    scope: str
    quote: str
    sentence: str
    start: int
    end: int
    said: str = Field(description="数值连同限定它的词，如 下降14%以上、力争达到13%")
    amount: float | None = Field(description="换算到 amount_unit 的数值，便于比较（万吨换算为吨）；区间取下限")
    amount_unit: str
    ambition: bool = Field(description="是否力争、激励一类的目标")
    ranges: bool = Field(description="原文是否写成区间")


class ApartOut(BaseModel):
    """一个数与同列各数不同的地方；没有不同时为 null 和空字符串。"""

    year: int | None = Field(description="目标年，与多数不同时给出")
    scope: str = Field(description="范围，与本方案多数不同、指标名里又没有时给出")


class ComparedTargetOut(TargetOut):
    """指标台账的一行，和它与众不同的地方。"""

    apart: ApartOut


class MarkedTargetOut(TargetOut):
    """指标台账的一行，和它在条款里的位置。"""

    mark: tuple[int, int] = Field(description="quote 在条款全文 text 中的起止")


class DutyOut(BaseModel):
    """责任分工台账的一行；除 role 外，字段的含义与 python -m corpus duties --json 相同。"""

    plan: str
    clause: str
    section: str
    address: str
    body: str
    role: str = Field(
        description="括号里的字眼给出的角色：lead 牵头、alone 单独负责、shared 分工负责（牵头单位之外写明负责的也是）、join 配合"
    )
    order: int
    quote: str
    start: int
    end: int
    phrase: str
    rule: str
    title: str = Field(description="条款的标题")
    family: str = Field(description="各地同名部门共用的名称：市发改委、州发展改革委都是“发展改革委”")
    binds: list[str] = Field(description="rule 约束的后续条款的 id：其中自己列有责任分工的各条")


class MarkedDutyOut(DutyOut):
    """责任分工台账的一行，和它在条款里的位置。"""

    mark: tuple[int, int] = Field(description="quote 在条款全文 text 中的起止")


class TargetsOut(BaseModel):
    """几份方案的指标台账。"""

    index: str = Field(description="索引的指纹")
    plans: list[PlanOut]
    rows: list[ComparedTargetOut]


class TaskOut(BaseModel):
    """一处责任括号所讲的任务。"""

    clause: str
    start: int = Field(description="括号的 start，与台账的行相同")
    text: str = Field(description="括号前面、标题或前一处括号之后的原文")


class DutiesOut(BaseModel):
    """几份方案的责任分工台账，和各处括号所讲的任务。"""

    index: str = Field(description="索引的指纹")
    plans: list[PlanOut]
    rows: list[DutyOut]
    tasks: list[TaskOut]


class TreeClauseOut(BaseModel):
    """条款树的一条，按原文次序；parent 是上一级的 id。"""

    id: str
    kind: str
    label: str
    title: str
    section: str
    address: str
    name: str = Field(description="人们的写法，连同标题")
    level: int
    parent: str | None
    heading: str
    text: str
    breaks: list[int] = Field(description="text 中另起一段的位置")
    start: int
    end: int


class WholePlanOut(PlanOut):
    """一份方案的全部内容。"""

    recipients: str = Field(description="主送")
    index: str = Field(description="索引的指纹")
    clauses: list[TreeClauseOut]
    targets: list[MarkedTargetOut]
    duties: list[MarkedDutyOut]


class CandidateOut(BaseModel):
    """一条可以对照的条款。"""

    id: str
    name: str
    likeness: float | None = Field(description="与所问条款的相近程度，0 到 1；所问的方案自己的条款为 null")


class DifferenceOut(BaseModel):
    """条款全文 text 中的一段不同：figure 数字不同，word 措辞不同，own 整个分句只有这里有。"""

    start: int
    end: int
    kind: Literal["figure", "word", "own"]


class ColumnOut(BaseModel):
    """一份方案里对应的条款；没有找到时 clause 为 null。"""

    plan: PlanOut
    clause: TreeClauseOut | None
    certainty: Literal["given", "chosen", "sure", "likely", "doubtful", "none"] = Field(
        description="given 是所问的条款，chosen 由 pick 指定，其余是推断的把握"
    )
    likeness: float
    candidates: list[CandidateOut] = Field(description="这份方案里可以选来对照的条款，按原文次序")
    differences: list[DifferenceOut] = Field(description="与第一栏的不同；第一栏是各栏都没有的词句和任一栏不同的数字")


class CounterpartsOut(BaseModel):
    """同一任务在几份方案里的写法，第一栏是所问的条款。"""

    index: str = Field(description="索引的指纹")
    columns: list[ColumnOut]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowingAnswer(Answer):
    """An answer as a line of a stream."""

    complete: bool


class ExcerptOut(BaseModel):
    """原文分成的段：第 2、4、6……段是引文；held 依次指出每处引用的引文在第几段（从 0 起）。"""

    pieces: list[str]
    held: list[int]


class AlsoOut(BaseModel):
    """另一份方案里同样的话。"""

    numbers: list[int] = Field(description="说的是哪几处引文（n）；起止是其中第一处的")
    plan: str
    title: str
    clause: str
    address: str
    start: int
    end: int


class CardOut(BaseModel):
    """一条被引用的条款。"""

    numbers: list[int] = Field(description="引用的编号 n")
    plan: str
    title: str
    number: str = Field(description="文号")
    date: str = Field(description="印发日期")
    clause: str
    address: str = Field(description="条款的位置和标题")
    section: str = Field(description="各级标题；只有一级时为空")
    held: bool = Field(description="现在的索引里是否还有这条条款")
    shown: ExcerptOut = Field(description="引文和前后的原文")
    whole: ExcerptOut | None = Field(description="条款全文；shown 已是全文时为 null")
    spans: list[tuple[int, int]] = Field(description="每处引用在方案原文中的起止")
    also: list[AlsoOut] = Field(description="同样的话还在哪些方案里")


class CitedOut(BaseModel):
    """出处的上下文。"""

    index: str = Field(description="索引的指纹")
    cards: list[CardOut]


class NextOut(BaseModel):
    """可以接着问的问题，最多三个；没有时为空。"""

    questions: list[str]


class Kept(BaseModel):
    """评价已记下。"""

    status: Literal["kept"]


class WelcomeOut(BaseModel):
    """开始对话所需。"""

    index: str = Field(description="索引的指纹")
    plans: list[PlanOut]
    starters: list[str] = Field(description="可以先问的问题，每个都有答案")
    feedback: bool = Field(description="是否收评价")
    question_characters: int = Field(description="问题的字数上限")


_SAYS = {
    400: "主机名不在允许之列，或内容不是 UTF-8 的 JSON",
    404: "没有所要的条款、方案、对话或回答，或这里不留存",
    405: "不支持该请求方法",
    408: "请求没有在规定时间内传完",
    409: "留存已到上限",
    413: "请求内容过大",
    422: "字段缺失、类型不对或超出限制；问题为空、过长，或方案编号不存在",
    500: "服务内部出错",
    503: "正在回答的问题较多，回答超时，索引不可用，或服务正在停止；Retry-After 给出几秒后重试",
}
_ALWAYS = (400, 405, 408, 500, 503)
_WRITING = (413, 422)
_RETRY = {"Retry-After": {"description": "几秒后重试", "schema": {"type": "integer", "minimum": 1}}}
_SAID_OF = {
    Answer: "一个完成的回答。answer 是带 [n] 标记的 Markdown，标记指向 citations；没有调用对话模型时 usage 为 null。",
    GrowingAnswer: "回答的一行：写到现在的回答；complete 为 true 的一行是完成的回答。",
    Citation: "证明一句话的原文：quote 是逐字引文，start 和 end 是它在方案原文中的位置。",
    Check: "一道核对的结果：gate 是名称，detail 说明去掉了什么、为什么。",
    Table: "对照表：列名和各行；单元格可带 [n] 标记。",
    Usage: "调用对话模型的用量：次数、词元和费用（元）；estimated 表示接口没有报告、由本机估算。",
}


def refusals(*statuses: int, writing: bool = False) -> Responses:
    """What an operation may be refused with: what all are, what those are that take a body, and these ``statuses``.

    What follows from the rule of its route (401, 403, 429) is added by :func:`describe`.
    """
    declared = sorted({*_ALWAYS, *statuses, *(_WRITING if writing else ())})
    responses: Responses = {status: {"model": Problem, "description": _SAYS[status]} for status in declared}
    responses[503]["headers"] = _RETRY
    return responses


def describe(app: FastAPI, settings: Settings) -> None:
    """Have the app describe itself as it is: who may use what; all fields of an answer are always there, and there are no others."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(title=app.title, version=app.version, routes=app.routes)
            schemas = document["components"]["schemas"]
            for kind, said in _SAID_OF.items():
                schemas[kind.__name__] |= {"required": [f.name for f in fields(kind)], "description": said}
            for schema in schemas.values():
                if schema.get("type") == "object":
                    schema.setdefault("additionalProperties", False)
            for path, methods in document["paths"].items():
                for method, operation in methods.items():
                    _set_right(operation["responses"])
                    if path.startswith(OPENAI):
                        operation["responses"].pop("422", None)  # FastAPI's own guess; it is a 400 there
                    add_access(path, method, operation, settings)
            document["components"]["securitySchemes"] = dict(schemes_of(settings))
            document["x-problems"] = {name: asdict(code) for name, code in CODES.items()}
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the way FastAPI documents

    @app.get("/api/openapi.json", include_in_schema=False)
    def document() -> JSONResponse:  # in a thread: it takes a third of a second the first time
        return JSONResponse(app.openapi())


def _set_right(responses: dict[str, Any]) -> None:
    """FastAPI takes everything about an operation that answers in another form for that form, and for a string; refusals are problems."""
    for status, response in responses.items():
        for form, content in list(response.get("content", {}).items()):
            name = content["schema"].get("$ref", "").rpartition("/")[2]
            if name:
                content["schema"].pop("type", None)
            if status != "200":
                told = PROBLEM if name == Problem.__name__ else "application/json"
                response["content"] = {told: response["content"].pop(form)}
