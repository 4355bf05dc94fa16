"""The commands of ``python -m portal`` about who may use it and what is kept: keys, audit, data, backup, restore."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from errors import AuditUnsound, SettingsError
from settings import Settings, load_settings

if TYPE_CHECKING:
    from portal.records.records import Records

keys = typer.Typer(no_args_is_help=True, help="密钥：create、list、revoke")
audit = typer.Typer(no_args_is_help=True, help="审计记录：verify")
data = typer.Typer(no_args_is_help=True, help="一个用户的数据：export、delete；到期的：purge")

WHO = "命令行"
UserOption = Annotated[str, typer.Option("--user", help="用户名")]


def _records() -> "Records":
    from portal.records.records import open_records

    return open_records(load_settings())


@keys.command()
def create(
    user: UserOption,
    role: Annotated[
        Literal["reader", "admin"], typer.Option(help="reader 提问和查看；admin 还可以用评测和资料两页")
    ] = "reader",
    days: Annotated[int, typer.Option(min=0, max=36500, help="多少天后过期；0 为不过期")] = 0,
) -> None:
    """生成一把密钥；只显示这一次。"""
    from portal.access.keys import prefix_of
    from portal.access.sso import USER_NAME

    if not USER_NAME.fullmatch(user):
        raise SettingsError("用户名只能含字母、数字和 . _ @ + -，最长 128 个字符。请换一个再试。")
    records = _records()
    key = records.keys.make(user.lower(), role, datetime.now(UTC) + timedelta(days=days) if days else None)
    records.audit.note(WHO, "生成密钥", f"{prefix_of(key)} {user.lower()} {role}")
    print(key)


@keys.command("list")
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="每行一个 JSON 对象")] = False) -> None:
    """列出密钥：前缀、用户、角色、状态；密钥本身没有留存。"""
    now = datetime.now(UTC)
    for key in _records().keys.all():
        over = key.expires is not None and key.expires <= now
        state = "已吊销" if key.revoked else "已过期" if over else "可用"
        ends = key.expires.date().isoformat() if key.expires else "不过期"
        facts = {"prefix": key.prefix, "user": key.user, "role": key.role, "created": key.created.date().isoformat()}
        told = {**facts, "expires": ends, "state": state}
        print(json.dumps(told, ensure_ascii=False) if as_json else "  ".join(told.values()))


@keys.command()
def revoke(prefix: Annotated[str, typer.Argument(help="密钥的前缀，见 keys list")]) -> None:
    """吊销一把密钥；马上生效。"""
    records = _records()
    key = records.keys.revoke(prefix.removeprefix("wence_")[:8])
    records.audit.note(WHO, "吊销密钥", f"{key.prefix} {key.user}")
    print(f"已吊销 {key.prefix}（{key.user}）")


@audit.command()
def verify() -> None:
    """核对审计记录：改过、删过、换过次序、截去末尾的都会发现；有问题时退出码为 1。"""
    lines, findings = _records().audit.verify()
    if findings:
        raise AuditUnsound("审计记录被改动过：" + "；".join(f.told for f in findings) + "。请保留现场，从备份核对。")
    print(f"{lines} 行，全部完好")


@audit.command("list")
def list_lines(last: Annotated[int, typer.Option(min=1, max=10000, help="最后多少行")] = 50) -> None:
    """列出最后的审计记录。"""
    for line in _records().audit.last(last):
        print(json.dumps(line, ensure_ascii=False))


@data.command()
def export(user: UserOption) -> None:
    """一个用户的全部留存（JSON）。"""
    records = _records()
    records.audit.note(WHO, "导出用户数据", user.lower())
    for part in records.holdings.export(user.lower()):
        sys.stdout.write(part)
    print()


@data.command()
def delete(user: UserOption, yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False) -> None:
    """删除一个用户的全部对话和评价；密钥另行吊销，审计记录保留。"""
    if not yes:
        typer.confirm(f"要删除 {user} 的全部对话和评价吗？删了就没有了", abort=True)
    records = _records()
    gone = records.holdings.delete(user.lower())
    records.audit.note(WHO, "删除用户数据", f"{user.lower()}：对话 {gone['conversations']}，评价 {gone['feedback']}")
    print(f"已删除：对话 {gone['conversations']}，评价 {gone['feedback']}")


@data.command()
def purge() -> None:
    """删除到期的对话和评价（WENCE_RECORDS_DAYS）；服务运行时每天自动做一次。"""
    _records().purge()
    print("已删除到期的对话和评价")


def backup(file: Annotated[Path, typer.Argument(help="备份文件，如 wence.tar")]) -> None:
    """把留存的记录和正在用的索引备份成一个文件；服务可以照常运行。"""
    from portal.records.backup import write_backup

    settings = load_settings()
    _note(settings, "备份", file.name)
    for line in write_backup(settings, file.absolute()):
        print(line)


def restore(file: Annotated[Path, typer.Argument(help="备份文件")]) -> None:
    """从备份文件恢复记录和索引；请先停止服务。原有的改名保留。"""
    from portal.records.backup import restore_backup

    settings = load_settings()
    for line in restore_backup(settings, file.absolute()):
        print(line)
    _note(settings, "恢复备份", file.name)


def _note(settings: Settings, what: str, about: str) -> None:
    """Say so in the audit log, where there is one."""
    if settings.has_access or settings.keeps_records:
        from portal.records.records import open_records

        records = open_records(settings)
        records.audit.note(WHO, what, about)
        records.engine.dispose()


def add_record_commands(app: typer.Typer) -> None:
    """Add them to the commands of the portal."""
    app.add_typer(keys, name="keys")
    app.add_typer(audit, name="audit")
    app.add_typer(data, name="data")
    app.command()(backup)
    app.command()(restore)
