"""The one form in which the portal says no: ``{"error": code, "message": a Chinese sentence that ends with what to do}``."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP status, a code for programs and a message for people."""

    status: int
    error: str
    message: str

    def body(self) -> bytes:
        """UTF-8 JSON."""
        return json.dumps({"error": self.error, "message": self.message}, ensure_ascii=False).encode()


BAD_HOST = Refusal(
    400, "bad_host", "这个主机名不在允许之列。请改用本机地址访问，或在设置 WENCE_ALLOWED_HOSTS 中加入它。"
)
BAD_ORIGIN = Refusal(
    403, "bad_origin", "请求来自未列出的门户地址。请在设置 WENCE_PORTAL_ORIGINS 中加入该地址后重启服务。"
)
NOT_FOUND = Refusal(404, "not_found", "没有这个地址。接口列表见 /api/openapi.json。")
BAD_METHOD = Refusal(405, "bad_method", "这个地址不支持该请求方法。提问请用 POST /api/ask。")
SLOW_BODY = Refusal(408, "slow_body", "请求内容没有在规定时间内传完。请重新发送。")
BODY_TOO_LARGE = Refusal(413, "body_too_large", "请求内容过大。请把内容缩短到 1 MB 以内再发送。")
BAD_ENCODING = Refusal(400, "bad_encoding", "请求内容不是有效的 UTF-8 文字。请以 UTF-8 编码重新发送。")
BAD_JSON = Refusal(400, "bad_json", "请求内容不是有效的 JSON。请检查括号、引号和数字后重新发送。")
WRONG_SHAPE = Refusal(422, "wrong_shape", "请求内容的字段或类型不对。请对照 /api/openapi.json 修改后重新发送。")
BUSY = Refusal(503, "busy", "正在回答的问题较多。请稍后重试。")
INTERNAL = Refusal(500, "internal", "服务内部出错，已记入日志。请稍后重试；若一再出现，请把问题原文告知管理员。")
