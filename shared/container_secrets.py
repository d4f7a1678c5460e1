"""``python -m shared.container_secrets FOLDER``: make the secrets of ``docker-compose.yml`` that are still missing.

They carry no development mark, so production takes them. Keep the key ring safe, apart from the database's backups:
without it nobody reads the personal data again.
"""

import sys
from functools import partial
from pathlib import Path
from typing import Final

from shared.database_urls import SERVICES
from shared.development import Maker, clients, key_ring, make_once, signing_key, word

_READABLE: Final = 0o644
"""Compose hands a file over as it is and the containers' accounts do not own it, so the folder is what is closed."""


def container_secrets(folder: Path) -> list[Path]:
    """Make what is missing and return every file."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    logins = ["postgres_password", *(f"{name}_database_password" for name in ("owner", *SERVICES))]
    words = [*logins, *(f"{name}_client_secret" for name in SERVICES)]
    makers: dict[str, Maker] = {**dict.fromkeys(words, word), "signing_key": signing_key, "key_ring": key_ring}
    made = [make_once(folder / name, maker, mark="", mode=_READABLE) for name, maker in makers.items()]
    return [*made, make_once(folder / "clients", partial(_clients, folder), mark="", mode=_READABLE)]


def _clients(folder: Path, _mark: str) -> str:
    return clients(lambda name: (folder / f"{name}_client_secret").read_text(encoding="utf-8"))


if __name__ == "__main__":
    for file in container_secrets(Path(sys.argv[1])):
        sys.stdout.write(f"{file}\n")
