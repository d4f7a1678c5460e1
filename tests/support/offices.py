"""Two counties at work: 仁和区, and 米易县 with officers and a line of its own."""

from typing import Any

from tests.support import standards
from tests.support.build import build_application, key
from tests.support.desk import Desk

VILLAGE_OF_MIYI = "510421101200"


class Miyi(Desk):
    """The people of 米易县 and one of its townships."""

    clerk = "township-2"

    @property
    def township(self) -> Any:
        return self.client("TOWNSHIP_OFFICER", "510421101", self.clerk)

    @property
    def verifier(self) -> Any:
        return self.client("VERIFICATION_OFFICER", "510421", "verifier-2")

    @property
    def county(self) -> Any:
        return self.client("COUNTY_OFFICER", "510421", "county-2")


def open_miyi(city: Any) -> Miyi:
    """Return the desk of 米易县; its line is that of 仁和区."""
    drafter, publisher = (
        city.as_("POLICY_OFFICER", "5104", subject=subject, at=standards.AUTUMN).eligibility
        for subject in ("drafter", "publisher")
    )
    standards.publish_as_two(drafter, publisher, division="510421", document="试〔2021〕2号")
    return Miyi(city)


def file(desk: Desk, **but: Any) -> Any:
    """Create an application at a desk, on a day before it is decided."""
    desk.at = "2021-11-15T09:00:00+08:00"
    place = {"division": VILLAGE_OF_MIYI} if isinstance(desk, Miyi) else {}
    response = desk.township.post("/v1/applications", json=build_application(**place, **but), headers=key())
    assert response.status_code == 201, response.text
    return response.json()


def at_county(desk: Desk, **but: Any) -> Any:
    """Bring a new application to the county officer's desk on the day it may be decided."""
    return desk.to_county(file(desk, **but))


def pointers(response: Any) -> list[str]:
    """Return where an answer says that something is wrong."""
    return [error["pointer"] for error in response.json()["errors"]]


def units(application: Any) -> dict[tuple[str, str | None], bool]:
    """Return whether each unit of a decided application was confirmed, by programme and reference of the person."""
    refs = {member["person"]["id"]: member["ref"] for member in application["members"]}
    return {(line["programme"], refs.get(line["person_id"])): line["confirmed"] for line in application["lines"]}


def codes(application: Any, programme: str) -> list[str]:
    """Return the coded reasons of a refused line."""
    (line,) = [line for line in application["lines"] if line["programme"] == programme]
    return [reason["code"] for reason in line["reasons"] if "code" in reason]
