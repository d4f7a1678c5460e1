"""What-if over a population through HTTP: progress, totals, households touched, cancel, resume, and bad files."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from services.eligibility.batch import population
from services.eligibility.models import SimulationChange, SimulationChunk
from shared.delivery import deliver_next
from tests.support.determinations import DAY, LIMIT, publish_line
from tests.support.populations import written
from tests.support.questions import person, question, wages

AS_OF = date(2021, 11, 15)


def household(monthly, division="510411101001"):
    earned = f"{monthly * 12}.00"
    return question(person(), income_items=[wages(earned)], division=division).facts


def a_file(tmp_path, batches):
    return written(tmp_path / "p.arrow", AS_OF, batches).read_bytes()


def upload(client, content):
    headers = {"Idempotency-Key": str(uuid4())}
    return client.post("/v1/populations", files={"file": ("p.arrow", content)}, headers=headers)


def start(client, population_id, **but):
    asked = {
        "population_id": population_id,
        "title": "提高低保标准",
        "as_of": AS_OF.isoformat(),
        "programmes": ["DIBAO"],
        "months": 3,
        "scenarios": [
            {"name": "六百元", "parameters": [{"key": "lb.line", "residence": "RURAL", "value": "600.00"}]},
            {"name": "四百元", "parameters": [{"key": "lb.line", "residence": "RURAL", "value": "400.00"}]},
        ],
    } | but
    return client.post("/v1/simulations", json=asked, headers={"Idempotency-Key": str(uuid4())})


@pytest.fixture
def policy(as_):
    publish_line(as_, "500.00")
    publish_line(as_, "", division="5104", values=[LIMIT])
    return as_("POLICY_OFFICER", "510411", subject="li", at=DAY)


@pytest.fixture
def taken(policy, tmp_path):
    """Three record batches: poor at 100, between the lines at 450 and 550, well off at 2000 yuan a month."""
    content = a_file(
        tmp_path,
        [
            [("poor", household(100)), ("between", household(450, "510411102001"))],
            [("near", household(550, "510411102001"))],
            [("well off", household(2000))],
        ],
    )
    return upload(policy, content).json()["id"]


def changes(client, simulation, **query):
    page = client.get(f"/v1/simulations/{simulation}/changes", params=query).json()
    return {each["household"]: (each["kind"], each["before"], each["after"]) for each in page["items"]}


def test_a_scenario_is_reckoned_in_the_background_and_names_who_gains_and_loses(city, policy, taken):
    started = start(policy, taken)
    assert started.status_code == 202, started.text
    assert (started.json()["state"], started.json()["chunks"], started.json()["chunks_done"]) == ("RUNNING", 3, 0)
    assert policy.get(f"/v1/simulations/{started.json()['id']}/workbook").status_code == 409

    city.deliver()

    done = policy.get(f"/v1/simulations/{started.json()['id']}").json()
    assert (done["state"], done["chunks_done"], done["households"]) == ("DONE", 3, 4)
    now, higher, lower = done["results"]
    assert [line for line in now["townships"] if line["programme"] == "DIBAO"] == [
        {"division": "510411101", "programme": "DIBAO", "units": 1, "monthly_amount": "400.00"},
        {"division": "510411102", "programme": "DIBAO", "units": 1, "monthly_amount": "50.00"},
    ]
    assert [line["monthly_amount"] for line in higher["counties"] if line["programme"] == "DIBAO"] == ["700.00"]
    assert [line["amount"] for line in now["months"] if line["programme"] == "DIBAO"] == ["450.00"] * 3
    assert changes(policy, done["id"], scenario=1) == {
        "poor": ("GAIN", "400.00", "500.00"),
        "between": ("GAIN", "50.00", "150.00"),
        "near": ("GAIN", "0.00", "50.00"),
    }
    assert changes(policy, done["id"], scenario=2) == {
        "poor": ("LOSE", "400.00", "300.00"),
        "between": ("LOSE", "50.00", "0.00"),
    }
    assert changes(policy, done["id"], scenario=1, division="510411101").keys() == {"poor"}
    assert changes(policy, done["id"], kind="LOSE").keys() == {"poor", "between"}
    assert lower["changes"][0] == {
        "division": "510411101", "gain": 0, "lose": 1, "change": 0, "grace": 0, "monthly_difference": "-100.00",
    }  # fmt: skip
    book = load_workbook(io.BytesIO(policy.get(f"/v1/simulations/{done['id']}/workbook").content))
    assert [row[1].value for row in book["受影响家庭"].iter_rows(min_row=2)][:3] == ["poor", "between", "near"]
    assert policy.get(f"/v1/simulations/{done['id']}/chart", params={"scenario": 1}).content[:4] == b"\x89PNG"
    assert b"<svg" in policy.get(f"/v1/simulations/{done['id']}/chart", params={"format": "svg"}).content
    assert policy.get(f"/v1/simulations/{done['id']}/chart", params={"scenario": 3}).status_code == 404


def test_a_rule_date_before_the_circular_leaves_marginal_families_out(city, policy, taken):
    before = {"name": "通知以前", "as_of": "2021-09-01"}
    started = start(policy, taken, scenarios=[before], programmes=["MARGINAL"]).json()
    city.deliver()

    now, then = policy.get(f"/v1/simulations/{started['id']}").json()["results"]

    assert sum(line["units"] for line in now["outcomes"]) == 4
    assert then["outcomes"] == []


def test_what_was_reckoned_before_a_crash_is_not_reckoned_again(city, policy, taken):
    city.deliver()
    started = start(policy, taken).json()
    send = city.sender("eligibility")
    deliver_next(city.factory("eligibility"), send, service="eligibility", now=DAY)

    def killed(message):
        send(message)  # it was reckoned and kept, but the process died before it could say so
        raise SystemExit

    with pytest.raises(SystemExit):
        deliver_next(city.factory("eligibility"), killed, service="eligibility", now=DAY)
    half = policy.get(f"/v1/simulations/{started['id']}").json()
    assert half["chunks_done"] == 2

    city.deliver(at=DAY + timedelta(minutes=10))
    done = policy.get(f"/v1/simulations/{started['id']}").json()

    assert (done["state"], done["chunks_done"], done["households"]) == ("DONE", 3, 4)
    with city.session("eligibility") as session:
        assert session.query(SimulationChange).count() == 5


def test_a_cancelled_simulation_leaves_nothing(city, policy, taken):
    city.deliver()
    started = start(policy, taken)
    send = city.sender("eligibility")
    deliver_next(city.factory("eligibility"), send, service="eligibility", now=DAY)
    path = f"/v1/simulations/{started.json()['id']}"
    tag = policy.get(path).headers["etag"]

    cancelled = policy.post(f"{path}/transitions", json={"action": "CANCEL"}, headers={"If-Match": tag})
    city.deliver()

    assert cancelled.json()["state"] == "CANCELLED"
    assert policy.get(path).json()["chunks_done"] == 0
    again = policy.post(
        f"{path}/transitions", json={"action": "CANCEL"}, headers={"If-Match": policy.get(path).headers["etag"]}
    )
    assert (again.status_code, again.json()["code"]) == (409, "simulation_over")
    with city.session("eligibility") as session:
        assert session.query(SimulationChunk).count() == session.query(SimulationChange).count() == 0


def test_a_file_that_is_lost_or_broken_later_fails_the_simulation_and_leaves_nothing(city, policy, taken):
    started = start(policy, taken).json()
    settings = city.apps["eligibility"].state.settings
    (settings.state_dir / "populations" / f"{taken}.arrow").write_bytes(b"ARROW1")

    city.deliver()

    failed = policy.get(f"/v1/simulations/{started['id']}").json()
    assert (failed["state"], failed["results"], failed["chunks_done"]) == ("FAILED", [], 0)
    assert failed["problem"]


@pytest.mark.parametrize("content", [b"", b"not arrow at all", "cut"])
def test_a_bad_population_file_is_refused_and_nothing_of_it_is_kept(city, policy, tmp_path, content):
    if content == "cut":
        content = a_file(tmp_path, [[("a", household(1))]])[:-40]

    refused = upload(policy, content)

    assert (refused.status_code, refused.json()["code"]) == (400, "population_unreadable"), refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert policy.get("/v1/populations").json()["items"] == []


def test_households_of_another_place_are_refused(policy, tmp_path):
    refused = upload(policy, a_file(tmp_path, [[("a", household(1, "510402001001"))]]))

    assert (refused.status_code, refused.json()["code"]) == (400, "population_unreadable")


def test_another_county_sees_neither_file_nor_simulation(as_, policy, taken):
    started = start(policy, taken).json()
    other = as_("POLICY_OFFICER", "510402", subject="wu", at=DAY)

    assert other.get(f"/v1/populations/{taken}").status_code == 404
    assert other.get(f"/v1/simulations/{started['id']}").status_code == 404
    assert start(other, taken).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"key": "lb.line", "residence": "RURAL", "value": "much"}, "lb.line"),
        ({"key": "lb.lines", "value": "1.00"}, "没有这个参数"),
    ],
)
def test_a_supposed_value_its_key_does_not_take_is_refused(policy, taken, wrong, says):
    refused = start(policy, taken, scenarios=[{"name": "x", "parameters": [wrong]}])

    assert refused.status_code == 400
    assert says in refused.text


def test_the_day_of_the_file_is_told(policy, taken):
    told = policy.get(f"/v1/populations/{taken}").json()

    assert (told["as_of"], told["households"], told["persons"], told["chunks"]) == ("2021-11-15", 4, 4, 3)
    assert population.VERSION == b"1"
