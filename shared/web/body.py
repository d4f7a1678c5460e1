"""Read a request's body strictly: what two JSON readers could understand differently is refused, not guessed."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Receive, Scope

from shared.errors import InvalidInput
from shared.web.errors import BodyTooLarge, InvalidJson, UnsupportedMedia
from shared.web.validation import MOST_FAULTS, found

MEBIBYTE: Final = 1024 * 1024
DEEPEST: Final = 32


class StrictRequest(Request):
    """A request whose body is limited in size and, when it is JSON, parsed once and strictly."""

    def __init__(self, scope: Scope, receive: Receive, *, limit: int) -> None:
        super().__init__(scope, receive)
        self.limit = limit
        self._hash = hashlib.sha256()

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """Yield the body piece by piece; stop as soon as it is too large."""
        size = 0
        self._refuse_beyond(_length(self.headers.get("content-length")))
        async for chunk in super().stream():
            size += len(chunk)
            self._refuse_beyond(size)
            self._hash.update(chunk)
            yield chunk

    def _refuse_beyond(self, size: int) -> None:
        if size > self.limit:
            raise BodyTooLarge(f"请求内容不得超过 {self.limit} 字节。")

    async def read_json(self) -> None:
        """Read and parse the body now, so that what is wrong with it is said in our words."""
        raw = await self.body()
        if raw:
            self._refuse_other_media("application/json")
            self._json = parse(raw)

    async def read_upload(self, known: Collection[str]) -> None:
        """Read a form with a file now and refuse parts that it does not have, or that stand there twice."""
        sent = await self.form()
        names = [name for name, _ in sent.multi_items()]
        faults = [found("extra_forbidden", name) for name in names if name not in known]
        faults += [found("repeated_part", name) for name in known if names.count(name) > 1]
        if faults:
            await sent.close()
            raise InvalidInput("请求内容不符合要求，详见 errors。", errors=tuple(faults[:MOST_FAULTS]))

    def refuse_unreadable_form(self) -> None:
        """Refuse what is neither kind of form; nothing at all is an empty form, and what is missing in it is named."""
        empty = "transfer-encoding" not in self.headers and self.headers.get("content-length", "0") == "0"
        if empty and "content-type" not in self.headers:
            return
        self._refuse_other_media("application/x-www-form-urlencoded", "multipart/form-data")

    def _refuse_other_media(self, *known: str) -> None:
        media, _, parameters = self.headers.get("content-type", "").lower().partition(";")
        charset = parameters.strip().removeprefix("charset=").strip('"') if "charset=" in parameters else "utf-8"
        if media.strip() not in known or charset not in {"utf-8", "utf8"}:
            raise UnsupportedMedia(f"请以 {' 或 '.join(known)} 提交，编码为 UTF-8。")
        if self.headers.get("content-encoding", "identity").lower() != "identity":
            raise UnsupportedMedia("请求内容不得压缩。")

    def fingerprint(self) -> bytes:
        """Return a hash of what was sent: canonical JSON, the parts of a form, or the bytes."""
        if hasattr(self, "_json"):
            return hashlib.sha256(_canonical(self._json)).digest()
        if self._form is not None:
            return hashlib.sha256(b"\0".join(_part(name, value) for name, value in self._form.multi_items())).digest()
        return self._hash.digest()


def _length(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 20 else 0


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _part(name: str, value: UploadFile | str) -> bytes:
    """Return a part's name and content; the boundary between parts is chosen anew for each try and does not count."""
    if isinstance(value, str):
        return _canonical([name, value])
    value.file.seek(0)
    digest = hashlib.file_digest(value.file, "sha256").hexdigest()  # type: ignore[arg-type]
    value.file.seek(0)
    return _canonical([name, value.filename, digest])


@dataclass(frozen=True, slots=True)
class _Refused:
    """Stands in the value where the text had something that is not read, until the place is known."""

    code: str


def parse(raw: bytes) -> Any:
    """Return the value of one JSON text; raise InvalidJson, which names the place where there is one."""
    refused: list[_Refused] = []

    def refuse(code: str) -> _Refused:
        refused.append(_Refused(code))
        return refused[-1]

    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=lambda pairs: _object(pairs, refuse),
            parse_constant=lambda _: refuse("not_finite"),
            parse_float=lambda text: number if math.isfinite(number := float(text)) else refuse("not_finite"),
        )
    except (ValueError, RecursionError):  # the library's own sentences are not passed on
        raise InvalidJson("请求内容不是合法的 JSON。") from None
    if refused or raw.count(b"[") + raw.count(b"{") > DEEPEST or b"\\u0000" in raw or b"\\ud" in raw.lower():
        _check(value)
    return value


def _object(pairs: list[tuple[str, Any]], refuse: Callable[[str], _Refused]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        counted = Counter(name for name, _ in pairs)
        members |= {name: refuse("duplicate_key") for name, times in counted.items() if times > 1}
    return members


def _check(value: object, *path: object) -> None:
    """Refuse what the parser marked, what is nested too deeply, and text that PostgreSQL or UTF-8 cannot hold."""
    if isinstance(value, _Refused):
        raise _refusal(value.code, path)
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise _refusal("forbidden_text", path)
    elif isinstance(value, dict | list):
        if len(path) >= DEEPEST:
            raise _refusal("too_deep", path)
        for name in value if isinstance(value, dict) else ():
            _check(name, *path)
        for part, child in value.items() if isinstance(value, dict) else enumerate(value):
            _check(child, *path, part)


def _refusal(code: str, path: Sequence[object]) -> InvalidJson:
    fault = found(code, *path, context={"levels": DEEPEST})
    return InvalidJson(f"请求内容不是合法的 JSON：{fault.message}。", errors=(fault,))
