"""What the two disability subsidies share (残疾人两项补贴). Circular 2.4-a, 2.4-b; domain 4.9, DB-04, DB-10, DB-13."""

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, DisabilityKind
from services.eligibility.engine.values import DayNumber, Fen, Month
from services.eligibility.rules.benefits_held import holds, money_from
from services.eligibility.rules.book import LAW_52, procedure, rule
from services.eligibility.rules.children import is_alive
from services.eligibility.rules.disability import certificate_has_not_expired, certificate_is_issued

SINCE = "2021-07-01"


@rule(
    "DB-10",
    "户籍在本市",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="没有户籍在市外的登记，由本市审核。",
    otherwise="户籍在市外，由户籍地审核认定（跨省通办由本地受理、转交户籍地）。",
)
def is_registered_here(is_registered_elsewhere: bool) -> bool:
    """Registered in the city; who is not is decided on where he is registered (户籍地)."""
    return not is_registered_elsewhere


@rule(
    "DB-13",
    "残疾人证没有注销、冻结",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    says="残疾人证没有注销、冻结。",
    otherwise="残疾人证自 {certificate_cancelled_on} 起注销或者冻结，测算日 {as_of} 无效。",
)
def certificate_is_in_use(certificate_cancelled_on: DayNumber, as_of: DayNumber) -> bool:
    """Neither cancelled nor frozen on the day (注销、冻结); 0 where it never was."""
    return certificate_cancelled_on == 0 or as_of < certificate_cancelled_on


@rule(
    "DB-10",
    "持有效残疾人证",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="持有效残疾人证，类别 {disability_kind}。",
    otherwise="没有测算日有效的残疾人证。",
)
def holds_valid_certificate(
    disability_kind: DisabilityKind,
    certificate_is_issued: bool,
    certificate_has_not_expired: bool,
    certificate_is_in_use: bool,
) -> bool:
    """A certificate of any kind and grade that holds on the day (残疾人证)."""
    return (
        disability_kind != DisabilityKind.NONE
        and certificate_is_issued
        and certificate_has_not_expired
        and certificate_is_in_use
    )


@rule(
    "DB-13",
    "没有在监狱服刑",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    says="没有在监狱服刑。",
    otherwise="正在监狱服刑，不享受残疾人两项补贴。",
)
def is_at_liberty(is_in_prison: bool) -> bool:
    """Not serving a sentence (服刑)."""
    return not is_in_prison


@rule(
    "DB-10",
    "属于两项补贴的申领对象",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="在世、户籍在本市、持有效残疾人证、没有服刑，可以申领残疾人两项补贴。",
    otherwise="不能申领残疾人两项补贴。",
)
def may_receive_subsidies(
    is_alive: bool, is_registered_here: bool, holds_valid_certificate: bool, is_at_liberty: bool
) -> bool:
    """What both subsidies ask of the person himself (申领对象)."""
    return is_alive and is_registered_here and holds_valid_certificate and is_at_liberty


@rule(
    "DB-04",
    "自递交申请当月起计发",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="于 {handed_in_month} 递交申请，自当月即 {subsidy_start_month} 起计发。",
)
def subsidy_start_month(handed_in_month: Month) -> Month:
    """First month paid: that in which the application was handed in, wherever that was (D-15)."""
    return handed_in_month


@rule(
    "DB-04",
    "自递交申请当月起计发（暂定）",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    says="递交申请日未知，暂按测算当月即 {provisional_subsidy_start_month} 起计发。",
)
def provisional_subsidy_start_month(as_of_month: Month) -> Month:
    """First month paid if it were handed in in the month asked for (暂定)."""
    return as_of_month


@rule(
    "DB-04",
    "补发月份",
    clause="2.4-a",
    law=LAW_52,
    since=SINCE,
    gives="back_pay",
    says="{month} 在递交申请之后、确认之前，补发 {subsidy} 元。",
)
def back_pay_of_month(month: Month, subsidy: Fen) -> Fen:  # noqa: ARG001  the step names the month
    """What is paid afterwards for a month between hand-in and confirmation (补发)."""
    return subsidy


@rule(
    "DB-13",
    "停发事由发生日",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    says="死亡（{died_on}）、残疾人证到期（{certificate_expires_on}）、注销或者冻结（{certificate_cancelled_on}），"
    "至测算日 {as_of} 最先发生的停发事由：{day_of_what_ends}。",
)
def day_of_what_ends(
    died_on: DayNumber, certificate_expires_on: DayNumber, certificate_cancelled_on: DayNumber, as_of: DayNumber
) -> DayNumber:
    """First day of what ends a subsidy by law, a certificate holding on its last day; 0 where nothing has happened (停发)."""
    return (
        0
        if died_on == 0
        and (certificate_expires_on == 0 or certificate_expires_on >= as_of)
        and (certificate_cancelled_on == 0 or certificate_cancelled_on > as_of)
        else min(
            died_on if died_on > 0 else as_of,
            certificate_expires_on if certificate_expires_on > 0 else as_of,
            certificate_cancelled_on if certificate_cancelled_on > 0 else as_of,
        )
    )


@rule(
    "DB-13",
    "停发事由发生当月",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    says="停发事由发生日：{day_of_what_ends}，次月起停发。",
)
def month_of_that_day(day_of_what_ends: DayNumber) -> Month:
    """The last month paid, that of what ended it: stopped from the next month on (次月停发); 0 where nothing has."""
    return (
        0
        if day_of_what_ends == 0
        else day_of_what_ends // 10000 * 12 + (day_of_what_ends // 100 - day_of_what_ends // 10000 * 100) - 1
    )


@procedure(since=SINCE)
def month_of_what_ends(hh: Any, m: Any, held: Any) -> Any:
    """In which month something ended a subsidy that is held and reviewed; 0 where nothing did."""
    if not (hh.is_review and held.is_held):
        return 0
    first = day_of_what_ends(m.died_on, m.certificate_expires_on, m.certificate_cancelled_on, hh.as_of)
    return month_of_that_day(first)


@procedure(since=SINCE)
def subsidy_starting_month(hh: Any, held: Any, subsidy: Any) -> Any:
    """First month paid, and the months paid afterwards: those before the one of the confirmation; a review has neither."""
    if hh.is_review and held.is_held:
        return 0
    if not hh.is_handed_in:
        return provisional_subsidy_start_month(hh.handed_in_month)
    for month in range(hh.handed_in_month, hh.decided_month):
        back_pay_of_month(month, subsidy)
    return subsidy_start_month(hh.handed_in_month)


@procedure(since=SINCE)
def person_test(hh: Any, m: Any) -> Any:
    """What both subsidies ask of the person himself; every test is made, so that every reason is known."""
    certificate = holds_valid_certificate(
        m.disability_kind,
        certificate_is_issued(m.certificate_issued_on, hh.as_of),
        certificate_has_not_expired(m.certificate_expires_on, hh.as_of),
        certificate_is_in_use(m.certificate_cancelled_on, hh.as_of),
    )
    here = is_registered_here(m.is_registered_elsewhere)
    return may_receive_subsidies(is_alive(m.died_on, hh.as_of), here, certificate, is_at_liberty(m.is_in_prison))


@procedure(since=SINCE)
def highest_of(benefits: Any, one: Any, other: Any, third: Any) -> Any:
    """Which of three allowances pays most now; NONE where none is held."""
    best = AssistanceProgramme.NONE
    most = 0
    if holds(benefits, one):
        best = one
        most = money_from(benefits, one)
    if money_from(benefits, other) > most:
        best = other
        most = money_from(benefits, other)
    if money_from(benefits, third) > most:
        best = third
    return best
