"""What ``POST /api/check`` takes and gives."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.schema import PLAN_ID, PlanOut

DRAFT = 20_000
"""Characters of a draft that are checked at once: some thirty pages, well within the time that an answer may take."""
_SENT = 40_000


class CheckRequest(BaseModel):
    """A draft, and the plans to hold it against (those of the places that it names when empty)."""

    model_config = ConfigDict(extra="forbid", strict=True)
    text: Annotated[str, Field(max_length=_SENT, description=f"稿件的文字，最多 {DRAFT} 字")]
    plans: Annotated[
        list[Annotated[str, Field(max_length=PLAN_ID)]],
        Field(max_length=3000, description="限定的方案编号；空为稿中所说各地的方案"),
    ] = []


class StatedOut(BaseModel):
    """方案里的一个数，连同它所在的一句。"""

    clause: str
    address: str = Field(description="条款的位置和标题")
    section: str
    name: str = Field(description="方案里这是什么的数")
    words: str = Field(description="数，连同限定它的词：力争13%、85%以上")
    value: float | None = Field(description="换算成 unit 的数值；区间取下限；没有数的为 null")
    unit: str
    sentence: str
    mark: tuple[int, int] = Field(description="数在 sentence 中的起止")
    start: int = Field(description="sentence 在方案原文中的起止")
    end: int


class CheckedOut(BaseModel):
    """稿中的一个数（或文号、印发日期、牵头单位），对一个地方的方案核对的结果。"""

    n: int = Field(description="序号，从 1 起，按稿中次序")
    kind: Literal["figure", "bare", "number", "date", "lead"] = Field(
        description="figure 是数，bare 是没有单位的数，number 文号，date 印发日期，lead 牵头单位"
    )
    sentence: str = Field(description="稿中的一句")
    start: int = Field(description="words 在稿中的起止")
    end: int
    words: str
    name: str = Field(description="稿中说的是什么的数；没有说的为空")
    value: float | None = Field(description="换算成 unit 的数值；区间取下限；没有数的为 null")
    unit: str
    place: str = Field(description="说的是哪个地方；没有说的为空")
    plan: str = Field(description="对照的方案编号；没有对照的为空")
    verdict: Literal["agrees", "differs", "absent", "unclear"] = Field(
        description="agrees 相符，differs 不符，absent 方案没有这个数，unclear 没有核对或说不清是哪一个"
    )
    why: str = Field(description="不符在哪里，或为什么没有核对；数本身不同的为空")
    notes: list[str] = Field(description="相符而要知道的，如 方案有“以上”")
    given: str = Field(description="方案里的数、文号或日期；没有的为空")
    stated: list[StatedOut] = Field(description="所据的方案原句；absent 的是最接近的一句，没有的为空")


class CountsOut(BaseModel):
    """各有几个。"""

    agrees: int
    differs: int
    absent: int
    unclear: int


class CheckOut(BaseModel):
    """核对的结果，按稿中次序。"""

    index: str = Field(description="索引的指纹")
    plans: list[PlanOut] = Field(description="对照的各份方案")
    counts: CountsOut
    rows: list[CheckedOut]
