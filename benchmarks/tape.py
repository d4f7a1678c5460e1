"""The very same SQL: the statements of one request of ours, captured, to be replayed with other ids by others.

Ids that the request made become new ones, ids of the application it was about become those of its n-th copy, digests
and numbers that must be unique become others; everything else is sent as it was.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg.dbapi20 import Binary
from sqlalchemy import event

from shared.ids import new_id

_LOW: Final = (1 << 48) - 1


def nth(original: UUID, n: int) -> UUID:
    """Return the id of the n-th copy of what has this id."""
    return UUID(int=(original.int & ~_LOW) | n)


@dataclass
class Statement:
    """One statement; ``varied`` says of each parameter that changes which kind of id it is and which one."""

    text: str
    parameters: dict[str, Any]
    varied: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def filled(self, n: int, made: dict[Any, UUID]) -> dict[str, Any]:
        """Return the parameters for the n-th copy, with ids of their own."""
        if not self.varied:
            return self.parameters
        return self.parameters | {name: _other(*what, n, made) for name, what in self.varied.items()}


def _other(kind: str, value: Any, n: int, made: dict[Any, UUID]) -> Any:
    if kind == "copy":
        return nth(value, n)
    if value not in made:
        made[value] = new_id()
    match kind:
        case "made":
            return made[value]
        case "text":
            return str(made[value])
        case _:
            return made[value].bytes


@dataclass
class Tape:
    """What one request said to the database, in its transaction, and what was answered."""

    statements: list[Statement]
    answer: bytes


@contextmanager
def listening(engine: Any) -> Iterator[list[Statement]]:
    """Note every statement while this is open."""
    heard: list[Statement] = []

    def executing(_c: Any, _cursor: Any, text: str, parameters: Any, _context: Any, _many: bool) -> None:
        each = parameters if isinstance(parameters, list) else [parameters]
        heard.extend(Statement(text, {name: _plain(value) for name, value in (one or {}).items()}) for one in each)

    event.listen(engine, "before_cursor_execute", executing)
    yield heard
    event.remove(engine, "before_cursor_execute", executing)


def _plain(value: Any) -> Any:
    """Take bytes out of the driver's wrapper."""
    return value.obj if isinstance(value, Binary) else value


def recorded(engine: Any, ask: Callable[[], Any], *, copied: set[UUID], unique: Callable[[Any], bool]) -> Tape:
    """Capture one request. ``copied`` are the ids of what has copies, ``unique`` tells what must be another each time."""
    with listening(engine) as heard:
        answer = ask()
    assert answer.status_code in {200, 201}, answer.text
    high = {each.int & ~_LOW: each for each in copied}
    found = {value for statement in heard if statement.text.startswith("INSERT") for value in _ids(statement)}
    made = {value for value in found if value.int & ~_LOW not in high}
    for statement in heard:
        for name, value in statement.parameters.items():
            if what := _varied(value, made, high, unique):
                statement.varied[name] = what
    return Tape(heard, answer.content)


def _ids(statement: Statement) -> Iterator[UUID]:
    yield from (value for value in statement.parameters.values() if isinstance(value, UUID))


def _varied(value: Any, made: set[UUID], high: dict[int, UUID], unique: Callable[[Any], bool]) -> Any:
    if isinstance(value, UUID) and value.int & ~_LOW in high:
        return ("copy", high[value.int & ~_LOW])
    if value in made if isinstance(value, UUID) else False:
        return ("made", value)
    if isinstance(value, str | bytes) and unique(value):
        return ("text" if isinstance(value, str) else "bytes", value)
    return None


def pgbench_script(tape: Tape, connection: psycopg.Connection, file: Path, *, n: str) -> Path:
    """Write the tape as a script of pgbench; ``n`` is the SQL by which each transaction chooses its copy."""
    names: dict[tuple[str, Any], str] = {}
    with psycopg.ClientCursor(connection) as cursor:
        lines = [_as_script(statement, cursor, names) for statement in tape.statements]
    columns = [f"{_sql(kind, value)} as {name}" for (kind, value), name in names.items()]
    choose = [f"select {', '.join(columns)} from (select {n} as n) chosen \\gset"] if columns else []
    file.write_text("\n".join([*choose, "begin;", *lines, "commit;"]) + "\n")
    return file


def _as_script(statement: Statement, cursor: Any, names: dict[tuple[str, Any], str]) -> str:
    text, plain = statement.text, dict(statement.parameters)
    for name, (kind, value) in statement.varied.items():
        variable = names.setdefault((kind, value), f"v{len(names)}")
        sign = f"\x01{variable}\x01"
        text = text.replace(f"%({name})s", f"decode({sign}, 'hex')" if kind == "bytes" else sign)
        del plain[name]
    literal = cursor.mogrify(text, plain)
    unmistakable = re.sub(r"(?<!:):(?=[^\W\d])", ": ", literal)  # pgbench would take ``:word`` for a variable
    return re.sub("\x01(v[0-9]+)\x01", r":\1", unmistakable).replace("\n", " ") + ";"


def _sql(kind: str, value: Any) -> str:
    if kind == "copy":
        return f"'{str(value)[:24]}' || lpad(to_hex(n), 12, '0')"
    return "encode(sha256(uuid_send(gen_random_uuid())), 'hex')" if kind == "bytes" else "gen_random_uuid()"
