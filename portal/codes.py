"""The codes that requests are refused with: what each means in Chinese, in brief, and what it says in English.

The Chinese sentence stands where a request is refused; a refusal with an English sentence of its own says that.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """``meaning`` is for a list of all codes; ``english`` ends with what to do."""

    meaning: str
    english: str


CODES: Mapping[str, Code] = {
    "bad_encoding": Code(
        "内容不是 UTF-8", "The request body is not valid UTF-8. Encode it as UTF-8 and send it again."
    ),
    "bad_host": Code(
        "主机名不在允许之列",
        "This host name is not allowed. Use the address of this machine, or add the name to WENCE_ALLOWED_HOSTS.",
    ),
    "bad_json": Code(
        "内容不是 JSON",
        "The request body is not valid JSON. Check its brackets, quotes and numbers, then send it again.",
    ),
    "bad_method": Code("不支持该请求方法", "This address does not take that method. Ask questions with POST /api/ask."),
    "not_acceptable": Code(
        "不收这里能给的格式",
        "You accept nothing that can be given here. Send Accept: application/json, text/event-stream.",
    ),
    "bad_origin": Code(
        "来自未列出的门户",
        "The request comes from a portal that is not listed. Add its origin to WENCE_PORTAL_ORIGINS and restart.",
    ),
    "body_too_large": Code("内容超过 1 MB", "The request body is too large. Shorten it to 1 MB and send it again."),
    "busy": Code("正在回答的问题较多", "Many questions are being answered. Try again in a moment."),
    "clause_unknown": Code(
        "没有这条条款",
        "There is no such clause. Use the plan and clause of one of the citations; after the plans were updated, ask again.",
    ),
    "closing": Code(
        "服务正在停止或重启",
        "The service is shutting down or restarting and did not complete this request. Send it again in a moment.",
    ),
    "desk_busy": Code("另一项操作正在进行", "Another operation is running. Wait for it to end, then try again."),
    "desk_off": Code(
        "没有打开这一页", "This page is not switched on. Ask your administrator to switch it on in the settings."
    ),
    "draft_empty": Code("稿件是空的", "The draft is empty. Paste the text to be checked."),
    "draft_too_long": Code("稿件过长", "The draft is too long. Check it in several parts."),
    "event_unknown": Code(
        "页面没有正在进行的操作", "Nothing is under way on this page. Try again, or reload the page."
    ),
    "feedback_full": Code(
        "评价没有记下",
        "The remark could not be written down: its file is full or cannot be written. Tell your administrator.",
    ),
    "feedback_off": Code(
        "没有开启评价", "Remarks are not collected here. Ask your administrator to set WENCE_FEEDBACK_FILE."
    ),
    "file_refused": Code(
        "文件没有收下", "The file was refused. Check its name, size and format, then upload it again."
    ),
    "file_too_large": Code(
        "文件过大", "The file is too large. Split it, or ask your administrator to raise WENCE_DESK_UPLOAD_MIB."
    ),
    "index_unusable": Code(
        "索引不可用", "The index cannot be used. Ask your administrator to rebuild it with python -m index build."
    ),
    "internal": Code(
        "服务内部出错",
        "The service failed; the fault is in its log. Try again, and tell your administrator if it happens again.",
    ),
    "length_missing": Code(
        "上传没有写明长度", "An upload must state its length (Content-Length). Use the upload of the page instead."
    ),
    "metrics_off": Code(
        "没有开启指标", "Metrics are not switched on here. Ask your administrator to set WENCE_METRICS=on."
    ),
    "model_not_found": Code("没有这个模型名称", "There is no model of this name. Use one that /v1/models lists."),
    "no_http": Code(
        "不是有效的 HTTP 请求",
        "This is no valid HTTP request. Check its first line, headers and chunk sizes, then send it again.",
    ),
    "not_found": Code(
        "没有这个地址", "There is nothing at this address. The interface is listed in /api/openapi.json."
    ),
    "page_busy": Code("正在回答的问题较多", "Many questions are being answered. Ask again in a few seconds."),
    "indicator_unknown": Code(
        "没有这项指标", "There is no such indicator. Choose one of the names that /api/indicators lists."
    ),
    "plan_unknown": Code("没有这份方案", "No plan has this id. Choose from those that /api/plans lists."),
    "question_empty": Code("没有问题", "Nothing was asked. Send the question that you want answered."),
    "question_missing": Code(
        "消息里没有问题", "There is no question. Put it into the last message, with the role user."
    ),
    "question_too_long": Code("问题过长", "The question is too long. Shorten it and ask again."),
    "question_unusable": Code(
        "问题不可用", "The question cannot be answered as it was put. Word it differently and ask again."
    ),
    "refused": Code(
        "请求未被接受", "The request was not accepted. Compare it with /api/openapi.json and send it again."
    ),
    "run_unknown": Code(
        "没有这次评测的报告", "There is no report of this run, or it was deleted. Reload the evaluation page."
    ),
    "slow_body": Code("内容没有按时传完", "The request body did not arrive in time. Send it again."),
    "slow_head": Code("请求头没有按时传完", "The request headers did not arrive in time. Send the request again."),
    "stream_taken": Code(
        "结果已在别处接收", "The results of this page are being received elsewhere. Reload the page and try again."
    ),
    "too_intricate": Code(
        "内容的层数、项数或单段文字过多",
        "The request body has too many levels, keys, items or characters in one text. Send less at once.",
    ),
    "too_slow": Code(
        "超过作答的时限",
        "The answer took longer than answers may. Ask about less, for instance about one place, and try again.",
    ),
    "unavailable": Code("暂时不能作答", "The service cannot answer now. Ask your administrator to look at its log."),
    "unsupported_parameter": Code(
        "要的是这里给不了的",
        "What a parameter asks for is not supported here: the answer is one text with its sources. Remove it.",
    ),
    "worker_away": Code("进程正在重新启动", "The process that serves this page is restarting. Try again in a moment."),
    "wrong_shape": Code(
        "字段缺失、类型不对或超出限制",
        "A field of the request is missing, of the wrong type or out of bounds. Compare it with /api/openapi.json.",
    ),
    "access_unavailable": Code(
        "存密钥和计数的数据库不可用",
        "Who you are cannot be looked up: the database of keys does not answer. Ask your administrator to look at it.",
    ),
    "admin_only": Code("只有管理员可以", "Only administrators may do this. Ask one, or have your role changed."),
    "answer_unknown": Code(
        "没有这个回答，或不是自己的", "There is no such answer of yours. Use the id of one of your own answers."
    ),
    "conversation_unknown": Code(
        "没有这个对话，或不是自己的",
        "There is no such conversation of yours. Choose an id that /api/conversations lists, or leave conversation out.",
    ),
    "key_unusable": Code(
        "密钥不对、已过期或已吊销",
        "This key is wrong, expired or revoked. Check it, or ask your administrator for a new one.",
    ),
    "records_full": Code(
        "留存已到上限",
        "No more of your conversations or remarks can be kept. Delete some, or begin a new conversation.",
    ),
    "records_off": Code("这里不留存", "Nothing is kept here. Ask your administrator to set WENCE_RECORDS=on."),
    "records_unavailable": Code(
        "留存用的数据库不可用",
        "The answer could not be kept: the database does not answer. Ask your administrator to look at it.",
    ),
    "sign_in_needed": Code(
        "需要登录或密钥", "Sign in, or send Authorization: Bearer with a key. Ask your administrator for one."
    ),
    "sign_on_unproven": Code(
        "登录网关没有出示共享密钥",
        "The sign-on proxy did not prove itself. Ask your administrator to compare WENCE_SSO_SECRET with the proxy.",
    ),
    "sign_on_unusable": Code(
        "登录网关的身份请求头不合规",
        "The identity headers of the sign-on proxy are doubled, empty, too long or malformed. Ask your administrator to check the proxy.",
    ),
    "too_many_requests": Code(
        "请求过于频繁",
        "Too many requests. Wait as long as Retry-After says; ask your administrator to raise WENCE_RATE_LIMIT if you need more.",
    ),
    "two_identities": Code(
        "密钥与网关说的不是同一个人", "The key and the sign-on proxy name different people. Use one of them only."
    ),
}
