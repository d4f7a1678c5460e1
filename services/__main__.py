"""One entrance to everything: ``python -m services`` runs all of it here; an argument names one part.

``serve intake`` and ``worker intake`` (or another service) and ``migrate`` are what containers start;
``here MODULE …`` runs a module with the addresses and secrets of the system that runs on this machine.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Final

from shared.database_urls import SERVICES

USAGE: Final = (
    f"用法：python -m services [serve 服务 | worker 服务 | migrate | here 模块 …]，服务为 {'、'.join(SERVICES)}"
)


def main(arguments: list[str]) -> int:
    """Carry out the command; return the exit status."""
    match arguments:
        case []:
            from services.supervisor import run  # noqa: PLC0415 - a container needs neither this nor its database

            return run()
        case [("serve" | "worker") as part, service] if service in SERVICES:
            return _module(f"services.{service}", part)
        case ["migrate"]:
            return _module("migrations", "upgrade")
        case ["here", module, *rest]:
            return _here(module, rest)
    sys.stderr.write(f"{USAGE}\n")
    return 2


def _module(name: str, *arguments: str) -> int:
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)
    return 0


def _here(module: str, arguments: list[str]) -> int:
    from services.running import environment_here, running  # noqa: PLC0415 - only this command needs it

    state_dir = Path(os.environ.get("DOUDI_STATE_DIR", ".doudi"))
    if not running(state_dir):
        sys.stderr.write("提示：本目录的系统没有在运行（make run）。\n")
    os.environ.update(environment_here(state_dir))
    return _module(module, *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
