"""The demo's turns, one family each, against the three services in one process; the whole month is `make demo`."""

from typing import Any

import httpx
import pytest

from demo import ledger, means, payments, standards
from demo.case import Case
from demo.check import expected_lines
from demo.desk import Actor, Desk, Impatient
from demo.families import Maker
from demo.month import Month, month_before
from demo.play import Player
from demo.plots import TOWNSHIPS
from demo.stretches import Script
from demo.turns import WAYS
from demo.wire import yuan
from shared import calendar, clock
from tests.support.city import City
from tests.support.places import villages_of

ENDS = {
    "recheck_fails": "REFUSED", "no_objection": "REFUSED", "concealed": "REFUSED", "died": "REFUSED",
    "withdrawn_as_draft": "WITHDRAWN", "withdrawn_when_papers_are_asked": "WITHDRAWN",
    "withdrawn_during_survey": "WITHDRAWN", "withdrawn_during_notice": "WITHDRAWN",
    "uncooperative": "ABORTED", "moved_away": "ABORTED",
}  # fmt: skip
"""Every other way ends with a confirmation."""


class OwnDesk(Desk):
    """A desk in the same process, where what comes by itself comes when it is waited for."""

    def __init__(self, city: City) -> None:
        super().__init__({}, httpx.Client())
        self.city = city

    def send(self, service: str, method: str, path: str, **more: Any) -> Any:
        return getattr(self.city, service).request(method, path, **more)

    def wait(self, what: str, check: Any) -> None:
        self.city.deliver()
        if not check():
            raise Impatient(what)

    def _fetch(self, actor: Actor) -> str:
        return self.city.token(actor.role, actor.division, subject=actor.subject, person=actor.person)


@pytest.fixture
def month() -> Month:
    return month_before(clock.now().date(), is_working=calendar.built_in().is_working_day)


def case_of(maker: Maker, month: Month, way: str, *, number: int, channel: str, **but: Any) -> Case:
    place = villages_of(TOWNSHIPS[0])[number % 5]
    family = maker.family(place.code, place.name, shape=but.pop("shape", None))
    settled = but.pop("means", means.POOR)
    means.settle(family, settled, maker.chance, on=month.days[-1], ledger=channel == "IMPORT")
    case = Case(number, family, but.pop("programmes", ("DIBAO",)), way, channel)
    WAYS[way](Script(case, month, 0))
    return case


def play(city: City, month: Month, cases: list[Case]) -> Desk:
    desk = OwnDesk(city)
    standards.load(desk)
    standards.load(desk)  # a second run finds them
    standards.require_in_force(desk, month.days[-1])
    ledger.bring_in(desk, cases, month)
    Player(desk, month, lambda _line: None, threads=1).play(cases)
    return desk


def test_every_way_ends_as_the_plot_has_it_and_pays_what_was_worked_out_on_paper(city: City, month: Month) -> None:
    maker = Maker(7, today=month.days[0])
    channels = ("WINDOW", "ONLINE", "VILLAGE_AGENT", "ACTIVE_DISCOVERY")
    cases = [case_of(maker, month, way, number=number, channel=channels[number % 4]) for number, way in enumerate(WAYS)]

    play(city, month, cases)

    assert [case.trouble for case in cases if case.trouble] == []
    assert {case.plot: case.state for case in cases} == {way: ENDS.get(way, "CONFIRMED") for way in WAYS}
    for case in cases:
        if case.state == "CONFIRMED":
            paid = {line["programme"]: line["monthly_amount"] for line in case.seen["lines"] if line["confirmed"]}
            assert paid == {programme: yuan(amount) for (programme, _), amount in expected_lines(case).items()}


def test_a_ledger_s_families_are_confirmed_and_paid_to_the_fen(city: City, month: Month, tmp_path: Any) -> None:
    maker = Maker(8, today=month.days[0])
    plain = [case_of(maker, month, "straight", number=number, channel="IMPORT") for number in range(4)]
    alone = case_of(
        maker, month, "straight", number=9, channel="IMPORT", means=means.MARGINAL, shape="disabled adult",
        programmes=("DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON"),
    )  # fmt: skip
    desk = play(city, month, [*plain, alone])

    benefits = payments.await_active(desk, [*plain, alone])
    batch = payments.pay_one(desk, TOWNSHIPS[0][:6], "DIBAO", month.paid_month, clock.now().date(), tmp_path)

    assert [case.trouble for case in plain] == [""] * 4
    assert sorted(row["programme"] for row in benefits.rows) == ["DIBAO"] * 4 + ["DIBAO_SINGLE_PERSON", "MARGINAL"]
    assert batch.seen["state"] == "RECONCILED"
    assert batch.seen["total"] == yuan(sum(sum(expected_lines(case).values()) for case in plain)) == batch.sum_in_file
