"""Personal data at rest (CONF-04, CONF-06): encrypted with a key ring, found by a keyed blind index, masked by default.

A ``Secret`` never shows itself: not in ``repr``, not in a log, not in JSON. ``reveal()`` is called where a disclosure
is recorded, and nowhere else. What a column holds is sealed together with its purpose, so that a value moved into
another column does not open.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as crypto_hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from shared.masks import Mask, mask_everything

__all__ = ["KeyRing", "KeyRingError", "Sealed", "Secret", "blind_index", "current_key", "install", "reseal"]

_NONCE: Final = 12
_TAG: Final = 16
_FORMAT: Final = 1
"""First byte of what is stored: format, length of the key id, key id, nonce, ciphertext, tag."""

_WRONG_FORM: Final = "Stored personal data do not have the form this version writes."


class KeyRingError(RuntimeError):
    """The key ring is missing, malformed, or not the one that sealed the data. Never repeats key or data."""


class Secret:
    """A personal value in the clear, in memory only."""

    __slots__ = ("_mask", "_text")

    def __init__(self, text: str, mask: Mask = mask_everything) -> None:
        self._text = text
        self._mask = mask

    def reveal(self) -> str:
        """Return the full value. Whoever calls this records the disclosure."""
        return self._text

    @property
    def masked(self) -> str:
        """The value as everyone may see it, such as ``138****0000``."""
        return self._mask(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> Any:
        raise TypeError("A Secret is neither pickled nor copied out of the process.")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


class _Sm4Gcm:
    """SM4-GCM (国密) as ``AESGCM`` does it: the tag stands behind the ciphertext."""

    def __init__(self, secret: bytes) -> None:
        self._algorithm = algorithms.SM4(secret)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, data[-_TAG:])).decryptor()
        decryptor.authenticate_additional_data(associated_data)
        return decryptor.update(data[:-_TAG]) + decryptor.finalize()


@dataclass(frozen=True, slots=True)
class _Key:
    """One key of the ring, with its algorithm."""

    cipher: AESGCM | _Sm4Gcm

    def seal(self, text: bytes, bound_to: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.cipher.encrypt(nonce, text, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        return self.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)


_CIPHERS: Final[dict[str, Callable[[bytes], AESGCM | _Sm4Gcm]]] = {"AES-256-GCM": AESGCM, "SM4-GCM": _Sm4Gcm}
_KEY_BYTES: Final = {"AES-256-GCM": 32, "SM4-GCM": 16}
_INDEX_ALGORITHMS: Final = ("HMAC-SHA256", "HMAC-SM3")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys that open, the one that seals, and the key of the blind index.

    In JSON: ``{"current": "k2", "keys": {"k1": "<32 bytes, base64>", "k2": {"algorithm": "SM4-GCM", "key": "<16 bytes>"}},
    "index": "<32 bytes>"}``. A key is never taken out while data are sealed with it: add one, make it current, ``reseal``.
    The key of the index is not rotated: a new one would find nobody.
    """

    current: str
    keys: dict[str, _Key]
    index_algorithm: str
    index_key: bytes

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current!r}, keys={sorted(self.keys)})"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the ring written in JSON; say what is wrong with it without repeating any of it."""
        try:
            ring: dict[str, Any] = json.loads(text)
            keys = {key_id: _key(key_id, entry) for key_id, entry in ring["keys"].items()}
            current, index = ring["current"], ring["index"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KeyRingError('The key ring must be JSON with "current", "keys" and "index".') from None
        if current not in keys:
            raise KeyRingError(f'The key ring names {current!r} as current, but has no such key in "keys".')
        algorithm, secret = _entry("index", index, default=_INDEX_ALGORITHMS[0])
        if algorithm not in _INDEX_ALGORITHMS or len(secret) < 32:
            raise KeyRingError(f'"index" of the key ring needs at least 32 bytes for {" or ".join(_INDEX_ALGORITHMS)}.')
        return cls(current, keys, algorithm, secret)

    def seal(self, text: str, purpose: str) -> bytes:
        """Return the value sealed with the current key, for this purpose only."""
        name = self.current.encode()
        header = bytes([_FORMAT, len(name)]) + name
        return header + self.keys[self.current].seal(text.encode(), header + purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """Return the value; KeyRingError when the key is missing or wrong, or the bytes were changed or moved."""
        header, key_id, body = _split(sealed)
        key = self.keys.get(key_id)
        if key is None:
            raise KeyRingError(f"Data for {purpose} are sealed with the key {key_id!r}, which is not in the key ring.")
        try:
            return key.open(body, header + purpose.encode()).decode()
        except InvalidTag:
            raise KeyRingError(
                f"Data for {purpose} do not open with the key {key_id!r}: the key is not the one that sealed them, "
                "or the stored bytes were changed."
            ) from None

    def index(self, value: str) -> bytes:
        """Return the keyed hash under which equal values are found without being known."""
        if self.index_algorithm == "HMAC-SHA256":
            return hmac.new(self.index_key, value.encode(), hashlib.sha256).digest()
        keyed = crypto_hmac.HMAC(self.index_key, hashes.SM3())
        keyed.update(value.encode())
        return keyed.finalize()


def _key(key_id: str, entry: object) -> _Key:
    algorithm, secret = _entry(key_id, entry, default="AES-256-GCM")
    if not 1 <= len(key_id.encode()) <= 64:
        raise KeyRingError("The name of a key has 1 to 64 bytes.")
    if len(secret) != _KEY_BYTES.get(algorithm):
        raise KeyRingError(f"The key {key_id!r} needs 32 bytes for AES-256-GCM or 16 for SM4-GCM.")
    return _Key(_CIPHERS[algorithm](secret))


def _entry(name: str, entry: object, *, default: str) -> tuple[str, bytes]:
    """Return algorithm and secret of an entry, which is base64 or an object with both."""
    algorithm, encoded = (entry.get("algorithm"), entry.get("key")) if isinstance(entry, dict) else (default, entry)
    try:
        return str(algorithm), base64.b64decode(str(encoded), validate=True)
    except binascii.Error:
        raise KeyRingError(f"The key {name!r} is not base64.") from None


def _split(sealed: bytes) -> tuple[bytes, str, bytes]:
    """Return the header, the key id in it, and the rest of what is stored."""
    length = 2 + sealed[1] if len(sealed) > 2 else 0
    if not length or sealed[0] != _FORMAT or len(sealed) < length + _NONCE + _TAG:
        raise KeyRingError(_WRONG_FORM)
    try:
        return sealed[:length], sealed[2:length].decode(), sealed[length:]
    except UnicodeDecodeError:
        raise KeyRingError(_WRONG_FORM) from None


_installed: KeyRing | None = None


def install(ring: KeyRing) -> None:
    """Make this the ring of the process; ``app.py`` does so at start-up."""
    global _installed  # noqa: PLW0603  column types are made at import and need the ring later
    _installed = ring


def _ring() -> KeyRing:
    if _installed is None:
        raise KeyRingError("No key ring is installed: set DOUDI_KEY_RING.")
    return _installed


def blind_index(value: str) -> bytes:
    """Return the keyed hash of a value, for a column that finds equal values (盲索引). Normalise the value first."""
    return _ring().index(value)


def current_key() -> str:
    """Return the name of the key that seals."""
    return _ring().current


def reseal(sealed: bytes, *, purpose: str) -> bytes | None:
    """Return what was stored sealed with the current key; None when it already is."""
    ring = _ring()
    _, key_id, _ = _split(sealed)
    return None if key_id == ring.current else ring.seal(ring.open(sealed, purpose), purpose)


class Sealed(TypeDecorator[Secret]):
    """A column that holds a ``Secret`` sealed: ``Sealed("person.phone", mask_phone)``, type ``Mapped[Secret]``.

    The purpose names table and column and is part of the seal: never change it.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str, mask: Mask = mask_everything) -> None:
        super().__init__()
        self.purpose = purpose
        self.mask = mask

    def process_bind_param(self, value: Secret | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002  SQLAlchemy's signature
        """Seal on the way in; anything but a Secret is refused, so that nothing is stored in the clear."""
        if value is None:
            return None
        if not isinstance(value, Secret):
            raise TypeError(f"The column {self.purpose} takes a Secret.")
        return _ring().seal(value.reveal(), self.purpose)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Secret | None:  # noqa: ARG002  SQLAlchemy's signature
        """Open on the way out."""
        return None if value is None else Secret(_ring().open(value, self.purpose), self.mask)
