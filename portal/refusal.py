"""What the portal says no with: a status, a code and a sentence that ends with what to do. How it is written: :mod:`portal.problem`."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from portal.language import Language
from portal.problem import told_in, written


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP status, a code for programs and a message for people.

    ``english`` says more than the sentence of its code in :mod:`portal.codes`; ``param`` is the field that is wrong; ``headers`` are sent
    beside it.
    """

    status: int
    error: str
    message: str
    english: str = ""
    param: str = ""
    headers: tuple[tuple[bytes, bytes], ...] = ()

    def told(self, language: Language = "zh") -> dict[str, str]:
        """Code and message, where no problem can be sent: in a line of a stream."""
        return {"error": self.error, "message": told_in(self, language)}

    def told_to_page(self) -> dict[str, str]:
        """The same, with the message also where Gradio's script looks for what to show."""
        return {**self.told(), "detail": self.message}


BAD_HOST = Refusal(
    400, "bad_host", "这个主机名不在允许之列。请改用本机地址访问，或在设置 WENCE_ALLOWED_HOSTS 中加入它。"
)
BAD_ORIGIN = Refusal(
    403, "bad_origin", "请求来自未列出的门户地址。请在设置 WENCE_PORTAL_ORIGINS 中加入该地址后重启服务。"
)
NOT_FOUND = Refusal(404, "not_found", "没有这个地址。接口列表见 /api/openapi.json。")
BAD_METHOD = Refusal(405, "bad_method", "这个地址不支持该请求方法。提问请用 POST /api/ask。")
NOT_ACCEPTABLE = Refusal(
    406, "not_acceptable", "请求不收这里能给的格式。请把 Accept 写成 application/json, text/event-stream 再发送。"
)
SLOW_BODY = Refusal(408, "slow_body", "请求内容没有在规定时间内传完。请重新发送。")
BODY_TOO_LARGE = Refusal(413, "body_too_large", "请求内容过大。请把内容缩短到 1 MB 以内再发送。")
LENGTH_MISSING = Refusal(411, "length_missing", "上传文件要写明长度（Content-Length）。请改用页面上的上传。")
BAD_ENCODING = Refusal(400, "bad_encoding", "请求内容不是有效的 UTF-8 文字。请以 UTF-8 编码重新发送。")
BAD_JSON = Refusal(400, "bad_json", "请求内容不是有效的 JSON。请检查括号、引号和数字后重新发送。")
WRONG_SHAPE = Refusal(422, "wrong_shape", "请求内容的字段或类型不对。请对照 /api/openapi.json 修改后重新发送。")
TOO_INTRICATE = Refusal(
    422,
    "too_intricate",
    "请求内容的层数、键数、项数或单段文字过多。请减到 8 层、每个对象 40 个键、共 12,000 项、每段 40,000 字以内再发送。",
    "The request body is too intricate. Send at most 8 levels, 40 keys an object, 12,000 items in all and 40,000 characters a text.",
)
EVENT_UNKNOWN = Refusal(404, "event_unknown", "这个页面没有正在进行的操作。请重新操作，或刷新页面。")
STREAM_TAKEN = Refusal(409, "stream_taken", "这个页面的结果已在别处接收。请刷新页面后重新操作。")
RETRY_SECONDS = 5
"""A page's question waits no longer in a queue that is full: 64 of them, four at a time, at 0.1 to 0.3 seconds each."""
PAGE_BUSY = Refusal(429, "page_busy", "正在回答的问题较多。请等几秒再提问。")
BUSY = Refusal(503, "busy", "正在回答的问题较多。请稍后重试。")
INTERNAL = Refusal(500, "internal", "服务内部出错，已记入日志。请稍后重试；若一再出现，请把问题原文告知管理员。")


def file_too_large(most: int) -> Refusal:
    """For a file of more bytes than the settings allow."""
    told = f"文件超过 {most // (1024 * 1024)} MiB。请拆分后再上传，或由管理员调大设置 WENCE_DESK_UPLOAD_MIB。"
    english = f"The file has more than {most // (1024 * 1024)} MiB. Split it, or have your administrator raise WENCE_DESK_UPLOAD_MIB."
    return Refusal(413, "file_too_large", told, english)


class Refused(Response):
    """The response to a request that is refused; it is written when it is known who asked."""

    def __init__(self, no: Refusal) -> None:
        super().__init__(status_code=no.status)
        self._no = no

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write and send it."""
        told = written(self._no, scope)
        self.status_code, self.body = told.status, told.body
        self.headers["content-type"] = told.media
        self.headers["content-length"] = str(len(told.body))
        self.raw_headers.extend(self._no.headers)
        await super().__call__(scope, receive, send)


def respond(no: Refusal) -> Refused:
    """The refusal as a response."""
    return Refused(no)
