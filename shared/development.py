"""The secrets of a development machine: made once, kept in ``.doudi/secrets``, and refused by production.

``python -m shared.development FOLDER`` makes a set for production instead (without the mark that production refuses).
"""

import base64
import json
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from joserfc.jwk import ECKey, KeyParameters

from shared.database_urls import SERVICES
from shared.settings import DEVELOPMENT_MARK


def _signing_key(mark: str) -> str:
    parameters: KeyParameters = {"kid": f"{mark}{secrets.token_hex(4)}", "use": "sig", "alg": "ES256"}
    return json.dumps(ECKey.generate_key("P-256", parameters, private=True).as_dict(private=True))


def _key_ring(mark: str) -> str:
    name = f"{mark}1"
    return json.dumps({"current": name, "keys": {name: _key()}, "index": _key()})


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _word(mark: str) -> str:
    return f"{mark}{secrets.token_urlsafe(32)}"


MAKERS: Final[dict[str, Callable[[str], str]]] = {
    "signing_key": _signing_key,
    "key_ring": _key_ring,
    "client_secret": _word,
}
"""Each secret and how it is made; the name in capitals after ``DOUDI_`` is its variable."""


def secret_files(folder: Path, *, mark: str = DEVELOPMENT_MARK) -> dict[str, Path]:
    """Make the secrets that are still missing and return the file of each."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = {name: folder / name for name in MAKERS}
    for name, file in files.items():
        if not file.exists():
            _write_once(file, MAKERS[name](mark))
    return files


def _write_once(file: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner alone, and never over an existing secret."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(text, encoding="utf-8")
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def development_environment(state_dir: Path) -> dict[str, str]:
    """Return the variables that let a service start on a development machine."""
    files = secret_files(state_dir.resolve() / "secrets")
    clients = {name: {"secret": files["client_secret"].read_text(encoding="utf-8")} for name in SERVICES}
    named = {f"DOUDI_{name.upper()}_FILE": str(file) for name, file in files.items()}
    return {"DOUDI_ENVIRONMENT": "development", "DOUDI_CLIENTS": json.dumps(clients), **named}


if __name__ == "__main__":
    for made in secret_files(Path(sys.argv[1]), mark="").values():
        sys.stdout.write(f"{made}\n")
