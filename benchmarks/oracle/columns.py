"""Families as the columns of a simulation."""

from typing import Any

import numpy as np
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.oracle.belongings import GROUPS, SUITS
from benchmarks.oracle.entities import ENTITIES

COUNTED_IN = {"VEHICLE": "vehicles", "HOUSE": "houses", "BUSINESS": "businesses", "OTHER_IMMOVABLE": "other"}
FOREVER = 99991231


def simulation(system: TaxBenefitSystem, questions: list[dict[str, Any]], *, trace: bool = False) -> Simulation:
    """Return families of one day as a simulation ready to be asked."""
    people = [person for question in questions for person in _people(question)]
    homes = np.repeat(np.arange(len(questions)), [len(each["facts"]["members"]) for each in questions])
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(people)))
    household = builder.declare_entity("household", np.arange(len(questions)))
    builder.join_with_persons(household, homes, ["member"] * len(people))
    made = builder.build(system)
    made.trace = trace
    _give(made, "person", people, questions[0]["as_of"])
    _give(made, "household", [_household(each) for each in questions], questions[0]["as_of"])
    return made


def _give(made: Simulation, entity: str, rows: list[dict[str, Any]], day: str) -> None:
    """Set the inputs that any row has; the others keep their zero."""
    for name in sorted({name for each in rows for name in each}):
        variable = made.tax_benefit_system.get_variable(name, check_existence=True)
        assert variable.entity.key == ENTITIES[entity].key
        default = variable.default_value
        column = [each.get(name, default) for each in rows]
        made.set_input(name, day, np.array(column, dtype=variable.dtype))


def _household(question: dict[str, Any]) -> dict[str, Any]:
    dates = {name: number(day) for name, day in question["dates"].items() if name != "decided_on"}
    return dates | {"residence": question["facts"]["residence"]}


def _people(question: dict[str, Any]) -> list[dict[str, Any]]:
    facts = question["facts"]
    people = {each["ref"]: _person(each) for each in facts["members"]}
    for item in facts["income_items"]:
        _income(people[item["person"]], item)
    for item in facts["deduction_items"]:
        person = people[item["person"]]
        person[f"spent_{item['kind']}"], person[f"proven_{item['kind']}"] = fen(item["amount"]), "evidence" in item
    for asset in facts["assets"]:
        group = COUNTED_IN.get(asset["kind"], GROUPS[0])
        name = f"{group}_{asset.get('exemption', 'NOTHING')}"
        assert asset.get("exemption", "NOTHING") in {"NOTHING", *SUITS}
        worth = fen(asset["value"]) if group in {"financial", "other"} else 1
        people[asset["person"]][name] = people[asset["person"]].get(name, 0) + worth
    for benefit in facts["current_benefits"]:
        last = number(benefit["end_on"]) if "end_on" in benefit else FOREVER
        holds = number(benefit["start_on"]) <= number(question["as_of"]) <= last
        people[benefit["person"]]["holds_tekun"] = holds
    return list(people.values())


def _person(member: dict[str, Any]) -> dict[str, Any]:
    row = {
        "relation": member["relation"],
        "birth": number(member["birth_date"]),
        "student_level": member["student_level"],
        "lives_independently": member["can_live_independently"],
        "lives_apart": member["lives_apart"],
        "support_duty": member["has_support_duty"],
        "labour_ability": member["labour_ability"],
        "employed": member["employed"],
        "illness_recognised": member["serious_illness_recognised"],
        "special_group": member.get("special_group", ""),
        "disability_kind": member["disability"]["kind"],
        "disability_grade": member["disability"].get("grade", 0),
        "certificate_from": number(member["disability"].get("issued_on", "0001-01-01")),
        "certificate_until": number(member["disability"].get("expires_on", "9999-12-31")),
        "status_kind": "",
    }
    for status in member["statuses"]:
        row |= {"status_kind": status["kind"], "status_since": number(status["since"])}
        row["status_until"] = number(status.get("until", "9999-12-31"))
    return row


def _income(person: dict[str, Any], item: dict[str, Any]) -> None:
    kind = item["kind"]
    person[f"gross_{kind}"] = fen(item["amount"])
    person[f"costs_{kind}"] = fen(item.get("costs", "0.00"))
    person[f"paid_out_of_{kind}"] = fen(item.get("transfers_out", "0.00"))
    person[f"exempted_{kind}"] = item.get("exempted", False)
    if "local_item" in item:
        person["local_item"] = item["local_item"]


def number(day: str) -> int:
    """Return a day as year, month and day in one number."""
    return int(day.replace("-", ""))


def fen(yuan: str) -> int:
    """Return yuan with two places as whole fen."""
    return int(yuan.replace(".", ""))
