"""What ``/v1`` takes and gives, as OpenAI's interface has it, with the fields that are ours."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from portal.records.conversation_id import ID
from portal.schema import Responses
from retrieval.answer import Answer, Citation

MESSAGES = 2001
"""Messages of one request: as many earlier ones as ``/api/ask`` takes, and the question."""


class PartIn(BaseModel):
    """一段内容；只收文字。"""

    model_config = ConfigDict(extra="allow", strict=True)
    type: str
    text: str | None = None


class MessageIn(BaseModel):
    """一条消息。system 和 developer 的内容不改变范围和核对；tool 和 function 的消息不收。"""

    model_config = ConfigDict(extra="allow", strict=True)
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | Annotated[list[PartIn], Field(max_length=100)] | None = None


class StreamOptions(BaseModel):
    """流的选项。"""

    model_config = ConfigDict(extra="allow", strict=True)
    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """一次提问：最后一条 user 消息是问题。没有列出的字段（temperature、max_tokens、seed 等）收下而不起作用。"""

    model_config = ConfigDict(extra="allow", strict=True)
    model: Annotated[str, Field(max_length=200, description="/v1/models 列出的名称")]
    messages: Annotated[list[MessageIn], Field(min_length=1, max_length=MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    plans: Annotated[list[str], Field(max_length=3000, description="限定的方案编号；空为不限（问策自己的字段）")] = []
    conversation: Annotated[
        str | None,
        Field(
            pattern=ID,
            description="接着自己的哪个留存的对话问（它的 id 在回应的 x-wence-conversation 头里）；不给时由 messages 认出（问策自己的字段）",
        ),
    ] = None

    def sent(self, name: str) -> Any:
        """A field that is not declared here; None where it was not sent."""
        return (self.model_extra or {}).get(name)


class UrlCitation(BaseModel):
    """一处出处的网址，和它在 content 里的编号的位置。"""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """OpenAI 格式的出处。"""

    type: Literal["url_citation"]
    url_citation: UrlCitation


class MessageOut(BaseModel):
    """回答：content 是带 [n] 标记的 Markdown，后面列出出处。citations、annotations、wence 是同样的出处和完整记录。"""

    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[Annotation]
    citations: list[Citation]
    wence: Answer


class ChoiceOut(BaseModel):
    """唯一的一个回答。"""

    index: int
    message: MessageOut
    finish_reason: Literal["stop"]
    logprobs: None


class UsageOut(BaseModel):
    """词元数，按本机的编码数：全部消息，和 content。"""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatCompletion(BaseModel):
    """一次完成的回答。"""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    system_fingerprint: str = Field(description="索引的指纹")
    choices: list[ChoiceOut]
    usage: UsageOut


class ModelOut(BaseModel):
    """一个可以用的名称。"""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsOut(BaseModel):
    """可以用的名称。"""

    object: Literal["list"]
    data: list[ModelOut]


class ErrorOut(BaseModel):
    """一个错误。"""

    message: str
    type: str
    param: str | None
    code: str


class ErrorReply(BaseModel):
    """OpenAI 格式的错误。"""

    error: ErrorOut


_SAYS = {
    400: "请求的字段不可用，或要的是这里给不了的",
    404: "没有这个模型，或没有这个对话",
    405: "不支持该请求方法",
    409: "留存已到上限",
    408: "请求没有在规定时间内传完",
    413: "请求内容过大",
    500: "服务内部出错",
    503: "暂时不能作答；Retry-After 给出几秒后重试",
}


def failures(*statuses: int) -> Responses:
    """What an operation may fail with: what all may, and these ``statuses``."""
    declared = sorted({400, 405, 408, 500, 503, *statuses})
    responses: Responses = {status: {"model": ErrorReply, "description": _SAYS[status]} for status in declared}
    retry = {"description": "几秒后重试", "schema": {"type": "integer", "minimum": 1}}
    responses[503]["headers"] = {"Retry-After": retry}
    return responses
