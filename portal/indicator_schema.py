"""What the routes of one indicator over all plans give (see :mod:`portal.indicator_routes`)."""

from pydantic import BaseModel, Field


class IndicatorOut(BaseModel):
    """一项指标，和写到它的方案数。"""

    name: str = Field(description="各方案通用的名称（canonical）")
    plans: int


class IndicatorsOut(BaseModel):
    """全部方案的指标，写到的方案多的在前。"""

    index: str = Field(description="索引的指纹")
    plans: int = Field(description="方案总数")
    rows: list[IndicatorOut]


class MeasureOut(BaseModel):
    """可以放在一起比的一组数：单位、含义、目标年都相同。"""

    key: str = Field(description="请求里 measure 的取值")
    unit: str
    sense: str = Field(description="decrease 下降、reduction_amount 减少的量、level 达到的水平")
    year: int | None = Field(description="目标年；原文没有写的为 null")
    plans: int


class BinOut(BaseModel):
    """分布图的一段：不小于 low、小于 high（最后一段含 high）。"""

    low: float
    high: float
    plans: int


class ProvinceOut(BaseModel):
    """一个省份。"""

    name: str
    plans: int = Field(description="这个省份的方案数")
    given: int = Field(description="其中写到这个数的")


class PlacedOut(BaseModel):
    """次序里的一份方案。"""

    place: int = Field(description="由高到低排第几；数相同的并列")
    plan: str
    region: str
    province: str
    title: str
    said: str
    amount: float
    target_year: int | None
    ambition: bool
    clause: str
    section: str
    address: str
    sentence: str
    quote: str


class SpreadOut(BaseModel):
    """全部方案一项指标的一页：次序、分布、各省份的份数。"""

    index: str = Field(description="索引的指纹")
    name: str
    plans: int = Field(description="方案总数")
    measures: list[MeasureOut]
    measure: str = Field(description="这一页是哪一组数")
    given: int = Field(description="这一组数有多少份")
    lowest: float | None
    median: float | None
    mean: float | None = Field(description="有区间时为 null")
    highest: float | None
    bins: list[BinOut]
    provinces: list[ProvinceOut]
    page: int
    pages: int
    rows: list[PlacedOut]
