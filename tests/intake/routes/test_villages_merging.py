"""Villages that merge, by themselves or with their township: each goes to a code of the new one, and its work with it."""

from typing import Any

import pytest

from tests.support.build import build_application, key
from tests.support.desk import Desk
from tests.support.mergers import NAMED, NEW, OLD, THIRD, VILLAGE, after, merge, register


def test_a_village_does_not_outlive_its_township(desk: Desk, city: Any) -> None:
    """Were the village's own dates left open, the township's would still close it."""
    merge(desk, on="2021-11-01")
    with city.database.as_owner() as owner:
        owner.execute("update intake.division set valid_to = null where code = %s", [VILLAGE])

    refused = desk.township.post("/v1/applications", json=build_application(), headers=key())

    assert (refused.status_code, refused.json()["code"]) == (400, "division_refused")


def test_villages_whose_digits_are_taken_must_be_named_all_at_once(desk: Desk) -> None:
    refused = merge(desk, villages=NAMED[:2])

    assert (refused.status_code, refused.json()["code"]) == (400, "villages_unclear")
    assert [e["message"][-23:-10] for e in refused.json()["errors"]] == [
        f"{OLD}202）"[:13], f"{OLD}203）"[:13], f"{OLD}204）"[:13],
    ]  # fmt: skip
    assert desk.township.get(f"/v1/divisions/{OLD}").json()["successor"] is None


@pytest.mark.parametrize(
    ("villages", "pointer"),
    [
        ([{"from": "510411100001", "to": f"{NEW}299"}], "/villages/0/from"),
        ([{"from": VILLAGE, "to": f"{THIRD}299"}], "/villages/0/to"),
        ([{"from": VILLAGE, "to": NEW}], "/villages/0/to"),
        ([{"from": VILLAGE, "to": f"{NEW}299"}, {"from": f"{OLD}201", "to": f"{NEW}299"}], "/villages/0/to"),
        ([{"from": VILLAGE, "to": f"{NEW}298"}, {"from": VILLAGE, "to": f"{NEW}299"}], "/villages/0/from"),
    ],
)
def test_a_village_goes_to_a_code_of_the_new_township(desk: Desk, villages: list[dict[str, str]], pointer: str) -> None:
    refused = merge(desk, villages=villages)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, pointer)


def test_two_villages_become_one_that_was_registered_for_them(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()
    made = register(desk, code=f"{NEW}290", name="平田村村民委员会", kind="VILLAGERS_COMMITTEE")
    assert made.status_code == 201, made.text
    both = [{"from": VILLAGE, "to": f"{NEW}290"}, {"from": f"{OLD}201", "to": f"{NEW}290"}]

    merged = merge(desk, villages=[*both, *[one for one in NAMED if one["from"] != f"{OLD}201"]])

    assert merged.status_code == 200, merged.text
    after(desk, city)
    agent = desk.client("VILLAGE_AGENT", f"{NEW}290", "agent-1")
    assert [a["id"] for a in agent.get("/v1/applications").json()["items"]] == [application["id"]]


def test_a_villages_own_merger_moves_its_work(desk: Desk, city: Any, new_application: Any) -> None:
    application = new_application()

    assert merge(desk, VILLAGE, f"{OLD}201").status_code == 200

    after(desk, city)
    assert desk.read(desk.township, application).json()["division"] == f"{OLD}201"


def test_a_village_merged_on_the_day_its_township_is_follows_the_chain(
    desk: Desk, city: Any, new_application: Any
) -> None:
    application = new_application()
    assert merge(desk, VILLAGE, f"{OLD}201").status_code == 200
    assert merge(desk).status_code == 200

    after(desk, city)

    agent = desk.client("VILLAGE_AGENT", f"{NEW}211", "agent-1")
    assert desk.read(agent, application).json()["division"] == f"{NEW}211"
    assert agent.get(f"/v1/applications/{application['id']}/transitions").json()["items"]


def test_a_township_whose_village_is_to_merge_later_waits_for_that(desk: Desk) -> None:
    assert merge(desk, VILLAGE, f"{OLD}201", on="2021-12-05").status_code == 200

    refused = merge(desk, on="2021-12-01")

    assert (refused.status_code, refused.json()["rule"]) == (422, "1.2-e")


def test_only_a_township_takes_villages_along(desk: Desk) -> None:
    refused = merge(desk, VILLAGE, f"{OLD}201", villages=NAMED)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/villages")
