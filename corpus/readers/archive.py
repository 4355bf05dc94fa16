"""ZIP files: what they hold, refused before unpacking when the declared sizes are not those of documents."""

import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.readers import limits
from corpus.readers.document import Unreadable

_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)
_DRIVE = re.compile(r"[A-Za-z]:")
#: Names that Windows gives to devices, whatever their extension.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a ZIP: its place in the ZIP's list, its name there, or why it cannot be read."""

    index: int
    name: str
    refused: str = ""


def open_zip(source: Path | IO[bytes]) -> zipfile.ZipFile:
    """Open a ZIP.

    Raises:
        Unreadable: it is damaged or not a ZIP.
    """
    try:
        return zipfile.ZipFile(source)
    except _BROKEN:
        raise Unreadable("压缩结构已损坏或不完整。请重新下载或重新另存该文件。") from None


def check_sizes(package: zipfile.ZipFile, entries: int) -> None:
    """Refuse a ZIP whose list promises too many entries or too many bytes. Nothing is unpacked.

    Raises:
        Unreadable: over a limit of :mod:`corpus.readers.limits`; the message names it.
    """
    infos = package.infolist()
    if len(infos) > entries:
        raise Unreadable(f"压缩包内有 {len(infos)} 个条目，超过 {entries} 个。请拆分后再放入。")
    total = sum(info.file_size for info in infos)
    if total > limits.UNPACKED_BYTES:
        most = limits.UNPACKED_BYTES // limits.MIB
        raise Unreadable(f"解压后将有 {total // limits.MIB} MiB，超过 {most} MiB，疑似压缩炸弹。请确认来源或拆分。")


def check_entry(info: zipfile.ZipInfo, most: int) -> None:
    """Refuse one entry by its declared size, its ratio or its encryption.

    Raises:
        Unreadable: see the message.
    """
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable("已加密（需要密码才能打开）。请去掉密码后重新打包。")
    if info.file_size > most:
        declared = info.file_size // limits.MIB
        raise Unreadable(f"解压后将有 {declared} MiB，超过 {most // limits.MIB} MiB。请确认来源或拆分。")
    if info.file_size > limits.MIB and info.file_size > limits.RATIO * max(info.compress_size, 1):
        ratio = info.file_size // max(info.compress_size, 1)
        raise Unreadable(f"压缩比达 {ratio} 倍，疑似压缩炸弹，拒绝解压。请确认来源。")


def read_entry(package: zipfile.ZipFile, entry: str | zipfile.ZipInfo, most: int) -> bytes:
    """Bytes of one entry, at most ``most`` whatever its declared size says.

    Raises:
        Unreadable: refused by :func:`check_entry`, damaged, or larger than declared.
    """
    try:
        info = entry if isinstance(entry, zipfile.ZipInfo) else package.getinfo(entry)
        check_entry(info, most)
        with package.open(info) as stream:
            data = stream.read(most + 1)
    except KeyError:
        raise Unreadable(f"文件已损坏（缺少内部文件 {entry}）。请重新另存。") from None
    except _BROKEN:
        raise Unreadable("压缩内容已损坏或不完整。请重新下载或重新另存该文件。") from None
    if len(data) > most:
        raise Unreadable(f"解压后超过 {most // limits.MIB} MiB。请确认来源或拆分。")
    return data


def list_members(package: zipfile.ZipFile) -> list[Member]:
    """The files of a ZIP of documents, in its order; folders and the hidden files of macOS and editors are passed over.

    Raises:
        Unreadable: a limit is exceeded, or it is a Word document with the wrong extension.
    """
    check_sizes(package, limits.ZIP_ENTRIES)
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        raise Unreadable("内容是 Office 文档，不是压缩包。请把扩展名改为 .docx。")
    members = []
    for index, info in enumerate(package.infolist()):
        name = member_name(info)
        if unsafe := why_unsafe(name):
            members.append(Member(index, name, unsafe))
            continue
        base = name.rstrip("/").rpartition("/")[2]
        if info.is_dir() or name.startswith("__MACOSX/") or base.startswith((".", "~$")):
            continue
        linked = stat.S_ISLNK(info.external_attr >> 16)
        members.append(Member(index, name, "是符号链接。请放入文件本身。" if linked else ""))
    return members


def why_unsafe(name: str) -> str:
    """Why an entry's name is none of a file inside the ZIP; empty when it is one.

    Nothing is ever unpacked under such a name. It is refused all the same: whoever wrote it meant another place, so its file
    is not taken for the plan that its last part names.
    """
    remedy = "请用常见的压缩软件重新打包。"
    if "\0" in name:
        return f"包内文件名含有空字符。{remedy}"
    if "\\" in name:
        return f"包内文件名含有反斜线。{remedy}"
    if name.startswith("/") or _DRIVE.match(name):
        return f"包内文件名是绝对路径。{remedy}"
    parts = name.split("/")
    if ".." in parts:
        return f"包内文件名指向压缩包之外（含有 ..）。{remedy}"
    if any(_DEVICE.fullmatch(part) for part in parts):
        return "包内文件名是系统保留的设备名。请改名后重新打包。"
    return ""


def member_name(info: zipfile.ZipInfo) -> str:
    """An entry's name as it is stored, NUL and what follows it included.

    Chinese Windows stores names in GBK without saying so, which shows as line-drawing signs.
    """
    stored = info.orig_filename if "\0" in info.orig_filename else info.filename
    if info.flag_bits & _UTF8_NAME or stored.isascii():
        return stored
    try:
        raw = stored.encode("cp437")
    except UnicodeEncodeError:
        return stored
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return stored
