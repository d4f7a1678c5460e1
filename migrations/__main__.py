"""``python -m migrations upgrade`` (DATABASE_URL is the owner's), ``… check``, ``… new "add care agreements"``, ``… reseal``,
``… backup FILE``, ``… restore FILE``, ``… downgrade 0007``."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from alembic.util import CommandError
from pydantic import Field, SecretStr

from migrations import running
from migrations.backups import BackupError, NotEmpty, backup, restore
from migrations.resealing import reseal_everything
from migrations.roles import RoleTooPowerful
from shared.personal import KeyRing, KeyRingError, install
from shared.postgres import EmbeddedPostgres
from shared.settings import BaseDoudiSettings, OwnerSettings


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m migrations", description="数据库迁移")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("upgrade", help="建立角色与模式，迁移到最新版本（DATABASE_URL 为属主连接）")
    commands.add_parser("check", help="检查模型与迁移是否一致（自带临时数据库）")
    commands.add_parser("reseal", help="换用新的当前密钥后，把旧密钥加密的个人信息改用新密钥加密")
    for command, words in {"backup": "备份整个数据库（服务可继续运行）", "restore": "把备份恢复到空的数据库"}.items():
        commands.add_parser(command, help=words).add_argument("file", type=Path, help="备份文件")
    down = commands.add_parser("downgrade", help="退回到较早的版本；只在较新的表和列中的数据会丢失")
    down.add_argument("to", help="版本号，如 0007")
    new = commands.add_parser("new", help="按模型写出下一个迁移（自带临时数据库）")
    new.add_argument("message", help='说明，如 "add care agreements"')
    new.add_argument("--empty", action="store_true", help="不比较模型，只写空的迁移")
    asked = parser.parse_args(arguments)
    if asked.command == "upgrade":
        return _upgrade()
    if asked.command == "reseal":
        return _reseal()
    if asked.command in {"backup", "restore", "downgrade"}:
        return _on_database(asked)
    with _scratch() as database_url:
        running.upgrade(database_url)
        if asked.command == "check":
            running.check(database_url)
            return 0
        name = running.new_migration(database_url, asked.message, empty=asked.empty)
    sys.stdout.write(f"migrations/versions/{name}.py\n" if name else "The models and the migrations agree.\n")
    return 0


def _upgrade() -> int:
    try:
        running.upgrade(OwnerSettings().owner_login())
    except (ValueError, RoleTooPowerful) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


def _on_database(asked: argparse.Namespace) -> int:
    try:
        login = OwnerSettings().owner_login()
        if asked.command == "downgrade":
            running.downgrade(login, asked.to)
        else:
            (backup if asked.command == "backup" else restore)(login, asked.file)
    except (ValueError, OSError, BackupError, NotEmpty, RoleTooPowerful, CommandError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


class _Ring(BaseDoudiSettings):
    key_ring: Annotated[SecretStr, Field(title="个人信息加密密钥环（JSON）")]


def _reseal() -> int:
    try:
        install(KeyRing.parse(_Ring().key_ring.get_secret_value()))
        counts = reseal_everything(OwnerSettings().owner_login())
    except (ValueError, KeyRingError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.writelines(f"{column}: {count}\n" for column, count in counts.items())
    return 0


@contextmanager
def _scratch() -> Iterator[str]:
    """Run an empty database that is thrown away, so that writing a migration touches nobody's data."""
    with tempfile.TemporaryDirectory(prefix="doudi-migrations-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "postgres", fast=True) as postgres:
            yield postgres.url


if __name__ == "__main__":
    sys.exit(main())
