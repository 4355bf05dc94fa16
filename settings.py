"""The one frozen settings object; the only reader of the environment and of ``.env``.

Every key is listed in ``.env.example`` (a test keeps the two in step). Nothing is read at import: call :func:`load_settings`.
"""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import SettingsError

HOME = Path(__file__).resolve().parent
_HEADER = "^[A-Za-z][A-Za-z0-9-]{0,63}$"
#: What pydantic finds wrong with a value, in Chinese; anything else is passed on as it puts it.
_WRONG = {
    "int_parsing": "应是整数",
    "float_parsing": "应是数字",
    "bool_parsing": "应是 true 或 false",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_pattern_mismatch": "应符合 {pattern}",
}


class Settings(BaseSettings):
    """Settings of one process. Relative paths count from the folder that holds this file."""

    model_config = SettingsConfigDict(env_prefix="WENCE_", env_file=HOME / ".env", frozen=True, extra="ignore")

    corpus_dir: Path = Field(
        default=Path("corpus/plans"), description="语料文件夹：一份方案一个文件，文件名就是方案编号"
    )
    index_dir: Path = Field(default=Path("var/index"), description="索引文件夹：由 python -m index build 写入")
    store: str = Field(
        default="files",
        pattern="^(files|milvus)$",
        description="索引存在哪里：files（索引文件夹，一台机器）或 milvus（向量和词在 Milvus，文本和台账在 PostgreSQL，几台机器共用）",
    )
    milvus_uri: str = Field(
        default="",
        description="store=milvus 时 Milvus 的地址，如 http://127.0.0.1:19530，可在后面写 /库名；写成文件路径则用 Milvus Lite",
    )
    milvus_token: SecretStr = Field(default=SecretStr(""), description="Milvus 的令牌（用户:密码）；不写入日志和报错")
    index_url: SecretStr = Field(
        default=SecretStr(""),
        description="store=milvus 时存文本和台账的 PostgreSQL，如 postgresql+psycopg://用户:密码@主机/库；可与留存同库，表各归各",
    )
    feedback_file: str = Field(
        default="var/feedback.jsonl",
        description="记下读者评价的文件，每行一条 JSON；留空则不收评价，网页上不出现评价按钮",
    )
    host: str = Field(default="127.0.0.1", description="监听地址；0.0.0.0 表示本机所有网卡")
    port: int = Field(default=7860, ge=0, le=65535, description="监听端口")
    workers: int = Field(
        default=0, ge=0, le=64, description="服务进程数；0 表示按可用的核数（最多 4 个），1 表示只用一个进程"
    )
    connections: int = Field(
        default=1000, ge=16, le=100000, description="每个进程同时打开的连接数上限；文件句柄不够时自动减少"
    )
    header_seconds: float = Field(default=10.0, gt=0, le=600, description="客户端发完请求头的时限（秒）")
    idle_seconds: float = Field(default=15.0, gt=0, le=3600, description="两次请求之间连接保持的时间（秒）")
    drain_seconds: float = Field(
        default=10.0, gt=0, le=600, description="停止服务时，正在生成的回答还可以用的时间（秒）"
    )
    metrics: str = Field(
        default="loopback",
        pattern="^(loopback|on|off)$",
        description="运行指标 /metrics：loopback 只在监听本机地址时给出，on 总是给出，off 不给",
    )
    log_questions: bool = Field(
        default=False, description="日志里是否记下请求的内容（含问题原文），只供排查时用；默认不记"
    )
    portal_origins: str = Field(
        default="", description="允许内嵌本页或跨域调用接口的门户地址，逗号分隔，如 https://portal.example.gov.cn"
    )
    allowed_hosts: str = Field(
        default="", description="除本机名和监听地址外，浏览器可用来访问的主机名，逗号分隔，如 wence.example.gov.cn"
    )
    access: str = Field(
        default="auto",
        pattern="^(auto|none|keys|sso|both)$",
        description="谁可以用：auto（只在本机监听时不设限，监听别的地址时要求写明）、none（不设限）、keys（密钥）、sso（登录网关）、both（两者都收）",
    )
    trusted_proxies: str = Field(
        default="", description="可信的反向代理的地址段（CIDR），逗号分隔；只有它们说的来访地址和用户才算数"
    )
    sso_user_header: str = Field(default="X-Forwarded-User", pattern=_HEADER, description="登录网关写用户名的请求头")
    sso_role_header: str = Field(
        default="", pattern=f"^$|{_HEADER}", description="登录网关写角色（reader 或 admin）的请求头；留空则都是 reader"
    )
    sso_secret_header: str = Field(
        default="X-Wence-Secret", pattern=_HEADER, description="登录网关出示共享密钥的请求头"
    )
    sso_secret: SecretStr = Field(
        default=SecretStr(""), description="与登录网关共享的密钥，至少 32 个字符；不写入日志和报错"
    )
    sso_admins: str = Field(default="", description="经登录网关进来时是管理员的用户名，逗号分隔")
    rate_limit: str = Field(
        default="300/minute",
        description="有访问控制时，每个用户的请求上限，如 300/minute 或 10/second;2000/hour；各进程合计；留空则不限",
    )
    hsts_seconds: int = Field(
        default=0, ge=0, le=63072000, description="在 TLS 后面时要浏览器只用 https 的秒数，如 31536000；0 则不说"
    )
    records: str = Field(
        default="auto",
        pattern="^(auto|on|off)$",
        description="是否留存对话和评价：auto（有访问控制时留存，没有时只留在浏览器里）、on 或 off",
    )
    records_url: SecretStr = Field(
        default=SecretStr(""),
        description="留存用的数据库，如 postgresql+psycopg://用户:密码@主机/库；留空则为 var/records.db（SQLite）",
    )
    records_days: int = Field(
        default=180, ge=0, le=36500, description="对话和评价留存的天数，到期删除；0 则一直留存；审计记录不删"
    )
    records_conversations: int = Field(
        default=5_000, ge=1, le=1_000_000, description="每个用户至多留存多少个对话；满了要人来删，不会自动丢"
    )
    audit_dir: Path = Field(
        default=Path("var/audit"), description="审计链的封条（head）和密钥（key）所在的文件夹；宜与数据库不在一处"
    )
    audit_key: SecretStr = Field(
        default=SecretStr(""), description="审计链的密钥，至少 32 个字符；留空则在 audit_dir 里自动生成"
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="别人打开本服务的地址，写进交给其他程序的出处链接，如 https://wence.example.gov.cn；留空则用请求里的主机名",
    )
    embedding_model: str = Field(
        default="bundled",
        description="向量模型：bundled（随附）、本机路径、sentence-transformers 模型名，或下面接口里的模型名；改后要重建索引",
    )
    embedding_download: bool = Field(default=False, description="是否允许联网下载 embedding_model（默认不联网）")
    embedding_base_url: str = Field(
        default="", description="向量模型的接口地址（OpenAI 兼容），如 http://127.0.0.1:11434/v1；不设则模型在本机运行"
    )
    embedding_key: SecretStr = Field(default=SecretStr(""), description="向量接口的密钥；不写入日志和报错")
    token_encoding: str = Field(default="bundled", description="计词元的编码：bundled（随附）或 tiktoken 编码名")
    passage_tokens: int = Field(default=320, ge=64, le=4096, description="每个段落的词元上限（含标题与条款路径）")
    question_characters: int = Field(default=1000, ge=50, le=20000, description="问题的字数上限")
    #: Of all workers together. One thread answers at a time in a process: by `python -m eval.bench load overload` (two workers, four times
    #: the capacity) four seats refused after 1.1 s (p50) and answered 55 a second, two refuse within 10 ms and answer 66.
    concurrency: int = Field(default=2, ge=1, le=64, description="同时回答的问题数")
    check_seconds: float = Field(
        default=3600.0,
        ge=0,
        le=604800,
        description="每隔多少秒把正在用的索引的全部校验和重新核对一遍，坏了则就绪检查为 degraded；0 则不核对",
    )
    answer_seconds: float = Field(
        default=20.0, gt=0, le=600, description="检索和摘录一个回答的时限（秒），到时停止并告知提问者"
    )
    model_base_url: str = Field(
        default="", description="对话模型的接口地址（OpenAI 兼容），如 http://127.0.0.1:11434/v1；不设则不用模型"
    )
    model_name: str = Field(default="", description="对话模型的名称，如 qwen3:8b；与接口地址都设了才启用")
    model_key: SecretStr = Field(default=SecretStr(""), description="接口密钥；不写入日志、回答和报错")
    model_temperature: float = Field(default=0.0, ge=0.0, le=2.0, description="采样温度")
    model_context: int = Field(default=16384, ge=2048, le=1048576, description="模型的上下文长度（词元）")
    model_answer_tokens: int = Field(default=1024, ge=64, le=32768, description="一次回答的词元上限")
    model_repair: bool = Field(default=False, description="没有通过核对、又没有原文可代替的句子，再请模型改写一次")
    model_connect_seconds: float = Field(default=5.0, gt=0, le=600, description="连上接口的时限（秒）")
    model_first_token_seconds: float = Field(default=20.0, gt=0, le=600, description="等到第一个字的时限（秒）")
    model_between_tokens_seconds: float = Field(default=10.0, gt=0, le=600, description="相邻两次出字的时限（秒）")
    model_total_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="整个回答的时限（秒），到时改用摘录作答"
    )
    model_concurrency: int = Field(default=4, ge=1, le=256, description="同时向模型发出的请求数")
    model_price_in: float = Field(default=0.0, ge=0, description="每百万输入词元的价格（元），用于记录费用")
    model_price_out: float = Field(default=0.0, ge=0, description="每百万输出词元的价格（元），用于记录费用")
    answer_mode: str = Field(
        default="llm",
        pattern="^(extract|llm|long-context)$",
        description="默认作答方式：llm、long-context 或 extract；没有设置模型时总是 extract",
    )
    desk_evaluation: bool = Field(
        default=False, description="是否打开评测页 /desk/evaluation/：用题集给回答打分，会占用一个核；默认不开"
    )
    desk_documents: bool = Field(
        default=False, description="是否打开资料页 /desk/documents/：能进网页的人都可以上传并发布方案；默认不开"
    )
    desk_dir: Path = Field(
        default=Path("var/desk"), description="评测和资料两页的文件夹：评测结果、上传的题目、操作记录"
    )
    desk_upload_mib: int = Field(default=64, ge=1, le=256, description="资料页上传的一个文件的大小上限（MiB）")

    @property
    def feedback_path(self) -> Path | None:
        """Where readers' remarks go; None where none are kept."""
        return HOME / self.feedback_file if self.feedback_file else None

    @property
    def has_access(self) -> bool:
        """Whether who asks has to say who they are."""
        return self.access in ("keys", "sso", "both")

    @property
    def keeps_records(self) -> bool:
        """Whether conversations and remarks are kept here rather than in the browser."""
        return self.records == "on" or (self.records == "auto" and self.has_access)

    @property
    def database(self) -> str:
        """The URL of the records, whether or not they are kept; a file of this machine unless another is named."""
        return self.records_url.get_secret_value() or f"sqlite:///{HOME / 'var' / 'records.db'}"

    @property
    def has_model(self) -> bool:
        """Whether a chat model is to be used at all."""
        return bool(self.model_base_url and self.model_name)

    @property
    def origins(self) -> tuple[str, ...]:
        """The portal origins, without trailing slashes."""
        return tuple(o.strip().rstrip("/") for o in self.portal_origins.split(",") if o.strip())

    @property
    def hosts(self) -> tuple[str, ...]:
        """The extra host names the page may be reached by, in lower case."""
        return tuple(h.strip().lower() for h in self.allowed_hosts.split(",") if h.strip())


def load_settings(**overrides: object) -> Settings:
    """Read ``.env`` and the environment; ``overrides`` that are not None win (command-line options).

    Raises:
        SettingsError: a value is out of range or of the wrong kind; the message names the key.
    """
    chosen = {key: value for key, value in overrides.items() if value is not None}
    if "index_dir" in chosen:
        chosen.setdefault("store", "files")  # who names an index folder means that folder
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]  # pydantic checks the values
    except UnicodeDecodeError:
        raise SettingsError(".env 不是 UTF-8 编码。请用 UTF-8 重新保存 .env。") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = "_".join(str(part) for part in first["loc"]).upper()
        known = _WRONG.get(first["type"])
        wrong = known.format(**first.get("ctx", {})) if known else first["msg"]
        raise SettingsError(
            f"设置 WENCE_{key} 的值不可用：{wrong}。请对照 .env.example 修改 .env 或环境变量。"
        ) from None
    resolved = {name: HOME / getattr(settings, name) for name in ("corpus_dir", "index_dir", "desk_dir", "audit_dir")}
    return settings.model_copy(update=resolved)
