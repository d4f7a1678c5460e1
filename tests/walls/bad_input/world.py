"""A county at work, and what must hold of every refusal: a problem that echoes nothing, and nothing changed."""

import copy
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.support.build import build_application, build_id_number, build_member, build_person, key
from tests.support.city import City
from tests.support.desk import Desk
from tests.support.standards import AUTUMN, new_standard

SERVICES = ("intake", "eligibility", "alerts")
CONTRACTS = {
    service: json.loads((Path(__file__).parents[3] / "openapi" / f"{service}.json").read_text("utf-8"))
    for service in SERVICES
}
SECRET = build_id_number("19760312", n=7)
"""An identity number that stands in what is sent and may stand in no answer."""

_PROBLEM = {"type", "title", "status", "detail", "instance", "code", "errors", "trace_id"}
_TABLES = "select schemaname || '.' || tablename from pg_tables where schemaname = any(%s) order by 1"


class World:
    """One city with an application and a draft standard on file, kept for a whole module of refusals."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.desk = Desk(city)
        self.application = self.make(self.desk.township, "/v1/applications", build_application(), 201)
        drafter = city.as_("POLICY_OFFICER", "5104", subject="drafter", at=AUTUMN)
        self.standard = self.make(drafter.eligibility, "/v1/standards", new_standard(), 201)
        self.callers = {
            "intake": self.desk.township,
            "eligibility": drafter.eligibility,
            "alerts": city.as_("SERVICE", subject="service:intake").alerts,
        }
        with psycopg.connect(self._owner) as connection:
            self._tables = [name for (name,) in connection.execute(_TABLES, [list(SERVICES)])]

    @staticmethod
    def make(client: Any, path: str, body: Any, status: int) -> Any:
        made = client.post(path, json=body, headers=key())
        assert made.status_code == status, made.text
        return made.json()

    @property
    def _owner(self) -> str:
        return self.city.database.superuser_url.replace("+psycopg", "")

    def contents(self) -> dict[str, tuple[int, int]]:
        """Return of every table of the three services how many rows it has, and a sum over what stands in them."""
        query = " union all ".join(
            f"select '{name}', count(*), coalesce(sum(hashtext(t::text)), 0) from {name} t" for name in self._tables
        )
        with psycopg.connect(self._owner) as connection:
            return {name: (rows, total) for name, rows, total in connection.execute(query)}

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Hold what is done within to having changed no row of any table."""
        before = self.contents()
        yield
        assert self.contents() == before

    def send(self, service: str, method: str, path: str, **how: Any) -> Any:
        """Send as somebody who may; ``{application}`` and ``{standard}`` in a path are those on file."""
        filled = path.format(application=self.application["id"], standard=self.standard["id"])
        headers = key() | how.pop("headers", {})
        return self.callers[service].request(method, filled, headers=headers, **how)


def refused(answer: Any, status: int, code: str, *fields: str) -> Any:
    """Return the problem of an answer that refuses with this status and code and names at least these fields."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) >= _PROBLEM
    assert (problem["code"], problem["status"]) == (code, status), problem
    named = [error["pointer"] for error in problem["errors"]]
    assert set(fields) <= set(named), named
    assert len(answer.content) < 100_000
    _echoes_nothing(answer)
    return problem


def _echoes_nothing(answer: Any) -> None:
    told = answer.text + json.dumps(dict(answer.headers))
    assert SECRET not in told
    assert not re.search(r"(?<![0-9a-f])\d{17}[\dXx](?![0-9a-f])", told)


def patched(body: Any, pointer: str, value: Any) -> Any:
    """Return the body with another value at a JSON pointer; a list may be lengthened by one."""
    changed = copy.deepcopy(body)
    *parents, last = pointer.split("/")[1:]
    here = changed
    for part in parents:
        here = here[int(part) if isinstance(here, list) else part]
    if isinstance(here, list) and int(last) == len(here):
        here.append(value)
    else:
        here[int(last) if isinstance(here, list) else last] = value
    return changed


def build_question() -> dict[str, Any]:
    """A question to eligibility about the family of ``build_application``."""
    facts = build_application()["facts"]
    return {"facts": facts, "as_of": "2021-11-15", "programmes": ["DIBAO"], "reason": "APPLICATION"}


def build_event(**but: Any) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "intake",
        "type": "cn.doudi.application.accepted.v1",
        "subject": str(uuid4()),
        "time": "2021-11-15T09:00:00+08:00",
        "datacontenttype": "application/json",
        "division": "510411101",
        "county": "510411",
        "data": {},
    }
    return {"event": event | but, "people": []}


BODIES: dict[str, tuple[str, str, str, Any]] = {
    "application": ("intake", "POST", "/v1/applications", build_application()),
    "search": ("intake", "POST", "/v1/people/searches", {"id_number": SECRET}),
    "preview": ("eligibility", "POST", "/v1/previews", build_question()),
    "determination": ("eligibility", "POST", "/v1/determinations", build_question()),
    "standard": ("eligibility", "POST", "/v1/standards", new_standard(document="试〔2021〕9号")),
    "event": ("alerts", "POST", "/v1/received-events", build_event()),
    "succession": (
        "alerts", "POST", "/v1/division-successions",
        {"from_code": "510411101", "to_code": "510411102", "effective_on": "2021-11-01"},
    ),
}  # fmt: skip
"""Something well formed for each service, by name; tests spoil one place of it."""


def operations(*, with_json: bool = False) -> list[tuple[str, str, str]]:
    """Return service, method and path of every operation of the three documents."""
    return [
        (service, method.upper(), path)
        for service, contract in CONTRACTS.items()
        for path, item in contract["paths"].items()
        for method, operation in item.items()
        if not with_json or "application/json" in operation.get("requestBody", {}).get("content", {})
    ]


_SAMPLES = {"code": "510411101", "year": "2021", "day": "2021-11-15", "rule_id": "LB-04", "clause_id": "2.1-i"}


def filled(service: str, path: str) -> str:
    """Return a path of a document with something in the place of each parameter."""
    if path.startswith("/problems/"):
        return path.format(code="not_found")
    return re.sub(r"\{(\w+)\}", lambda match: _SAMPLES.get(match[1]) or str(uuid4()), path)


__all__ = ["BODIES", "SECRET", "SERVICES", "World", "build_member", "build_person", "filled", "operations", "patched"]
