"""Power cuts in the middle of 200 applications: what was acknowledged is there once, and every event had its effect once."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.audit import verify
from shared.clock import now
from shared.db import everywhere
from tests.support.build import build_application, build_id_number, build_member, build_papers, build_person, key
from tests.support.database import Database
from tests.support.processes import Town, until

APPLICATIONS = 200
TO_VERIFICATION = 40
KILLS = 10
SEED = 20210922


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Iterator[Town]:
    town = Town(database, tmp_path)
    town.start_all()
    yield town
    town.stop()


class Counter:
    """An officer whose front end repeats every request under its key until it is answered."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._tokens = {
            role: self._token(role, division, subject)
            for role, division, subject in (
                ("TOWNSHIP_OFFICER", "510411101", "township-1"),
                ("VERIFICATION_OFFICER", "510411", "verifier-1"),
            )
        }

    def hand_in(self, number: int) -> str:
        body = build_application(people=[build_person(id_number=_number(number))], members=[build_member()])
        made = self._until_answered("POST", "/v1/applications", "TOWNSHIP_OFFICER", json=body, headers=key())
        assert made.status_code == 201, made.text
        application: str = made.json()["id"]
        if number < TO_VERIFICATION:
            self._to_verification(application)
        return application

    def _to_verification(self, application: str) -> None:
        survey = {
            "surveyed_on": f"{now():%Y-%m-%d}",
            "member_present": "本人",
            "documents": build_papers("SURVEY_FORM"),
        }
        self._take(application, {"action": "SUBMIT"})
        self._take(application, {"action": "ACCEPT"})
        self._take(application, {"action": "START_SURVEY", "surveyors": ["a", "b"]})
        self._take(application, {"action": "REQUEST_VERIFICATION", **survey})
        report: dict[str, Any] = {"action": "REPORT_VERIFICATION", "conclusion": "FITS", "report_number": "HD-1"}
        report["documents"] = build_papers("VERIFICATION_REPORT")
        self._take(application, report, role="VERIFICATION_OFFICER")

    def _take(self, application: str, change: dict[str, Any], role: str = "TOWNSHIP_OFFICER") -> None:
        path = f"/v1/applications/{application}"
        etag = self._until_answered("GET", path, role).headers["etag"]
        headers = {"If-Match": etag} | key()
        taken = self._until_answered("POST", f"{path}/transitions", role, json=change, headers=headers)
        assert taken.status_code == 200, taken.text

    def _until_answered(self, method: str, path: str, role: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": self._tokens[role], **request.pop("headers", {})}
        answers: list[httpx.Response] = []

        def answered() -> bool:
            try:
                url = f"{self._town.urls['intake']}{path}"
                answers.append(httpx.request(method, url, headers=headers, timeout=10, **request))
            except httpx.TransportError:
                return False
            running = answers[-1].status_code == 409 and answers[-1].json()["code"] == "request_in_progress"
            return answers[-1].status_code < 500 and not running

        until(answered, seconds=60, what=f"{method} {path} is answered")
        return answers[-1]

    def _token(self, role: str, division: str, subject: str) -> str:
        wanted = {"grant_type": "client_credentials", "client_id": "dev", "role": role}
        form = wanted | {"division": division, "sub": subject}
        granted = httpx.post(f"{self._town.urls['intake']}/oauth2/token", data=form).json()
        return f"Bearer {granted['access_token']}"


def _number(n: int) -> str:
    return build_id_number(f"19{60 + n % 30}{1 + n % 12:02d}{1 + n % 28:02d}", n=n)


def test_nothing_is_lost_and_nothing_is_doubled(town: Town, database: Database) -> None:
    counter, over = Counter(town), threading.Event()

    with ThreadPoolExecutor(5) as pool:
        vandal = pool.submit(_kill_now_and_then, town, over)
        acknowledged = list(pool.map(counter.hand_in, range(APPLICATIONS)))
        over.set()
        assert vandal.result() == KILLS
    until(lambda: _settled(database), seconds=90, what="every message is delivered and every row sequenced")

    assert len(set(acknowledged)) == APPLICATIONS
    with database.as_owner() as owner:
        stored = [str(row[0]) for row in owner.execute("select id from intake.application").fetchall()]
        assert sorted(stored) == sorted(acknowledged)
        assert _count(owner, "intake.household") == _count(owner, "intake.person") == APPLICATIONS
        told = owner.execute("select id, type from intake.event order by id").fetchall()
        assert owner.execute("select id, type from alerts.received_event order by id").fetchall() == told
        assert _count(owner, "alerts.audit_entry where action = 'event.received'") == len(told)
        assert _count(owner, "intake.determination") == _count(owner, "eligibility.determination") == TO_VERIFICATION
        assert _count(owner, "intake.outbox_message where dead_at is not null") == 0
        positions = [row[0] for row in owner.execute("select position from intake.event order by position").fetchall()]
        assert positions == list(range(1, len(told) + 1))
    for service in ("intake", "eligibility", "alerts"):
        with everywhere(database.factory(service)) as session:
            proof = verify(session)
        assert proof.first_broken is None
        assert proof.unsequenced == 0


def _kill_now_and_then(town: Town, over: threading.Event) -> int:
    """Kill a process again and again while the applications come in; return how often."""
    chance = random.Random(SEED)
    for _ in range(KILLS):
        town.kill(chance.choice(["intake", "intake", "relay", "eligibility", "alerts"]))
        over.wait(chance.uniform(0.5, 2))
    return KILLS


def _settled(database: Database) -> bool:
    """Whether nothing is due any more. A lease held by a process that was killed is let run out at once."""
    with database.as_owner() as owner:
        waiting = "delivered_at is null and key is null or topic = 'determination.requested' and delivered_at is null"
        owner.execute(
            f"update intake.outbox_message set due_at = now() where ({waiting}) and due_at > now() + interval '5 s'"
        )
        left = [_count(owner, f"intake.outbox_message where {waiting}")]
        for service in ("intake", "eligibility", "alerts"):
            left += [_count(owner, f"{service}.audit_entry where position is null")]
            left += [_count(owner, f"{service}.event where position is null")]
        return not any(left)


def _count(owner: Any, what: str) -> int:
    counted: int = owner.execute(f"select count(*) from {what}").fetchone()[0]
    return counted
