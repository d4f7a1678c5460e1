"""The secrets of a development machine: made once, kept in ``.doudi/secrets``, and refused by production."""

import base64
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from joserfc.jwk import ECKey, KeyParameters

from shared.database_urls import SERVICES
from shared.identity import CITY, Role
from shared.settings import DEVELOPMENT_MARK

Maker = Callable[[str], str]


def signing_key(mark: str) -> str:
    """Return a new key of the token issuer, as a JWK."""
    parameters: KeyParameters = {"kid": f"{mark}{secrets.token_hex(4)}", "use": "sig", "alg": "ES256"}
    return json.dumps(ECKey.generate_key("P-256", parameters, private=True).as_dict(private=True))


def key_ring(mark: str) -> str:
    """Return a new key ring for personal data: one key, and the key of the blind index."""
    name = f"{mark}k1"
    return json.dumps({"current": name, "keys": {name: _key()}, "index": _key()})


def word(mark: str) -> str:
    """Return a new password of 256 bits."""
    return f"{mark}{secrets.token_urlsafe(32)}"


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def clients(secret_of: Callable[[str], str]) -> str:
    """Return the built-in issuer's clients: the three services, each with its secret, role and place."""
    known = {name: {"secret": secret_of(name), "role": Role.SERVICE, "division": CITY} for name in SERVICES}
    return json.dumps(known)


MAKERS: Final[dict[str, Maker]] = {"signing_key": signing_key, "key_ring": key_ring, "client_secret": word}
"""Each secret of a development machine; its name in capitals after ``DOUDI_`` is its variable."""


def secret_files(folder: Path) -> dict[str, Path]:
    """Make the secrets that are still missing and return the file of each."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {name: make_once(folder / name, maker, mark=DEVELOPMENT_MARK) for name, maker in MAKERS.items()}


def make_once(file: Path, maker: Maker, *, mark: str, mode: int = 0o600) -> Path:
    """Write a secret whole or not at all, and never over one that is there; two at once agree on the first."""
    if not file.exists():
        draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(maker(mark), encoding="utf-8")
        draft.chmod(mode)  # whatever the umask
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file


def development_environment(state_dir: Path) -> dict[str, str]:
    """Return the variables that let a service start on a development machine."""
    files = secret_files(state_dir.resolve() / "secrets")
    shared_secret = files["client_secret"].read_text(encoding="utf-8")
    named = {f"DOUDI_{name.upper()}_FILE": str(file) for name, file in files.items()}
    return {"DOUDI_ENVIRONMENT": "development", "DOUDI_CLIENTS": clients(lambda _name: shared_secret), **named}
