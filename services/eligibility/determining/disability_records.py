"""A disability certificate as rules see it (残疾人证): of a member, or of a relative outside the household."""

from typing import Any

from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number
from shared.schemas.fact_codes import DisabilityKind
from shared.schemas.facts import Disability

_NO_END = 99991231
_WITHOUT_DAYS = {"certificate_issued_on": 0, "certificate_expires_on": _NO_END, "certificate_cancelled_on": 0}


def disability_group(held: Disability | None) -> str:
    """Return kind and grade as local lists name them, ``MENTAL-3``; empty where there is none or it is not known."""
    return f"{held.kind}-{held.grade}" if held is not None and held.grade is not None else ""


def disability_of(held: Disability | None, at: str, assumed: Assumptions) -> dict[str, Any]:
    """Disability certificate; not known, there may be none or a severe one that holds."""
    if held is None:
        fact = f"{at}/disability"
        return {
            "disability_kind": assumed.value(fact, (0, int(codes.DisabilityKind.PHYSICAL))),
            "disability_grade": assumed.value(fact, (0, 1)),
            **_WITHOUT_DAYS,
        }
    if held.kind is DisabilityKind.NONE:
        return {"disability_kind": 0, "disability_grade": 0, **_WITHOUT_DAYS}
    grade = assumed.value(f"{at}/disability/grade", (4, 1)) if held.grade is None else held.grade
    return {
        "disability_kind": int(codes.DisabilityKind[held.kind]),
        "disability_grade": grade,
        "certificate_issued_on": day_number(held.issued_on) if held.issued_on else 0,
        "certificate_expires_on": day_number(held.expires_on) if held.expires_on else _NO_END,
        "certificate_cancelled_on": day_number(held.cancelled_on) if held.cancelled_on else 0,
    }
