"""Files to text: one module per format. A reader never guesses silently: what it cannot read it refuses with a reason.

Everything but plain text is parsed in another process with limits on memory and time (:mod:`corpus.readers.sandbox`). Pictures of
pages are recognised in one of their own (:mod:`corpus.readers.scanner`), older office files converted first (:mod:`corpus.readers.office`).
"""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from corpus.readers import limits
from corpus.readers.archive import open_zip, read_entry
from corpus.readers.document import Document, Pictured, Refusal, Unreadable
from corpus.readers.office import OFFICE_KINDS, converted
from corpus.readers.parse import PARSERS, TEXT_KINDS, parse
from corpus.readers.pictures import PICTURE_KINDS
from corpus.readers.sandbox import Sandbox
from corpus.readers.scanner import Scanner
from errors import DocumentUnreadable

__all__ = ["READERS", "Document", "DocumentReader", "Refusal", "read_document", "shown_name"]

#: Extensions of the files that are read.
READERS: tuple[str, ...] = (*sorted(PARSERS), ".zip")

#: … and those that are read where what reads them is installed.
_MORE = (*PICTURE_KINDS, *OFFICE_KINDS)

_REMEDIES = {
    ".rar": "请解压后放入其中的文件",
    ".7z": "请解压后放入其中的文件",
    ".xlsx": "表格文件，请把需要的内容另存为 .docx",
}


class DocumentReader:
    """Reads files one after another, sharing one parsing process and one that recognises. Use as a context manager."""

    def __init__(self, sandbox: Sandbox | None = None, scanner: Scanner | None = None) -> None:
        self._sandbox = sandbox or Sandbox()
        self._scanner = scanner or Scanner()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sandbox.__exit__(kind, error, trace)
        self._scanner.__exit__(kind, error, trace)

    def read(self, path: Path) -> Iterator[Document | Refusal]:
        """The document in a file, or those in a ZIP in its order; a refusal for each that cannot be read. Never raises for a file."""
        name = shown_name(path)
        try:
            size = _file_size(path)
            kind = _kind_of(PurePosixPath(path.name))
            _check_size(size, limits.FILE_BYTES[kind])
            if kind == ".zip":
                members = self._sandbox.ask(path, kind)["members"]
            else:
                yield self._document(path, kind, name)
                return
        except Unreadable as error:
            yield Refusal(name, str(error))
            return
        if not members:
            yield Refusal(name, "压缩包里没有文件。请放入含有方案文件的压缩包。")
        for index, inner, refused in members:
            yield self._member(path, index, inner, refused)

    def _document(self, path: Path, kind: str, name: str) -> Document:
        if kind in TEXT_KINDS:
            try:
                parsed = parse(kind, path.read_bytes())
            except OSError as error:
                raise Unreadable(f"无法读取（{error.strerror}）。请检查文件权限。") from None
            return Document(name, path.stem, parsed.text, parsed.remarks)
        return self._parsed(path, kind, None, name, path.stem)

    def _member(self, path: Path, index: int, inner: str, refused: str) -> Document | Refusal:
        place = PurePosixPath(inner)
        name = f"{shown_name(path)}/{_printable(inner)}"
        try:
            if refused:
                raise Unreadable(refused)
            kind = _kind_of(place)
            if kind == ".zip":
                raise Unreadable("是压缩包中的压缩包，不再解压。请把其中的文件直接放入。")
            return self._parsed(path, kind, index, name, place.stem)
        except Unreadable as error:
            return Refusal(name, str(error))

    def _parsed(self, path: Path, kind: str, member: int | None, name: str, stem: str) -> Document:
        """A document that another process reads; what is there only in pictures is recognised where that can be done."""
        if kind in OFFICE_KINDS:
            with converted(_bytes_of(path, kind, member), kind) as made:
                return self._parsed(made, ".docx", None, name, stem)
        if kind in PICTURE_KINDS:
            return self._scanned(path, kind, member, None, name, stem)
        try:
            answer = self._sandbox.ask(path, kind, member)
        except Pictured as error:
            if not self._scanner.is_ready:
                raise
            return self._scanned(path, kind, member, error.pages, name, stem)
        if answer.get("pictures") and self._scanner.is_ready:
            return self._scanned(path, kind, member, answer["pictures"], name, stem)
        return Document(name, stem, answer["text"], tuple(answer["remarks"]))

    def _scanned(
        self, path: Path, kind: str, member: int | None, pages: Collection[int] | None, name: str, stem: str
    ) -> Document:
        parsed, lines = self._scanner.read(path, kind, member, pages)
        return Document(name, stem, parsed.text, parsed.remarks, lines)


def _bytes_of(path: Path, kind: str, member: int | None) -> bytes:
    """The bytes of a file or of a member of a ZIP.

    Raises:
        Unreadable: it cannot be read.
    """
    try:
        if member is None:
            return path.read_bytes()
        with open_zip(path) as package:
            return read_entry(package, package.infolist()[member], limits.FILE_BYTES[kind])
    except OSError as error:
        raise Unreadable(f"无法读取（{error.strerror}）。请检查文件权限。") from None


def read_document(path: Path) -> str:
    """Text of a file of a known kind (see :data:`READERS`; not ``.zip``, which may hold several).

    Raises:
        DocumentUnreadable: unknown kind, damaged, encrypted, too large, without text …; the message says what to do.
    """
    with DocumentReader() as reader:
        results = list(reader.read(path))
    if len(results) == 1 and isinstance(results[0], Document):
        return results[0].text
    reason = results[0].reason if isinstance(results[0], Refusal) else "含有多份文件。请解压后逐个读取。"
    raise DocumentUnreadable(f"{results[0].name}：{reason}")


def shown_name(path: Path) -> str:
    """A file's name as it can be printed, whatever bytes it is made of."""
    return _printable(os.fsencode(path.name).decode("utf-8", errors="replace"))


def _printable(name: str) -> str:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in name)
    return shown if len(shown) <= limits.NAME_CHARACTERS else f"{shown[: limits.NAME_CHARACTERS]}…"


def _kind_of(place: PurePosixPath) -> str:
    """The extension, when a file so named can become a plan.

    Raises:
        Unreadable: unknown kind, or a name that cannot be a plan id.
    """
    kind = place.suffix.lower()
    if kind not in READERS and kind not in _MORE:
        remedy = _REMEDIES.get(kind, f"请另存为 {'、'.join(READERS)} 之一")
        raise Unreadable(f"不支持的文件类型。{remedy}。")
    if not all(c.isprintable() for c in place.stem):
        raise Unreadable("文件名含有无法显示的字符（或不是 UTF-8 编码）。请改名。")
    if len(place.stem) > limits.NAME_CHARACTERS:
        raise Unreadable(f"文件名超过 {limits.NAME_CHARACTERS} 个字。请改短。")
    return kind


def _file_size(path: Path) -> int:
    """Bytes of a plain file, without opening it: opening a pipe or a device would wait for ever.

    Raises:
        Unreadable: it is something else, or a link out of its folder.
    """
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
            raise Unreadable("是指向语料文件夹之外的符号链接。请放入文件本身。")
        status = path.stat()
    except (OSError, RuntimeError):
        raise Unreadable("无法读取（链接失效或没有权限）。请检查文件。") from None
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("是文件夹，不是文件。语料文件夹不分层，请把其中的文件直接放进来。")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("不是普通文件（管道或设备）。请移走。")
    return status.st_size


def _check_size(size: int, most: int) -> None:
    if size > most:
        shown = f"文件有 {size // limits.MIB} MiB，超过 {most // limits.MIB} MiB"
        raise Unreadable(f"{shown}。请拆分后再放入语料文件夹。")
