"""问策: ``python app.py [serve]`` opens the chat page and the API; ``python app.py ask "问题"`` answers once on the command line."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from commandline import run_command

if TYPE_CHECKING:
    from eval.desk.evaluation import Evaluation
    from portal.contract import Service as AnyService
    from retrieval.answer import Answer
    from retrieval.service import Service
    from settings import Settings

IndexDir = Annotated[Path | None, typer.Option("--index", help="索引文件夹（默认取自设置）")]


class ServeByDefault(TyperGroup):
    """``serve`` is meant when no subcommand is named, also when only its options are given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``serve`` in front of bare options."""
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


commands = typer.Typer(
    cls=ServeByDefault,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="问策：带出处的方案问答",
)


@commands.command()
def serve(
    index: IndexDir = None,
    host: Annotated[str | None, typer.Option(help="监听地址")] = None,
    port: Annotated[int | None, typer.Option(help="监听端口")] = None,
) -> None:
    """打开网页和接口；端口可用后打印 READY 和地址。"""
    from portal.access.opening import check_access
    from portal.server import bind
    from portal.workers import serve_workers
    from settings import load_settings

    settings = load_settings(index_dir=_absolute(index), host=host, port=port)
    check_access(settings)
    with bind(settings) as listening:
        serve_workers(_open_service, settings, listening, _open_evaluation)


def _open_service(settings: "Settings") -> "Service":
    """Imported in the process that serves: the parent of several stays small and free of threads."""
    from retrieval.assistant import open_assistant
    from retrieval.seats import Seats
    from retrieval.service import Service

    if settings.desk_documents:
        from portal.documents import recover_documents

        recover_documents(settings)
    seats = Seats(settings.concurrency, settings.model_concurrency, settings.answer_seconds)
    service = Service(open_assistant(settings), seats)
    if settings.check_seconds:
        service.keep_inspecting(settings.check_seconds)
    return service


def _open_evaluation(settings: "Settings", service: "AnyService") -> "Evaluation":
    """The page 评测 evaluates whatever snapshot the service gives out."""
    from eval.desk.evaluation import Evaluation
    from index.snapshot import Index

    def served() -> Index:
        index = service.now().index
        assert isinstance(index, Index)
        return index

    return Evaluation(settings.desk_dir, served)


@commands.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题")],
    index: IndexDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出完整的回答记录（JSON）")] = False,
) -> None:
    """回答一个问题，列出出处。"""
    from retrieval.assistant import open_assistant
    from settings import load_settings

    question = question.encode("utf-8", "replace").decode("utf-8")  # a terminal may hand over broken bytes
    answer = open_assistant(load_settings(index_dir=_absolute(index))).ask(question)
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if as_json else _as_text(answer))


def _as_text(answer: "Answer") -> str:
    lines = [answer.answer]
    lines += [f"〔{c.n}〕《{c.title}》{c.address}：{c.quote}" for c in answer.citations]
    return "\n".join(lines)


def _absolute(folder: Path | None) -> Path | None:
    """Options count from where the command is given, settings from where app.py is."""
    return folder.resolve() if folder is not None else None


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    return run_command(commands, "python app.py", arguments)


if __name__ == "__main__":
    raise SystemExit(main())
