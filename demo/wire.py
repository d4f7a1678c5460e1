"""Families as the services take them: the facts and the body of an application."""

from typing import Any

from demo.family import Family, Person

_HAND_IN = ("APPLICATION_FORM", "COMMITMENT", "AUTHORISATION")
_TITLES = {
    "APPLICATION_FORM": "申请书",
    "COMMITMENT": "承诺书",
    "AUTHORISATION": "核对授权书",
    "IDENTITY": "身份证复印件",
    "ENTRUSTMENT": "委托书",
    "SURVEY_FORM": "入户调查表",
    "VERIFICATION_REPORT": "核对报告",
    "INCOME_PROOF": "收入证明",
    "NOTICE_PHOTO": "公示照片",
    "APPRAISAL_RECORD": "民主评议记录",
    "VISIT_FORM": "入户核查表",
}


def yuan(fen: int) -> str:
    """Return an amount as it is written on the wire."""
    return f"{fen // 100}.{fen % 100:02d}"


def papers(*kinds: str) -> list[dict[str, Any]]:
    """Return documents by their kinds; without any, those of a hand-in."""
    return [{"kind": kind, "title": _TITLES[kind]} for kind in kinds or _HAND_IN]


def facts_of(family: Family) -> dict[str, Any]:
    """Return the facts of a family; nobody is named in them."""
    return {
        "division": family.village,
        "residence": "URBAN" if family.urban else "RURAL",
        "applicant": family.applicant.ref,
        "members": [_member(person) for person in family.people],
        "relatives": [],
        "income_items": [item for person in family.people for item in _incomes(person)],
        "deduction_items": [
            {"kind": "EMPLOYMENT_COST", "person": person.ref, "amount": yuan(person.work_costs), "evidence": "票据"}
            for person in family.people
            if person.work_costs
        ],
        "assets": _assets(family),
    }


def _member(person: Person) -> dict[str, Any]:
    known = {} if person.duty is None else {"has_support_duty": person.duty}
    grade = {} if person.grade is None else {"grade": person.grade, "issued_on": "2015-05-20"}
    prison = [{"kind": "IN_PRISON", "since": day.isoformat()} for day in (person.in_prison_since,) if day]
    return {
        "ref": person.ref,
        "relation": person.relation,
        "sex": 1 if person.male else 2,
        "birth_date": person.born.isoformat(),
        "student_level": person.student,
        "can_live_independently": person.independent,
        "lives_apart": person.apart,
        "statuses": prison,
        "labour_ability": person.labour,
        "employed": person.works,
        "disability": {"kind": person.disability, **grade},
        "serious_illness_recognised": person.ill,
        **known,
    }


def _incomes(person: Person) -> list[dict[str, Any]]:
    kinds = {
        "WAGES": person.wages,
        "BUSINESS": person.business,
        "PROPERTY": person.rent,
        "TRANSFER": person.transfers,
        "CENTRAL_PENSION": person.pension,
        "OLD_AGE_ALLOWANCE": person.old_age,
        "HONOURS": person.honours,
        "DISABILITY_SUBSIDY": person.subsidy,
    }
    more = {
        "WAGES": {"transfers_out": yuan(person.insurance)} if person.insurance else {},
        "BUSINESS": {"costs": yuan(person.business_costs)},
    }
    return [
        {"kind": kind, "person": person.ref, "amount": yuan(amount), **more.get(kind, {})}
        for kind, amount in kinds.items()
        if amount
    ]


def _assets(family: Family) -> list[dict[str, Any]]:
    """Return what the family owns, entered under the applicant's name."""
    owner = {"person": family.applicant.ref}
    return [
        *([{"kind": "DEPOSIT", "value": yuan(family.deposits), **owner}] if family.deposits else []),
        *({"kind": "VEHICLE", **owner} for _ in range(family.vehicles)),
        *({"kind": "VEHICLE", "exemption": "VEHICLE_FOR_LIVELIHOOD", **owner} for _ in range(family.working_vehicles)),
        *({"kind": "HOUSE", **owner} for _ in range(family.other_houses)),
        *([{"kind": "HOUSE", "exemption": "OWN_DWELLING", **owner}] if family.owns_dwelling else []),
    ]


def application_of(
    family: Family, programmes: tuple[str, ...], *, channel: str, needs: str, signed_on: str, agent: str
) -> dict[str, Any]:
    """Return the body that opens an application, whole; an agent brings his entrustment."""
    by_agent = channel == "VILLAGE_AGENT"
    body = {
        "channel": channel,
        "programmes": list(programmes),
        "household": {
            "division": family.village,
            "address": address(family),
            "account_holder": family.applicant.name,
            "bank_account": family.account,
        },
        "people": [_identity(family, person, signed_on) for person in family.people],
        "applicant": family.applicant.ref,
        "facts": facts_of(family),
        "needs": needs,
        "documents": papers() + (papers("ENTRUSTMENT") if by_agent else []),
    }
    if by_agent:
        body["entrustment"] = {"agent": agent, "agent_name": "村级代办员", "signed_on": signed_on}
    return body


def address(family: Family) -> str:
    """Return where a family lives."""
    return f"{family.village_name}{family.house_number}号"


def _identity(family: Family, person: Person, signed_on: str) -> dict[str, Any]:
    phone = {"phone": family.phone} if person is family.applicant else {}
    return {
        "ref": person.ref,
        "name": person.name,
        "id_number": person.number,
        "ethnicity": person.ethnicity,
        "authorisation": {"signed_on": signed_on, "version": "2026版"},
        **phone,
    }
