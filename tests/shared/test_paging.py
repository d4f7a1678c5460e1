"""Long lists: every row of a place once, newest first, whatever lies around it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from services.intake.models.people import Household
from shared.db import everywhere, in_places
from shared.identity import Role
from shared.paging import Paging, key_of, page_of
from shared.personal import Secret
from shared.successions import DivisionSuccession
from tests.support.database import Database, build_caller

VILLAGES = ["510411101200", "510411101201", "510411100200", "510411105200", "510402001001", "510411101"]
"""Two villages of a township, a neighbour, one that was merged into it, another county, the township itself."""


@pytest.fixture
def households(database: Database, now: datetime) -> list[Household]:
    """Four households in each place, entered in turns."""
    with everywhere(database.factory("intake")) as session:
        session.add(DivisionSuccession(from_code="510411105", to_code="510411101", effective_on=date(2021, 1, 1)))
        made = [
            Household(division=village, residence="RURAL", address=Secret("3组20号"), created_at=now)
            for village in VILLAGES * 4
        ]
        for one in made:
            session.add(one)
            session.flush()
    return made


@pytest.mark.parametrize(
    ("place", "within"),
    [
        ("510411101", ("510411101", "510411105")),
        ("510411101201", ("510411101201",)),
        ("510411100", ("510411100",)),
        ("510411199", ("510411199",)),
        ("510411", ("510411",)),
        ("5104", ("5104",)),
    ],
)
def test_page_by_page_a_place_shows_all_that_lies_in_it(
    database: Database, now: datetime, households: list[Household], place: str, within: tuple[str, ...]
) -> None:
    with database.session("intake", now=now, caller=build_caller(Role.COUNTY_OFFICER, place)) as session:
        statement = select(Household).where(in_places(Household.division, session), Household.residence == "RURAL")
        found, after, total = [], None, None
        while True:
            paging = Paging(after=after, limit=3, include_total=True)
            page = page_of(session, statement, Household.id, paging, by=Household.division)
            found += [one.id for one in page.items]
            total = page.total
            if page.next is None:
                break
            after = key_of(page.next)

    expected = sorted((one.id for one in households if one.division.startswith(within)), reverse=True)
    assert found == expected
    assert total == len(expected)
