"""One entrance to everything: ``python -m services`` runs all of it here; an argument names one part.

``serve intake`` and ``worker intake`` (or another service), ``migrate``, ``token ROLE DIVISION``. The container image
starts here too.
"""

import os
import runpy
import sys
from pathlib import Path

from shared.database_urls import SERVICES

USAGE = "用法：python -m services [serve 服务 | worker 服务 | migrate | token 角色 区划]，服务为 " + "、".join(SERVICES)


def main(arguments: list[str]) -> int:
    """Carry out the command; return the exit status."""
    match arguments:
        case []:
            from services.supervisor import run  # noqa: PLC0415 - a container has no embedded database to import

            return run()
        case [("serve" | "worker") as part, service] if service in SERVICES:
            return _module(f"services.{service}", part)
        case ["migrate"]:
            return _module("migrations", "upgrade")
        case ["token", *rest]:
            return _token(rest)
    sys.stderr.write(f"{USAGE}\n")
    return 2


def _module(name: str, *arguments: str) -> int:
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)
    return 0


def _token(arguments: list[str]) -> int:
    """Print a token of the system that runs here; its address is the issuer's name."""
    from services.running import running  # noqa: PLC0415 - only this command needs it

    if issuer := running(Path(os.environ.get("DOUDI_STATE_DIR", ".doudi"))).get("intake"):
        os.environ.setdefault("DOUDI_ISSUER", issuer)
    return _module("shared.tokens", "mint", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
