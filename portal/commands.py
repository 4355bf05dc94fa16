"""Commands beside the server: the tools for a program that starts us, and a page of a portal to look at the widget in."""

from pathlib import Path
from typing import Annotated

import typer

from settings import load_settings

IndexOption = Annotated[Path | None, typer.Option("--index", help="索引文件夹；默认取设置 WENCE_INDEX_DIR")]


def add_commands(app: typer.Typer) -> None:
    """Add them to ``python -m portal``."""
    app.command("mcp")(mcp)
    app.command("sample")(sample)


def sample(
    wence: Annotated[str, typer.Option("--wence", help="问策的地址，如 http://127.0.0.1:7860")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="监听端口")] = 8080,
) -> None:
    """打开一个示例门户，里面有问策的小窗；只供查看和测试。问策要在 WENCE_PORTAL_ORIGINS 中列出它的地址。"""
    from portal.sample import serve_sample

    serve_sample(wence, port)


def mcp(index: IndexOption = None) -> None:
    """在标准输入输出上提供 MCP 工具（ask、search、get_clause、get_targets），由智能助手启动。"""
    import anyio

    from portal.answering import Answering
    from portal.asker import Asker
    from portal.closing import Closing
    from portal.mcp.server import build_server, serve_stdio
    from portal.records.records import open_records
    from portal.remembered import Remembered
    from retrieval.assistant import open_assistant
    from retrieval.seats import Seats
    from retrieval.service import Service

    settings = load_settings(index_dir=index and index.absolute())
    seats = Seats(settings.concurrency, settings.model_concurrency, settings.answer_seconds)
    service = Service(open_assistant(settings), seats)
    records = open_records(settings) if settings.keeps_records else None
    asker = Asker(service, Answering.of(settings), Closing(settings.drain_seconds), Remembered(), records)
    anyio.run(serve_stdio, build_server(asker))
