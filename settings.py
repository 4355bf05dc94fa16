"""The one frozen settings object; the only reader of the environment and of ``.env``.

Every key is listed in ``.env.example`` (a test keeps the two in step). Nothing is read at import: call :func:`load_settings`.
"""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import SettingsError

HOME = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Settings of one process. Relative paths count from the folder that holds this file."""

    model_config = SettingsConfigDict(env_prefix="WENCE_", env_file=HOME / ".env", frozen=True, extra="ignore")

    corpus_dir: Path = Field(
        default=Path("corpus/plans"), description="语料文件夹：一份方案一个文件，文件名就是方案编号"
    )
    index_dir: Path = Field(default=Path("var/index"), description="索引文件夹：由 python -m index build 写入")
    host: str = Field(default="127.0.0.1", description="监听地址；0.0.0.0 表示本机所有网卡")
    port: int = Field(default=7860, ge=0, le=65535, description="监听端口")
    portal_origins: str = Field(
        default="", description="允许内嵌本页或跨域调用接口的门户地址，逗号分隔，如 https://portal.example.gov.cn"
    )
    allowed_hosts: str = Field(
        default="", description="除本机名和监听地址外，浏览器可用来访问的主机名，逗号分隔，如 wence.example.gov.cn"
    )
    embedding_model: str = Field(
        default="bundled", description="向量模型：bundled（随附）、本机路径，或 sentence-transformers 模型名"
    )
    embedding_download: bool = Field(default=False, description="是否允许联网下载 embedding_model（默认不联网）")
    token_encoding: str = Field(default="bundled", description="计词元的编码：bundled（随附）或 tiktoken 编码名")
    passage_tokens: int = Field(default=320, ge=64, le=4096, description="每个段落的词元上限（含标题与条款路径）")
    question_characters: int = Field(default=1000, ge=50, le=20000, description="问题的字数上限")
    concurrency: int = Field(default=4, ge=1, le=64, description="同时回答的问题数")

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
    try:
        settings = Settings(**chosen)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        key = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(
            f"设置 WENCE_{key} 的值不可用：{first['msg']}。请对照 .env.example 修改 .env 或环境变量。"
        ) from None
    resolved = {"corpus_dir": HOME / settings.corpus_dir, "index_dir": HOME / settings.index_dir}
    return settings.model_copy(update=resolved)
