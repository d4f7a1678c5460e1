"""Public notices: what hangs on the board of a village is for everybody in it, so that he can object (L15, CONF-02)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.intake.models.applications import PublicNotice
from shared.ids import new_id
from tests.support.build import build_member, build_person
from tests.support.desk import Desk

VILLAGE, NEXT_VILLAGE = "510411101200", "510411101201"
TODAY = date(2021, 11, 15)


@pytest.fixture
def board(desk: Desk, city: Any, new_application: Any) -> dict[str, Any]:
    """Notices of one family: standing, over, withdrawn, and the result; beside it, a neighbour and who he is."""
    family = new_application()
    neighbour = new_application(people=[build_person(name="王小二")], members=[build_member()])
    notices = {
        "standing": ("OPINION", TODAY, TODAY + timedelta(days=7), None),
        "last day": ("OPINION", TODAY - timedelta(days=7), TODAY, None),
        "over": ("OPINION", TODAY - timedelta(days=8), TODAY - timedelta(days=1), None),
        "withdrawn": ("OPINION", TODAY, TODAY + timedelta(days=7), TODAY),
        "result": ("RESULT", TODAY, TODAY + timedelta(days=30), None),
    }
    ids = {name: new_id() for name in notices}
    with city.session("intake") as session:
        for name, (kind, posted_on, last_day, withdrawn_on) in notices.items():
            session.add(
                PublicNotice(
                    id=ids[name], division=VILLAGE, created_at=f"{TODAY}T09:00:00+08:00", application_id=family["id"],
                    kind=kind, applicant_name="张建国", household_size=3, monthly_amount_fen=60000, posted_on=posted_on,
                    last_day=last_day, forward_from=last_day + timedelta(days=1), withdrawn_on=withdrawn_on,
                )
            )  # fmt: skip
    return {"family": family, "neighbour": neighbour, "names": {str(id_): name for name, id_ in ids.items()}}


def villager(desk: Desk, application: Any, division: str = VILLAGE) -> Any:
    return desk.client("VILLAGER", division, "villager", person=application["members"][0]["person"]["id"])


def read(client: Any, board: dict[str, Any], query: str = "") -> set[str]:
    return {board["names"][notice["id"]] for notice in client.get(f"/v1/public-notices{query}").json()["items"]}


def test_a_neighbour_reads_what_stands_in_his_village(desk: Desk, board: dict[str, Any]) -> None:
    neighbour = villager(desk, board["neighbour"])

    assert read(neighbour, board) == {"standing", "last day", "result"}
    for notice, name in board["names"].items():
        expected = 200 if name in {"standing", "last day", "result"} else 404
        assert neighbour.get(f"/v1/public-notices/{notice}").status_code == expected, name


def test_he_reads_name_size_and_amount_and_nothing_else(desk: Desk, board: dict[str, Any]) -> None:
    notice = villager(desk, board["neighbour"]).get("/v1/public-notices").json()["items"][0]

    assert set(notice) == {
        "id", "kind", "applicant_name", "household_size", "monthly_amount", "posted_on", "last_day", "forward_from",
        "withdrawn_on",
    }  # fmt: skip
    assert villager(desk, board["neighbour"]).get(f"/v1/applications/{board['family']['id']}").status_code == 404


def test_the_family_itself_reads_its_past_notices_too(desk: Desk, board: dict[str, Any]) -> None:
    own = villager(desk, board["family"])

    assert read(own, board) == {"standing", "last day", "over", "withdrawn", "result"}
    assert read(own, board, f"?standing_on={TODAY - timedelta(days=1)}") == {"last day", "over"}


def test_the_board_of_another_village_is_another_board(desk: Desk, board: dict[str, Any]) -> None:
    assert read(villager(desk, board["neighbour"], NEXT_VILLAGE), board) == set()


def test_a_standing_notice_moves_to_the_village_that_goes_on(desk: Desk, city: Any, board: dict[str, Any]) -> None:
    policy = desk.client("POLICY_OFFICER", "5104", "policy-1")
    body = {"successor": NEXT_VILLAGE, "effective_on": "2021-11-15", "document": "川府函〔2021〕1号"}
    assert policy.post(f"/v1/divisions/{VILLAGE}/successions", json=body).status_code == 200
    city.deliver(at=datetime.fromisoformat(desk.at))

    assert read(villager(desk, board["neighbour"], NEXT_VILLAGE), board) == {"standing", "last day", "result"}
