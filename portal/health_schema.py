"""What the health checks give: the process runs, the index can be used, or why it cannot."""

from typing import Literal

from pydantic import BaseModel, Field


class Live(BaseModel):
    """进程在运行。"""

    status: Literal["live"]


class Ready(BaseModel):
    """索引可用；degraded 表示可以作答，但有一处不如意（见 problem）。"""

    status: Literal["ready", "degraded"]
    index: str = Field(description="索引的指纹，与回答里的 index 相同")
    plans: int = Field(description="方案数")
    passages: int = Field(description="段落数")
    corpus: Literal["present", "missing"] = Field(
        "present", description="建立索引的方案文件夹在不在；不在时无法核对方案是否改过"
    )
    model: str = Field("", description="对话模型；没有设置时不出现")
    model_state: Literal["in use", "resting"] = Field(
        "in use", description="对话模型接连出错时为 resting，此时以摘录作答"
    )
    problem: str = Field("", description="不如意之处；没有时不出现")


class Unready(BaseModel):
    """索引不可用，或服务正在停止。"""

    status: Literal["unready"]
    error: str = Field(description="index_unusable 或 closing")
    message: str = Field(description="一句话，以怎么办结尾")
