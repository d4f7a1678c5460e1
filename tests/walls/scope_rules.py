"""How far each operation reaches: a route without a line here fails ``test_scopes``."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tests.support.build import build_application, build_id_number, build_member, build_person
from tests.support.ledger import build_applicant, build_ledger
from tests.support.populations import file_of
from tests.support.questions import question
from tests.support.standards import new_standard
from tests.walls.twins import UNKNOWN_COUNTY, Place, Twin, simulated, unknown


class Reach(StrEnum):
    """What of other places an operation may tell."""

    PUBLIC = "Nobody need say who he is; nothing of anybody is told."
    CITY_WIDE = "Reference data: whoever may read it reads the same."
    OWN = "Lists, searches, feeds and files: rows of the caller's own places, and of a villager his own household."
    ONE = "One thing by its id: one of another place is answered exactly as an id that does not exist."
    NAMED = "The request names a place: another's is answered exactly as one that does not exist."
    CITY_ONLY = "An act for the whole city, refused to whoever covers less."
    SERVICES = "Between our own services, which cover the city."


Body = Callable[[Twin], Any]


@dataclass(frozen=True)
class Rule:
    """The reach of an operation and how to try it."""

    reach: Reach
    body: Body | None = None
    nobodys: Callable[[], Any] | None = None
    """The same body about a place or person that does not exist."""
    files: Callable[[str], Any] | None = None
    """For an upload: the file that names this village."""
    query: tuple[Callable[[Twin], dict[str, str]], ...] = ()
    """Filters by which somebody might reach for a twin."""
    shown_in_place: bool = False
    """Everybody in the place may see it, whosever household it is about."""
    marks: Callable[[Place], str] = lambda place: place.mark


PUBLIC, CITY_WIDE, CITY_ONLY, SERVICES = map(
    Rule, (Reach.PUBLIC, Reach.CITY_WIDE, Reach.CITY_ONLY, Reach.SERVICES)
)  # fmt: skip
ONE, OWN = Rule(Reach.ONE), Rule(Reach.OWN)
ONE_IN_PLACE, IN_PLACE = Rule(Reach.ONE, shown_in_place=True), Rule(Reach.OWN, shown_in_place=True)
NOWHERE: Final = UNKNOWN_COUNTY + "101200"


def one(**body: Any) -> Rule:
    return Rule(Reach.ONE, body=lambda _: body)


def named(body: Callable[[str], Any]) -> Rule:
    """Return the rule of an operation whose body names a village."""
    return Rule(Reach.NAMED, body=lambda twin: body(twin.place.village), nobodys=lambda: body(NOWHERE))


def _application(village: str) -> Any:
    household = {"division": village, "address": "某巷1号"}
    return build_application(
        people=[build_person(phone=None)], members=[build_member()], division=village, household=household
    )


def _question(village: str) -> Any:
    return question(division=village).model_dump(mode="json", exclude_none=True)


def _ledger(village: str) -> Any:
    return {"file": ("台账.xlsx", build_ledger(build_applicant(**{"村（社区）代码": village})))}


def _population(village: str) -> Any:
    return {"file": ("人口.arrow", file_of(question(division=village)))}


def _standard(village: str) -> Any:
    return {"file": ("标准.yaml", json.dumps(new_standard(division=village[:6], valid_from="2022-02-01")).encode())}


def _division(village: str) -> Any:
    return {
        "code": f"{village[:9]}299",
        "name": "新村",
        "kind": "VILLAGE",
        "valid_from": "2022-01-01",
        "document": "文",
    }


_JOINING = {"person": build_person("J", birth="20090920", phone=None), "relation": "CHILD", "on": "2021-11-01"}
_SUCCESSION = {"successor": "510411101201", "effective_on": "2022-01-01", "document": "文"}
_HOLIDAYS = {
    "document": "国办发明电〔2026〕1号",
    "holidays": [{"name": "元旦", "first_day": "2027-01-01", "last_day": "2027-01-03", "worked_instead": []}],
}

INTAKE: Final[dict[str, Rule]] = {
    "create_application": named(_application),
    "list_applications": Rule(
        Reach.OWN,
        query=(lambda twin: {"division": twin.place.township},),
    ),
    "read_application": ONE,
    "transition_application": one(action="WITHDRAW", reason="不再需要"),
    "list_application_transitions": ONE,
    "list_application_determinations": ONE,
    "list_application_clocks": ONE,
    "reapply": one(channel="WINDOW", needs="再次申请"),
    "list_review_tasks": Rule(Reach.OWN, query=(lambda twin: {"benefit_id": twin.things["benefit_id"]},)),
    "receive_standard_event": SERVICES,
    "list_cases": OWN,
    "read_case": ONE,
    "list_people": OWN,
    "search_people": Rule(
        Reach.OWN,
        body=lambda twin: {"id_number": twin.id_number},
        nobodys=lambda: {"id_number": build_id_number("19010101")},
    ),
    "read_person": ONE,
    "disclose_person": one(purpose="CASE_WORK", reason="核对"),
    "list_disclosures": ONE,
    "list_households": OWN,
    "read_household": ONE,
    "change_household_account": one(account_holder="王五五"),
    "add_household_member": one(**_JOINING),
    "remove_household_member": Rule(
        Reach.ONE, body=lambda twin: {"person_id": twin.applicant, "on": "2021-11-20", "reason": "迁出"}
    ),
    "list_benefits": OWN,
    "read_benefit": ONE,
    "list_benefit_months": ONE,
    "list_benefit_transitions": ONE,
    "transition_benefit": one(action="STOP", reason="DIED", happened_on="2021-11-20", note="告知"),
    "list_public_notices": IN_PLACE,
    "read_public_notice": ONE_IN_PLACE,
    "propose_payment_batch": named(lambda village: {"county": village[:6], "programme": "DIBAO", "month": "2022-01"}),
    "list_payment_batches": OWN,
    "read_payment_batch": ONE,
    "list_payment_lines": ONE,
    "list_payment_batch_transitions": ONE,
    "transition_payment_batch": one(action="CHECK"),
    "export_payment_batch": ONE,
    "download_import_template": Rule(Reach.OWN, marks=lambda place: place.village),
    "import_ledger": Rule(Reach.NAMED, files=_ledger),
    "list_imports": OWN,
    "read_import": ONE,
    "list_import_rows": ONE,
    "download_import_report": ONE,
    "list_divisions": CITY_WIDE,
    "register_division": named(_division),
    "read_division": CITY_WIDE,
    "succeed_division": Rule(Reach.NAMED, body=lambda _: _SUCCESSION, nobodys=lambda: _SUCCESSION),
    "read_calendar_year": CITY_WIDE,
    "load_calendar_year": Rule(Reach.CITY_ONLY, body=lambda _: _HOLIDAYS),
    "read_calendar_day": CITY_WIDE,
    "issue_token": PUBLIC,
    "list_public_keys": PUBLIC,
    "describe_issuer": PUBLIC,
}

ELIGIBILITY: Final[dict[str, Rule]] = {
    "make_determination": named(_question),
    "list_determinations": Rule(Reach.OWN, query=(lambda twin: {"division": twin.place.township},)),
    "read_determination": ONE,
    "read_reasons": ONE,
    "replay_determination": ONE,
    "preview_determination": named(_question),
    "draft_standard": named(lambda village: new_standard(division=village[:6], valid_from="2022-02-01")),
    "list_standards": Rule(
        Reach.OWN, query=(lambda twin: {"division": twin.place.county, "state": "DRAFT"},), shown_in_place=True
    ),
    "read_standard": ONE,
    "amend_standard": one(title="改"),
    "transition_standard": one(action="PUBLISH"),
    "list_standard_transitions": ONE,
    "estimate_impact": ONE,
    "list_differences": ONE,
    "take_population": Rule(Reach.NAMED, files=_population),
    "list_populations": IN_PLACE,
    "read_population": ONE_IN_PLACE,
    "start_simulation": Rule(
        Reach.NAMED,
        body=lambda twin: simulated(twin.things["population_id"]),
        nobodys=lambda: simulated(unknown()),
    ),
    "list_simulations": IN_PLACE,
    "read_simulation": ONE_IN_PLACE,
    "transition_simulation": Rule(Reach.ONE, body=lambda _: {"action": "CANCEL"}, shown_in_place=True),
    "list_simulation_changes": ONE_IN_PLACE,
    "download_simulation": ONE_IN_PLACE,
    "draw_simulation": ONE_IN_PLACE,
    "export_standards": Rule(Reach.CITY_WIDE, query=(lambda twin: {"division": twin.place.county, "format": "yaml"},)),
    "check_standard_file": Rule(Reach.NAMED, files=_standard),
    "import_standard": Rule(Reach.NAMED, files=_standard),
    "list_parameters": CITY_WIDE,
    "list_rules": CITY_WIDE,
    "read_rule": CITY_WIDE,
    "list_clauses": CITY_WIDE,
    "read_clause": CITY_WIDE,
    "receive_eligibility_succession": SERVICES,
}

ALERTS: Final[dict[str, Rule]] = {
    "receive_event": SERVICES,
    "receive_event_batch": SERVICES,
    "list_received_events": Rule(
        Reach.OWN, query=(lambda twin: {"subject": twin.things["application_id"]},), shown_in_place=True
    ),
    "receive_alerts_succession": SERVICES,
    "list_person_records": Rule(Reach.OWN, query=(lambda twin: {"division": twin.place.township},)),
    "read_person_record": ONE,
    "list_household_records": Rule(Reach.OWN, query=(lambda twin: {"division": twin.place.township},)),
    "read_household_record": ONE,
    "list_alerts": Rule(
        Reach.OWN,
        query=(
            lambda twin: {"division": twin.place.township},
            lambda twin: {"household_id": twin.things["household_id"]},
        ),
    ),
    "read_alert": ONE,
    "transition_alert": one(action="ACKNOWLEDGE"),
    "list_alert_transitions": ONE,
    "list_indicators": CITY_WIDE,
}


def _of_every_service(service: str) -> dict[str, Rule]:
    """Return the rules of the routes that each service has. Feeds go by place, a partner's too: they are thin."""
    return {
        f"list_{service}_events": Rule(Reach.OWN, query=(lambda _: {"after": "0"},), shown_in_place=True),
        f"list_{service}_audit_entries": IN_PLACE,
        f"list_{service}_dead_letters": OWN,
        f"rearm_{service}_message": ONE,
        f"{service}_list_problems": PUBLIC,
        f"{service}_explain_problem": PUBLIC,
        f"{service}_livez": PUBLIC,
        f"{service}_readyz": PUBLIC,
    }


OF_SERVICE: Final = {"intake": INTAKE, "eligibility": ELIGIBILITY, "alerts": ALERTS}
RULES: Final = {service: rules | _of_every_service(service) for service, rules in OF_SERVICE.items()}
