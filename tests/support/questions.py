"""Questions to eligibility and the parameters they are answered with. Standards are illustrative, not real ones."""

from datetime import UTC, date, datetime
from typing import Any

from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.policy.seed import seed_rows
from shared.schemas.determinations import DeterminationRequest

COUNTY = "510411"
ILLUSTRATIVE = {
    "lb.line": "500.00",
    "property.dibao.financial_per_person": "18000.00",
    "property.dibao.vehicles": 0,
    "property.dibao.houses": 1,
    "property.dibao.businesses": 0,
    "property.dibao.other_per_person": "5000.00",
    "property.marginal.financial_per_person": "27000.00",
    "property.marginal.vehicles": 0,
    "property.marginal.houses": 1,
    "property.marginal.businesses": 0,
    "property.marginal.other_per_person": "8000.00",
    "property.tekun.financial_per_person": "18000.00",
    "property.tekun.vehicles": 0,
    "property.tekun.houses": 1,
    "property.tekun.businesses": 0,
    "property.tekun.other_per_person": "5000.00",
    "tk.basic.scattered": "650.00",
    "tk.basic.centralised": "780.00",
    "tk.care.full_loss": "400.00",
    "tk.care.partial_loss": "200.00",
    "tk.care.self_care": "50.00",
    "gx.income_ceiling": "18000.00",
    "property.exemptions": ["VEHICLE_FOR_TREATMENT", "OWN_DWELLING"],
    "ded.employment.method": "ACTUAL_CAPPED_LINE",
    "ded.disability_illness.method": "ACTUAL_CAPPED_LINE",
    "income.excluded_items": ["XQ-01"],
    "db.living": "100.00",
    "db.care.grade1": "110.00",
    "db.care.grade2": "80.00",
    "ge.institution": "1600.00",
    "ge.scattered": "1100.00",
    "sw.amount": "1100.00",
}


def row(key: str, value: Any, **but: Any) -> Parameter:
    given: dict[str, Any] = {
        "key": key,
        "value": value,
        "unit": PARAMETERS[key].unit.value,
        "division": COUNTY,
        "residence": None,
        "valid_from": date(2021, 7, 1),
        "valid_to": None,
        "clause": None,
        "document": "示例〔2021〕1号",
        "evidence": None,
        "status": "CONFIRMED",
        "illustrative": True,
        "recorded_at": datetime(2021, 7, 1, tzinfo=UTC),
    }
    return Parameter(**(given | but))


def seeded() -> list[Parameter]:
    return [Parameter(**values, recorded_at=datetime(2021, 7, 1, tzinfo=UTC)) for values in seed_rows()]


def parameters(*, on: str = "2021-11-15", without: tuple[str, ...] = (), **but: Any) -> ParameterSet:
    """Seeded and illustrative parameters; ``lb_line="600.00"`` sets one, ``without`` leaves some out."""
    given = ILLUSTRATIVE | {name.replace("__", "."): value for name, value in but.items()}
    rows = [*(each for each in seeded() if each.key not in given), *(row(key, value) for key, value in given.items())]
    return ParameterSet.in_force(
        [each for each in rows if each.key not in without], division=COUNTY, on=date.fromisoformat(on)
    )


def person(ref: str = "A", relation: str = "SELF", **but: Any) -> dict[str, Any]:
    """A healthy adult of whom everything is known."""
    return {
        "ref": ref,
        "relation": relation,
        "birth_date": "1981-05-01",
        "student_level": "NONE",
        "can_live_independently": True,
        "lives_apart": False,
        "has_support_duty": False,
        "statuses": [],
        "labour_ability": "FULL",
        "employed": True,
        "disability": {"kind": "NONE"},
        "serious_illness_recognised": False,
        "long_term_care_needed": False,
        "works_away": False,
        "placement": "WITH_PARENTS",
        "self_care_items_not_reached": 0,
        "wishes_institution": False,
    } | but


def unknown_person(ref: str = "A", relation: str = "SELF", **but: Any) -> dict[str, Any]:
    """A person of whom nothing is known but who he is to the applicant."""
    return {"ref": ref, "relation": relation} | but


def parents(
    of: str, father: dict[str, Any] | None = None, mother: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Father and mother outside the household, alive and well and at home but for what is given."""
    well = {
        "dead": False,
        "missing": False,
        "sentence_months": 0,
        "disability": {"kind": "NONE"},
        "seriously_ill": False,
        "works_away": False,
    }
    given = {"FATHER": father or {}, "MOTHER": mother or {}}
    return [{"ref": f"{of}-{word}", "of": of, "relation": word} | well | but for word, but in given.items()]


def wages(amount: str, ref: str = "A", **but: Any) -> dict[str, Any]:
    return {"kind": "WAGES", "person": ref, "amount": amount} | but


def question(*members: dict[str, Any], **but: Any) -> DeterminationRequest:
    """A request about a rural household, accepted by 2021-11-15 and asked for on it; keywords go to request or facts."""
    as_of = but.pop("as_of", "2021-11-15")
    asked: dict[str, Any] = {
        "as_of": as_of,
        "reason": "APPLICATION",
        "dates": {"accepted_on": min(as_of, "2021-11-15"), "decided_on": "2021-12-10"} | but.pop("dates", {}),
    }
    asked |= {name: but.pop(name) for name in ("programmes", "review", "reason", "known_at") if name in but}
    facts = {
        "division": COUNTY,
        "residence": "RURAL",
        "applicant": "A",
        "members": list(members) or [person()],
        "relatives": [],
        "income_items": [],
        "assets": [],
    } | but
    return DeterminationRequest.model_validate(asked | {"facts": facts})
