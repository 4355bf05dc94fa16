"""The process that parses: ``python -m corpus.readers.worker`` reads one JSON request a line and answers each with a JSON line.

A request is ``{"path": str, "kind": ".docx"}`` (parse a file), ``{"path": str, "kind": ".zip"}`` (list a ZIP's members) or
``{"path": str, "kind": ".pdf", "member": 3}`` (parse a member of a ZIP). An answer is ``{"text", "remarks", "pictures"}``,
``{"members"}`` or ``{"refused"}``, with ``"pictures"`` where the words of a document are pictures of pages; with ``"spent"`` it is the last, since what one document left behind must not harm the next. Before it reads
anything the process gives up most of its rights to memory, files and time.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.readers import limits
from corpus.readers.archive import list_members, open_zip, read_entry
from corpus.readers.content import check_label
from corpus.readers.document import Pictured, Unreadable
from corpus.readers.parse import parse

_OUT_OF_MEMORY = "解析所需内存超过上限，已停止。请拆分或重新另存该文件。"


def main() -> None:
    """Parse until standard input ends; the only argument is the processor seconds for each document."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else limits.CPU_SECONDS
    serve(_read, seconds=seconds, memory=limits.MEMORY_BYTES)


def serve(read: Callable[[dict[str, Any]], dict[str, Any]], *, seconds: int, memory: int) -> None:
    """Answer requests by ``read`` until standard input ends. Whatever a library prints is kept away from the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _limit_memory_and_files(memory)
    for line in sys.stdin.buffer:
        _limit_time(seconds)
        answer = _answer(read, json.loads(line))
        if _is_swollen(memory):
            answer["spent"] = True
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()


def request_bytes(request: dict[str, Any]) -> bytes:
    """The bytes of the file that a request is about, or of the member of the ZIP.

    Raises:
        Unreadable: the ZIP is damaged, or the member over a limit.
        OSError: the file cannot be read.
    """
    path, member = Path(request["path"]), request.get("member")
    if member is None:
        return path.read_bytes()
    with open_zip(path) as package:
        return read_entry(package, package.infolist()[member], limits.FILE_BYTES[request["kind"]])


def _answer(read: Callable[[dict[str, Any]], dict[str, Any]], request: dict[str, Any]) -> dict[str, Any]:
    """A parser may fail in any way; its document is then refused."""
    try:
        return read(request)
    except Pictured as error:
        return {"refused": str(error), "pictures": error.pages}
    except Unreadable as error:
        return {"refused": str(error)}
    except OSError as error:
        return {"refused": f"无法读取（{error.strerror}）。请检查文件权限。"}
    except MemoryError:
        return {"refused": _OUT_OF_MEMORY, "spent": True}
    except RecursionError:
        return {"refused": "嵌套层数过深，拒绝解析。请重新另存该文件。", "spent": True}
    except Exception as error:  # noqa: BLE001  # third-party parsers raise what they like on damaged files
        reason = f"解析失败（{type(error).__name__}），文件可能已损坏。请重新另存该文件。"
        return {"refused": reason, "spent": True}


def _read(request: dict[str, Any]) -> dict[str, Any]:
    kind = request["kind"]
    if kind == ".zip":
        path = Path(request["path"])
        with path.open("rb") as file:
            check_label(kind, file.read(limits.MIB))
        with open_zip(path) as package:
            return {"members": [(m.index, m.name, m.refused) for m in list_members(package)]}
    parsed = parse(kind, request_bytes(request))
    return {"text": parsed.text, "remarks": parsed.remarks, "pictures": parsed.pictures}


def _is_swollen(memory: int) -> bool:
    """Whether the process has at some time held a quarter of the memory it may have."""
    try:
        import resource
    except ImportError:
        return False
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit > memory // 4


def _limit_memory_and_files(memory: int) -> None:
    """Address space, no written files, no core dumps. Windows has no such limits: there only the parent's clock protects."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _limit_time(seconds: int) -> None:
    """Let the process use so many more seconds of processor time; then the system ends it."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    end = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))


if __name__ == "__main__":
    main()
