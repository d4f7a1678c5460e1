"""No personal data outside its columns (CONF-01, CONF-06): what was planted in a whole run is looked for everywhere."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shared.database_urls import SERVICES
from shared.identity_numbers import WrongIdentityNumber, check_identity_number
from shared.web import logs
from tests.support.build import build_application, build_member, build_person, key
from tests.support.city import Apps
from tests.support.database import Server
from tests.support.payroll import checker, stepped
from tests.support.planted import hidden_in, places_of
from tests.walls.conftest import World, made
from tests.walls.twins import PAY_DAY, RENHE, TwinDesk

ROOT = Path(__file__).parents[2]
NAMES_ALLOWED = {
    ("intake.person", "name"): "The person's own record.",
    ("intake.household", "account_holder"): "Who holds the account that is paid to; the account itself is sealed.",
    ("intake.payment_line", "payee"): "The bank is given the holder's name as it stood when the batch was made.",
    ("intake.public_notice", "applicant_name"): "CONF-02: a notice gives name, household size and amount.",
}
"""Columns in which the name of somebody assisted may stand, and why."""


@dataclass(frozen=True)
class Run:
    """A world after everything was done in it, and what was said on the way."""

    world: World
    log: str

    @property
    def secrets(self) -> set[str]:
        return {secret for twin in self.world.twins.values() for secret in twin.planted}


@contextmanager
def log_kept() -> Iterator[Callable[[], str]]:
    """Keep what the process writes to standard output, in the form that production has, every level of it."""
    logs.configure(service="all", level="debug", show_messages=False)
    stdout = os.dup(1)
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 1)
        try:
            yield lambda: os.pread(kept.fileno(), 1 << 26, 0).decode()
        finally:
            os.dup2(stdout, 1)
            os.close(stdout)
            logs.configure(service="all", level="error", show_messages=True)


@pytest.fixture(scope="module")
def run(server: Server, apps: Apps) -> Iterator[Run]:
    with log_kept() as log, made(server, apps) as world:
        yield Run(world, log())


def test_nothing_planted_stands_in_the_clear_in_any_column(run: Run) -> None:
    with run.world.city.database.as_owner() as owner:
        assert len(run.secrets) > 20
        assert places_of(owner, run.secrets) == set()


def test_names_stand_only_where_they_must(run: Run) -> None:
    names = {name for twin in run.world.twins.values() for name in (f"欧阳{twin.place.mark}", f"司马{twin.place.mark}")}

    with run.world.city.database.as_owner() as owner:
        assert places_of(owner, names) == set(NAMES_ALLOWED)


@pytest.mark.parametrize("kind", ["text", "jsonb", "bytea"])
def test_the_search_finds_what_is_not_hidden(run: Run, kind: str) -> None:
    secret = min(run.secrets)
    value: Any = {"text": secret, "jsonb": json.dumps({"a": [secret]}), "bytea": f"(x{secret})".encode()}[kind]

    with run.world.city.database.as_owner() as owner, owner.transaction(force_rollback=True):
        owner.execute(f"create table intake.scratch (kept {kind})")  # type: ignore[arg-type]  # one of three words
        owner.execute("insert into intake.scratch values (%s)", [value])
        assert places_of(owner, run.secrets) == {("intake.scratch", "kept")}


def test_the_log_holds_nothing_planted_and_would_be_found_out(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    secret = min(run.secrets)
    logs.log.error("fault", error=ValueError(secret))
    told = capfd.readouterr().out
    logs.log.info("slip", phone=secret)

    assert run.log.count('"event":"request"') > 100
    assert hidden_in(run.log, run.secrets) == set()
    assert '"error":"ValueError"' in told
    assert hidden_in(told, run.secrets) == set()
    assert hidden_in(capfd.readouterr().out, run.secrets) == {secret}


def test_no_problem_says_again_what_was_sent(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    twin = run.world.twins[RENHE]
    number, phone, address, account, *_ = twin.planted
    desk = TwinDesk(run.world.city, RENHE)
    desk.at = PAY_DAY
    officer = desk.township
    household = {"division": RENHE.village, "address": address, "bank_account": account + "号"}
    bodies: list[dict[str, Any]] = [
        build_application(people=[build_person(id_number=number, name="某某某")], members=[build_member()]),
        build_application(people=[build_person(phone=phone + "x")], members=[build_member()], household=household),
        build_application(people=[build_person(id_number=number[:-1] + "?")], members=[build_member()]),
        build_application(people=[build_person()], members=[build_member()], applicant=number),
        build_application(people=[build_person()], members=[build_member()]) | {number: phone},
    ]
    answers = [officer.post("/v1/applications", json=body, headers=key()) for body in bodies]
    answers += [
        officer.get(f"/v1/people/{number}"),
        officer.get(f"/v1/people?id_number={number}"),
        officer.get(f"/v1/applications?after={account}"),
        officer.get(f"/v1/{number}"),
        officer.post(
            "/v1/people/searches", content=f'{{"id_number": "{number}"', headers={"Content-Type": "application/json"}
        ),
        officer.post("/v1/people/searches", json={"id_number": number, "phone": phone}),
        officer.post("/v1/people/searches", json={"id_number": [number]}),
        officer.get("/v1/people", headers={"Authorization": f"Bearer {number}"}),
        officer.get("/v1/people", headers={"X-Doudi-Now": number}),
        officer.put(
            f"/v1/households/{twin.things['household_id']}/account",
            json={"address": address},
            headers={"If-Match": number},
        ),
        officer.post("/v1/applications", json=bodies[0], headers={"Idempotency-Key": address.encode().hex() * 9}),
    ]

    assert {answer.status_code for answer in answers} <= {400, 401, 404, 422}, [a.status_code for a in answers]
    for answer in answers:
        said = answer.text + json.dumps(dict(answer.headers), ensure_ascii=False)
        assert hidden_in(said, run.secrets) == set(), answer.text
    assert hidden_in(capfd.readouterr().out, run.secrets) == set(), "nor does the log"


def test_the_bank_s_file_has_the_accounts_and_its_name_has_nothing(run: Run) -> None:
    desk = TwinDesk(run.world.city, RENHE)
    desk.at = PAY_DAY
    batch = {"id": run.world.twins[RENHE].things["batch_id"]}
    stepped(checker(desk), batch, "CHECK")
    stepped(desk.leader, batch, "APPROVE")
    stepped(desk.county, batch, "EXPORT")

    exported = desk.county.post(f"/v1/payment-batches/{batch['id']}/exports")

    assert exported.status_code == 200, exported.text
    assert hidden_in(json.dumps(dict(exported.headers)), run.secrets) == set()
    assert re.search(r'filename="[A-Za-z0-9-]+\.xlsx"', exported.headers["content-disposition"])
    run.world.city.deliver(at=datetime.fromisoformat(PAY_DAY), failures=True)
    with run.world.city.database.as_owner() as owner:
        assert places_of(owner, run.secrets) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_metrics_name_nobody(run: Run, service: str) -> None:
    text = getattr(run.world.city, service).get("/metrics").text

    assert "doudi_" in text
    assert hidden_in(text, run.secrets) == set()
    assert "欧阳" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text), "no ids either: each would be a series of its own"


@pytest.mark.parametrize(
    "file", sorted([*ROOT.glob("openapi/*.json"), *ROOT.glob("docs/**/*.md"), ROOT / "README.md"]), ids=lambda f: f.name
)
def test_examples_and_pages_show_no_number_that_could_be_somebody_s(file: Path) -> None:
    text = file.read_text("utf-8")

    assert [found for found in re.findall(r"(?<![\w-])\d{17}[\dX](?![\w-])", text) if _is_valid(found)] == []
    assert re.findall(r"(?<![\w.-])1[3-9]\d{9}(?![\w.-])", text) == []
    assert re.findall(r"(?<![\w.-])62\d{14,17}(?![\w.-])", text) == []


def _is_valid(number: str) -> bool:
    try:
        check_identity_number(number, on=datetime.fromisoformat(PAY_DAY).date())
    except WrongIdentityNumber:
        return False
    return True
