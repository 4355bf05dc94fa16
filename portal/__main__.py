"""``python -m portal``: commands beside the server (see portal/commands.py)."""

import typer

from commandline import run_command
from portal.commands import add_commands
from portal.records.commands import add_record_commands

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
add_commands(app)
add_record_commands(app)


@app.callback()
def about() -> None:
    """服务之外的命令。"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    return run_command(app, "python -m portal", arguments)


if __name__ == "__main__":
    raise SystemExit(main())
