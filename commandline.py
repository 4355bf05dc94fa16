"""How every command line of 问策 ends: an expected failure is one Chinese line on stderr and an exit code, never a traceback.

The ``__main__`` files import this before the libraries that take seconds: from then on Ctrl-C is quiet (:func:`_end_quietly`).
"""

import os
import re
import sys
from collections.abc import Sequence
from types import TracebackType

import typer

from errors import WenceError

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""
_WRONG_USAGE = 2
#: What Typer says of a wrong command line, in Chinese; what is not in the list is passed on as Typer puts it.
_USAGE = (
    (r"No such option: (?P<what>\S+)", "没有 {what} 这个选项。"),
    (r"No such command '(?P<what>.*?)'", "没有 {what} 这个命令。"),
    (r"Missing command", "没有写要做什么。"),
    (r"Missing option '(?P<what>.*?)'", "缺少选项 {what}。"),
    (r"Missing argument '(?P<what>.*?)'", "缺少 {what}。"),
    (r"Option '(?P<what>.*?)' requires an argument", "选项 {what} 后面没有写值。"),
    (r"Got unexpected extra argument.*? \((?P<what>.*)\)$", "多写了 {what}。"),
    (r"Invalid value for '(?P<what>.*?)'.*?: .*valid integer", "{what} 的值应是整数。"),
    (r"Invalid value for '(?P<what>.*?)'.*?: (?P<why>.*)", "{what} 的值不可用：{why}"),
    (r"Invalid value: (?P<why>.*)", "{why}"),
)


def _read_chinese() -> None:
    """Begin again in UTF-8 mode where Python takes the locale for ASCII (``LC_ALL=C`` with ``PYTHONUTF8=0``).

    Else arguments, file names and what other programs print would arrive as surrogates, and Chinese paths could not be opened at all.
    """
    if sys.getfilesystemencoding().lower() in ("ascii", "us-ascii") and sys.orig_argv and not sys.flags.utf8_mode:
        os.environ["PYTHONUTF8"] = "1"  # for the processes that this one starts
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  # the same command again


def run_command(app: typer.Typer, program: str, arguments: Sequence[str] | None = None) -> int:
    """Run one command of ``app`` and return its exit code.

    ``program`` is what people type, as ``python -m index``; ``arguments`` are the process's own unless given.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a terminal or a pipe
    if arguments is None:
        _read_chinese()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given and app.info.no_args_is_help is True:
        app(["--help"], prog_name=program, standalone_mode=False)
        return _WRONG_USAGE
    try:
        code = app(given, prog_name=program, standalone_mode=False)
    except WenceError as error:
        return _fail(str(error), 1)
    except typer.TyperException as error:
        return _fail(
            f"命令写法不对：{_in_chinese(error.format_message())}请用 {program} --help 查看用法。", _WRONG_USAGE
        )
    except OSError as error:
        return _fail(f"无法读写 {error.filename or '文件'}（{error.strerror}）。请检查路径、权限和磁盘空间。", 1)
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED
    if code == STOPPED:
        return _fail("已中断。", STOPPED)
    return code if isinstance(code, int) else 0


def _fail(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _in_chinese(message: str) -> str:
    for pattern, chinese in _USAGE:
        if found := re.match(pattern, message, re.DOTALL):
            said = chinese.format(**found.groupdict())
            return said if said.endswith("。") else f"{said.rstrip('.')}。"
    return f"{message} "


def _end_quietly(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say one line when a person stops a command that has hardly begun; anything else is shown in full."""
    if issubclass(kind, KeyboardInterrupt):
        _fail("已中断。", STOPPED)
    else:
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _end_quietly
