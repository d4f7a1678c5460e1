"""Disability as the law weighs it (残疾): certificate, grade, and the adult without work. Domain 4.4, SP-02, SP-06."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import DisabilityKind
from services.eligibility.engine.values import DayNumber, Whole
from services.eligibility.rules.book import LAW_57, NOTICE_83, procedure, rule
from services.eligibility.rules.household import member_age

SINCE = "2021-07-01"


@rule(
    "SP-02",
    "残疾人证已发证",
    clause="2.1-b",
    law=f"{LAW_57}第八条第一项",
    since=SINCE,
    says="没有残疾人证尚未发证的情形。",
    otherwise="残疾人证于 {certificate_issued_on} 发证，测算日 {as_of} 尚未发证。",
)
def certificate_is_issued(certificate_issued_on: DayNumber, as_of: DayNumber) -> bool:
    """The certificate was issued on or before the day (发证); 0 where the day of issue was not given."""
    return certificate_issued_on <= as_of


@rule(
    "SP-02",
    "残疾人证在有效期内",
    clause="2.1-b",
    law=f"{LAW_57}第八条第一项",
    since=SINCE,
    says="没有残疾人证有效期已过的情形。",
    otherwise="残疾人证有效期至 {certificate_expires_on}，测算日 {as_of} 已过期。",
)
def certificate_has_not_expired(certificate_expires_on: DayNumber, as_of: DayNumber) -> bool:
    """The certificate holds to the end of its last day (有效期); one without an end has the last day there is."""
    return as_of <= certificate_expires_on


@rule(
    "SP-02",
    "残疾等级（一级、二级，或三级智力、三级精神）",
    clause="2.1-b",
    law=f"{LAW_57}第八条第一项",
    since=SINCE,
    says="残疾类别 {disability_kind}、等级 {disability_grade}，属于一级、二级或者三级智力、三级精神残疾。",
    otherwise="残疾类别 {disability_kind}、等级 {disability_grade}，不属于一级、二级或者三级智力、三级精神残疾。",
)
def has_severe_grade(disability_kind: DisabilityKind, disability_grade: Whole) -> bool:
    """Grade 1 or 2 of any kind, or grade 3 intellectual or mental (残疾等级)."""
    return disability_kind != DisabilityKind.NONE and (
        (disability_grade >= 1 and disability_grade <= 2)
        or (
            disability_grade == 3
            and (disability_kind == DisabilityKind.INTELLECTUAL or disability_kind == DisabilityKind.MENTAL)
        )
    )


@rule(
    "SP-02",
    "重度残疾，持有效残疾人证",
    clause="2.1-b",
    law=f"{LAW_57}第八条第一项",
    since=SINCE,
    says="持有效残疾人证，属于重残人员。",
    otherwise="不是持有效残疾人证的重残人员。",
)
def is_severely_disabled(
    has_severe_grade: bool, certificate_is_issued: bool, certificate_has_not_expired: bool
) -> bool:
    """A severe grade by a certificate that holds on the day (重残)."""
    return has_severe_grade and certificate_is_issued and certificate_has_not_expired


@rule(
    "SP-06",
    "成年无业重度残疾人",
    clause="2.1-b",
    law=NOTICE_83,
    since="2022-10-20",
    before=False,
    says="是 {age} 周岁的成年无业重度残疾人，可以单独提出申请。",
    otherwise="不是成年无业重度残疾人。",
)
def is_jobless_severely_disabled_adult(is_severely_disabled: bool, age: Whole, is_employed: bool) -> bool:
    """An adult without work who is severely disabled need not belong to a marginal family (成年无业重残)."""
    return is_severely_disabled and age >= 18 and not is_employed


@procedure(since=SINCE)
def severe_disability(hh: Any, m: Any) -> Any:
    """Grade and certificate of one member."""
    return is_severely_disabled(
        has_severe_grade(m.disability_kind, m.disability_grade),
        certificate_is_issued(m.certificate_issued_on, hh.as_of),
        certificate_has_not_expired(m.certificate_expires_on, hh.as_of),
    )


@procedure(since=SINCE)
def jobless_disabled_adult(hh: Any, m: Any, P: Any) -> Any:
    """Whether one member is an adult without work who is severely disabled."""
    return is_jobless_severely_disabled_adult(severe_disability(hh, m), member_age(hh, m, P), m.is_employed)
