"""Older office files to DOCX by LibreOffice, where it is installed: in a profile of its own, without network, under limits.

What it writes is read as any DOCX is, in the parsing process; nothing else of it is used.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from corpus.readers import limits
from corpus.readers.document import Unreadable

#: Files that LibreOffice converts, and what else can be done with each.
OFFICE_KINDS = {
    ".doc": "旧版 Word 文档，请用 Word 或 WPS 另存为 .docx",
    ".wps": "旧版 WPS 文档，请用 WPS 另存为 .docx",
    ".rtf": "RTF 文档，请用 Word 或 WPS 另存为 .docx",
    ".ofd": "OFD 版式文件，请导出为带文字层的 PDF 或 .docx",
}
_NAMES = ("soffice", "libreoffice")
#: No macros, no links followed, whatever a document asks for.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP", "LD_LIBRARY_PATH")
#: A proxy that nobody is: where the system cannot take the network away, what asks for it by the usual ways finds none.
_NO_PROXY = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
#: Limits the memory of what it then becomes.
_LIMITED = "import os,resource,sys;m=int(sys.argv[1]);resource.setrlimit(resource.RLIMIT_AS,(m,m));os.execvp(sys.argv[2],sys.argv[2:])"


def find_office() -> str:
    """The path of LibreOffice; empty where it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), "")


def remedy(kind: str) -> str:
    """Why a file of this kind is not read where LibreOffice is missing, and what to do."""
    return f"{OFFICE_KINDS[kind]}；或安装 LibreOffice（命令 soffice）后重试，由程序自动转换"


@contextmanager
def converted(data: bytes, kind: str) -> Iterator[Path]:
    """The DOCX that LibreOffice makes of a file, while this lasts.

    Raises:
        Unreadable: it is not installed, took too long, or made nothing of it.
    """
    office = find_office()
    if not office:
        raise Unreadable(f"不支持的文件类型。{remedy(kind)}。")
    with tempfile.TemporaryDirectory(prefix="wence-office-") as place:
        home = Path(place)
        source, made = home / f"source{kind}", home / "out" / "source.docx"
        source.write_bytes(data)
        profile = home / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        target = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source)]
        _run([*_without_network(), *_with_limits(), office, *options, *target], home, kind)
        if not made.is_file() or made.stat().st_size == 0:
            raise Unreadable(f"LibreOffice 没能转换这个文件（已损坏、已加密，或它不认识）。{OFFICE_KINDS[kind]}。")
        if made.stat().st_size > limits.FILE_BYTES[".docx"]:
            raise Unreadable(f"转换后的文件过大。{OFFICE_KINDS[kind]}，或拆分后再放入。")
        yield made


def _run(command: Sequence[str], home: Path, kind: str) -> None:
    """Run a command and all that it starts until it ends, or its time does."""
    environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    process = subprocess.Popen(  # noqa: S603  # the office program of the PATH, no shell
        command,
        cwd=home,
        env=environment | _NO_PROXY | {"HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unreadable(f"LibreOffice 转换超过 {limits.OFFICE_SECONDS} 秒，已停止。{OFFICE_KINDS[kind]}。") from None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End what is left of a program's session: LibreOffice is a starter and the program that it starts."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()
    process.wait()


def _with_limits() -> list[str]:
    if sys.platform == "win32":
        return []
    return [sys.executable, "-S", "-c", _LIMITED, str(limits.OFFICE_MEMORY_BYTES)]


@cache
def _without_network() -> tuple[str, ...]:
    """What takes the network away from a command, where the system lets a user do that."""
    unshare = shutil.which("unshare")
    if not unshare:
        return ()
    command = (unshare, "--map-root-user", "--net")
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)  # noqa: S603  # a fixed command
    return command if tried.returncode == 0 else ()
