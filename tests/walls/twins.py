"""Twin data: the same life in two townships of one county and in another county, each with names of its own.

Whatever is written of a place carries its mark (such as 甲申), so that one search tells whether an answer speaks of it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql

from migrations.target import target_metadata
from shared import personal
from shared.database_urls import SERVICES
from shared.db import everywhere
from shared.events import publish
from shared.identity import service_caller
from shared.ids import new_id
from shared.outbox import enqueue
from tests.support import payroll, standards
from tests.support.build import build_application, build_id_number, build_member, build_person, key
from tests.support.desk import Desk
from tests.support.ledger import build_applicant, build_ledger
from tests.support.populations import file_of
from tests.support.questions import question
from tests.support.told import Family, tell

PAY_DAY = "2021-12-01T09:00:00+08:00"


@dataclass(frozen=True)
class Place:
    """Where a twin lives and what only its people say."""

    township: str
    village: str
    next_village: str
    mark: str
    neighbours_mark: str
    """Of another family in the same village."""

    @property
    def county(self) -> str:
        return self.township[:6]


RENHE = Place("510411101", "510411101200", "510411101201", "甲申", "甲酉")
NEXT_DOOR = Place("510411102", "510411102201", "510411102202", "乙申", "乙酉")
MIYI = Place("510421101", "510421101200", "510421101202", "丙申", "丙酉")
PLACES = (RENHE, NEXT_DOOR, MIYI)
UNKNOWN_COUNTY = "510499"


class TwinDesk(Desk):
    """The offices of one place; their people are named after it."""

    def __init__(self, city: Any, place: Place) -> None:
        super().__init__(city)
        self.place = place

    def account(self, subject: str) -> str:
        return f"{subject}-{self.place.mark.encode().hex()}"

    def client(self, role: str, division: str, subject: str, **claims: Any) -> Any:
        home = self.place.county if len(division) == 6 else self.place.township
        return super().client(role, home, subject, **claims)


@dataclass
class Twin:
    """What lies in one place: the thing that each path parameter names, and what was planted."""

    place: Place
    things: dict[str, str] = field(default_factory=dict)
    planted: list[str] = field(default_factory=list)
    """Identity numbers, phones, accounts and addresses in full."""
    applicant: str = ""
    neighbour: str = ""
    """Person records: the applicant, and the one of another family in the same village."""
    id_number: str = ""


def settle(city: Any) -> dict[Place, Twin]:
    """Let every place live its life, and hand out what became of it."""
    Desk(city).publish_standards()
    drafter, publisher = (
        city.as_("POLICY_OFFICER", "5104", subject=subject, at=standards.AUTUMN).eligibility for subject in "ab"
    )
    standards.publish_as_two(drafter, publisher, division=MIYI.county, document="试〔2021〕2号")
    twins = {place: _live(TwinDesk(city, place)) for place in PLACES}
    everywhere_the_same = {"key": "income.period_months", "value": 12}
    standards.publish_as_two(
        drafter,
        publisher,
        division="5104",
        document="试〔2022〕3号",
        valid_from="2022-02-01",
        values=[everywhere_the_same],
    )
    city.deliver(at=datetime.fromisoformat(PAY_DAY))
    for place in (RENHE, MIYI):
        _pay(TwinDesk(city, place), twins)
    twins[NEXT_DOOR].things["batch_id"] = twins[RENHE].things["batch_id"]
    for place, twin in twins.items():
        _fail_messages(city, place, twin)
        tell(city, Family(division=place.village).clocks("near", PAY_DAY))
    city.deliver(at=datetime.fromisoformat(PAY_DAY), failures=True)
    with city.database.as_owner() as owner:
        for place, twin in twins.items():
            for name, column, table in (("alert_id", "id", "alert"), ("person_id", "person_id", "application_record")):
                query = f"select {column} from alerts.{table} where division = %s order by {column}"
                twin.things[f"alerts.{name}"] = str(owner.execute(query, [place.village]).fetchone()[0])
    return twins


def _live(desk: TwinDesk) -> Twin:
    twin = Twin(desk.place)
    family = _apply(desk, twin, desk.place.mark)
    confirmed = desk.confirmed(family)
    desk.at = "2021-11-24T09:00:00+08:00"
    other = _apply(desk, twin, desk.place.neighbours_mark)
    twin.applicant, twin.neighbour = (each["members"][0]["person"]["id"] for each in (family, other))
    twin.things |= {name: confirmed[name] for name in ("case_id", "household_id")}
    twin.things |= {"application_id": family["id"], "person_id": twin.applicant}
    twin.things["benefit_id"] = desk.county.get("/v1/benefits").json()["items"][0]["id"]
    notices = desk.township.get("/v1/public-notices").json()["items"]
    twin.things["notice_id"] = notices[-1]["id"]
    look = {"purpose": "CASE_WORK", "reason": f"{desk.place.mark}核对"}
    assert desk.county.post(f"/v1/people/{twin.applicant}/disclosures", json=look).status_code == 200
    _import(desk, twin)
    _ask(desk, twin)
    return twin


def _apply(desk: TwinDesk, twin: Twin, mark: str) -> Any:
    number, phone = build_id_number("19760312"), f"139{len(twin.planted):03d}{desk.place.township[-5:]}"
    secrets = {
        "address": f"攀枝花市{mark}巷{mark}号院3单元",
        "bank_account": f"62170009{desk.place.township}{phone[-5:]}",
    }
    person = build_person("M1", f"欧阳{mark}", id_number=number, phone=phone)
    body = build_application(
        people=[person],
        members=[build_member()],
        division=desk.place.village,
        household={"division": desk.place.village, "account_holder": f"欧阳{mark}", **secrets},
        annual_income="1200.00",
        needs=f"{mark}因病致贫",
    )
    made = desk.township.post("/v1/applications", json=body, headers=key())
    assert made.status_code == 201, made.text
    twin.planted += [number, phone, *secrets.values()]
    twin.id_number = twin.id_number or number
    return made.json()


def _import(desk: TwinDesk, twin: Twin) -> None:
    secrets = {"住址": f"攀枝花市{desk.place.mark}街9号", "银行账号": f"62280000{desk.place.township}"}
    row = build_applicant(
        户编号=f"H{desk.place.township}", 姓名=f"司马{desk.place.mark}", 户名=f"司马{desk.place.mark}", **secrets,
        **{"村（社区）代码": desk.place.village},
    )  # fmt: skip
    wrong = row | {"户编号": f"W{desk.place.township}", "公民身份号码": "510411197603120000"}
    sent = desk.township.post("/v1/imports", files={"file": ("台账.xlsx", build_ledger(row, wrong))}, headers=key())
    assert (sent.status_code, sent.json()["accepted_count"]) == (201, 1), sent.text
    twin.planted += [row["公民身份号码"], *secrets.values()]
    twin.things["import_id"] = sent.json()["id"]


def _ask(desk: TwinDesk, twin: Twin) -> None:
    """Keep a determination, and leave a standard in draft."""
    asked = question(division=desk.place.village).model_dump(mode="json", exclude_none=True)
    at = datetime.fromisoformat(desk.at)
    officer = desk.city.as_("TOWNSHIP_OFFICER", desk.place.township, subject="asker", at=at).eligibility
    kept = officer.post("/v1/determinations", json=asked, headers=key())
    assert kept.status_code == 201, kept.text
    policy = desk.city.as_("POLICY_OFFICER", desk.place.county, subject="drafter", at=at).eligibility
    drafted = standards.draft(
        policy, division=desk.place.county, title=f"{desk.place.mark}标准", valid_from="2022-01-01"
    )
    assert drafted.status_code == 201, drafted.text
    twin.things |= {"determination_id": kept.json()["id"], "standard_id": drafted.json()["id"]}
    file = {"file": ("人口.arrow", file_of(question(division=desk.place.village)))}
    taken = policy.post("/v1/populations", files=file, headers=key())
    assert taken.status_code == 201, taken.text
    started = policy.post("/v1/simulations", json=simulated(taken.json()["id"], desk.place.mark), headers=key())
    assert started.status_code == 202, started.text
    twin.things |= {"population_id": taken.json()["id"], "simulation_id": started.json()["id"]}


def simulated(population_id: str, mark: str = "") -> Any:
    """Return the body that asks what a lower line of 低保 would change."""
    lower = {"key": "lb.line", "residence": "RURAL", "value": "1.00"}
    return {
        "population_id": population_id,
        "title": f"{mark}试算",
        "as_of": "2021-11-15",
        "programmes": ["DIBAO"],
        "scenarios": [{"name": "低线", "parameters": [lower]}],
    }


def _pay(desk: TwinDesk, twins: dict[Place, Twin]) -> None:
    desk.at = PAY_DAY
    batch = payroll.proposed(desk, county=desk.place.county, month="2021-12")
    twins[desk.place].things["batch_id"] = batch["id"]


def _fail_messages(city: Any, place: Place, twin: Twin) -> None:
    """Give up a message in each service, and let each tell something."""
    at = datetime.fromisoformat(PAY_DAY)
    for service in SERVICES:
        with everywhere(city.factory(service)) as session:
            message = enqueue(session, topic="event.published", payload={}, division=place.county, now=at)
            message.attempts, message.dead_at, message.last_error = 20, at, f"PeerRefused {place.mark}"
            publish(
                session, caller=service_caller(service), type="twin.noted", subject=twin.applicant,
                division=place.village, data={}, now=at, to_services=False,
            )  # fmt: skip
        twin.things[f"{service}.message_id"] = str(message.id)


def rows_by_place(database: Any) -> dict[str, str]:
    """Return the division of every row that belongs to a place, by its id or number; what is public is left out."""
    found: dict[str, str] = {}
    tables = [
        t for t in target_metadata().sorted_tables if "id" in t.columns and {"division", "kept_in"} & {*t.c.keys()}
    ]
    with database.as_owner() as owner:
        public = {str(row[0]) for row in owner.execute("select id from eligibility.standard where state = 'PUBLISHED'")}
        for table in tables:
            if table.name == "parameter":
                continue
            place = "division" if "division" in table.columns else "kept_in"
            names = [name for name in ("id", "number") if name in table.columns]
            standard = "standard_id" if "standard_id" in table.columns else "id"
            query = sql.SQL("select {}::text, {}, {}::text from {}").format(
                sql.Identifier(standard), sql.Identifier(place),
                sql.SQL("::text, ").join(map(sql.Identifier, names)), sql.Identifier(table.schema, table.name),
            )  # fmt: skip
            for whose, division, *ids in owner.execute(query):
                if whose not in public:
                    found |= dict.fromkeys(map(str, ids), division)
        entries = "select person_id::text, division from alerts.{}"
        for table_name in ("application_record", "category_record"):
            found |= dict(owner.execute(entries.format(table_name)).fetchall())
    return found


def seal_of(text: str) -> str:
    """Return the blind index of a value in hex, as events between our services carry it."""
    return personal.blind_index(text).hex()


def unknown() -> str:
    """Return an id that nothing has."""
    return str(UUID(int=new_id().int ^ 1))
