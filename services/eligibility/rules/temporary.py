"""Temporary assistance (临时救助). Circular 2.1-f and 3.1-c; domain 4.8, LS-01…LS-12."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import (
    AssistanceProgramme,
    ReliefType,
    ReviewOutcome,
    RigidExpenditureKind,
    SuddenEventKind,
)
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import (
    OPINION_LS,
    Finding,
    Income,
    Payment,
    Relief,
    Reliefs,
    Term,
    Verdict,
    procedure,
    rule,
)
from services.eligibility.rules.household import member_counts
from services.eligibility.rules.relief_amount import (
    child_multiplier,
    county_stage,
    grade_amount,
    has_grade,
    is_in_grade,
    one_off_relief,
    relief_approval,
    township_stage,
)
from services.eligibility.rules.relief_tests import (
    admitted,
    basic_support_held,
    is_unemployed_without_income,
    is_within_yearly_limit,
    means_test,
    relief_type,
    times_relieved,
)

SINCE = "2021-07-01"


@rule(
    "LS-01",
    "申报的突发事件或者支出困难",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="申报的困难 {hardships} 项，可以测算临时救助。",
    otherwise="没有申报突发事件，也没有附凭证的医疗、康复、教育支出，不适用临时救助。",
)
def has_hardship(hardships: Whole) -> bool:
    """Somebody tells of an event or of spending; what nobody tells of is not relieved (困难情形)."""
    return hardships > 0


@rule(
    "LS-01",
    "附凭证的必需支出",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="{expenditure_kind}支出 {expenditure_amount} 元，认可 {recognised_spending} 元。",
)
def recognised_spending(expenditure_kind: RigidExpenditureKind, expenditure_amount: Fen, has_evidence: bool) -> Fen:  # noqa: ARG001  the step names the kind
    """Spending with evidence, where no event is told of (支出型)."""
    return expenditure_amount if has_evidence else 0


@rule(
    "LS-01",
    "困难情形成立",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="困难情形成立。",
    otherwise="困难情形不成立。",
)
def hardship_is_proved(is_emergency: bool, expenditure_test: bool, is_unemployed_without_income: bool) -> bool:
    """An emergency is relieved as it is; spending needs its tests, the uninsured unemployed theirs (情形成立)."""
    return is_emergency or expenditure_test or is_unemployed_without_income


@rule(
    "LS-01",
    "该项困难可以救助",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="该项困难可以救助。",
    otherwise="该项困难不能救助。",
)
def is_cause_relieved(
    hardship_is_proved: bool, is_admitted: bool, is_within_yearly_limit: bool, has_grade: bool
) -> bool:
    """Proved, of somebody admitted, not more often than allowed, and foreseen in the grades (逐项)."""
    return hardship_is_proved and is_admitted and is_within_yearly_limit and has_grade


@rule(
    "LS-01",
    "符合临时救助条件",
    clause="2.1-f",
    law=f"{OPINION_LS}二（一）",
    since=SINCE,
    says="至少一项困难可以救助，符合临时救助条件。",
    otherwise="没有可以救助的困难，不符合临时救助条件。",
)
def qualifies_for_relief(qualifies_for_relief: bool, is_cause_relieved: bool) -> bool:
    """One cause after the other; one that is relieved is enough (符合条件)."""
    return qualifies_for_relief or is_cause_relieved


@procedure(since=SINCE)
def graded_relief(hh: Any, members: Any, cause: Any, loss: Any, is_due: Any, P: Any) -> Any:
    """Find the first grade of the cause that holds, and what it gives where the rest is in order."""
    found = False
    amount = 0
    for grade in P.ls_grades:
        if not found and grade.cause == cause:
            found = not grade.is_bounded
            if grade.is_bounded:
                found = is_in_grade(cause, loss, grade.loss_over)
            if found and is_due:
                amount = grade_amount(hh, members, loss, grade, P)
    return Relief(has_grade(cause, found), amount)


@procedure(since=SINCE)
def relief_for(hh: Any, members: Any, who: Any, cause: Any, loss: Any, emergency: Any, jobless: Any, P: Any) -> Any:
    """One cause: is the hardship proved, is he admitted, was he relieved too often, what does the grade give."""
    spending = False
    if not emergency and cause != SuddenEventKind.UNEMPLOYMENT:
        spending = means_test(hh, members, basic_support_held(hh, who), P)
    proved = hardship_is_proved(emergency, spending, jobless)
    may_ask = admitted(hh, emergency or cause == SuddenEventKind.UNEMPLOYMENT, P)
    within = True
    times = times_relieved(hh, cause)
    if times > 0:
        within = is_within_yearly_limit(cause, times, P.ls_max_per_year)
    graded = graded_relief(hh, members, cause, loss, proved and may_ask and within, P)
    return Relief(is_cause_relieved(proved, may_ask, within, graded.is_relieved), graded.amount)


@procedure(since=SINCE)
def relief_of_event(hh: Any, members: Any, who: Any, event: Any, P: Any) -> Any:
    """One event: an emergency, spending, or being unemployed without insurance."""
    emergency = False
    jobless = False
    if event.kind == SuddenEventKind.UNEMPLOYMENT:
        held = basic_support_held(hh, who)
        jobless = is_unemployed_without_income(event.months_without_income, who.is_employed, held)
    else:
        emergency = relief_type(event.kind, event.is_urgent) == ReliefType.URGENT
    return relief_for(hh, members, who, event.kind, event.loss, emergency, jobless, P)


@procedure(since=SINCE)
def spent_on(members: Any, kind: Any) -> Any:
    """What the family spent with evidence on one kind."""
    total = 0
    for m in members:
        for item in m.rigid_expenditure_items:
            if item.kind == kind:
                total += recognised_spending(item.kind, item.amount, item.has_evidence)
    return total


@procedure(since=SINCE)
def relief_of_events(hh: Any, members: Any, P: Any) -> Any:
    """Go through the events of the household and of those who count or are in 特困."""
    hardships = 0
    qualifies = False
    urgent = 0
    spending = 0
    for m in members:
        for event in m.sudden_events:
            if event.concerns_household or m.in_tekun or member_counts(hh, m, P):
                hardships += 1
                relief = relief_of_event(hh, members, m, event, P)
                qualifies = qualifies_for_relief(qualifies, relief.is_relieved)
                if event.kind != SuddenEventKind.UNEMPLOYMENT and event.is_urgent:
                    urgent += relief.amount
                else:
                    spending += relief.amount
    return Reliefs(hardships, qualifies, urgent, spending)


@procedure(since=SINCE)
def relief_of_spending(hh: Any, members: Any, P: Any) -> Any:
    """Where no event is told of: what the family spent on treatment and on schooling."""
    hardships = 0
    qualifies = False
    total = 0
    treatment = spent_on(members, RigidExpenditureKind.MEDICAL) + spent_on(members, RigidExpenditureKind.REHABILITATION)
    if treatment > 0:
        hardships += 1
        relief = relief_for(hh, members, members[0], SuddenEventKind.ILLNESS, treatment, False, False, P)
        qualifies = qualifies_for_relief(qualifies, relief.is_relieved)
        total += relief.amount
    schooling = spent_on(members, RigidExpenditureKind.EDUCATION)
    if schooling > 0:
        hardships += 1
        relief = relief_for(hh, members, members[0], SuddenEventKind.SCHOOLING, schooling, False, False, P)
        qualifies = qualifies_for_relief(qualifies, relief.is_relieved)
        total += relief.amount
    return Reliefs(hardships, qualifies, 0, total)


@procedure(since=SINCE)
def relief_paid(hh: Any, members: Any, found: Any, P: Any) -> Any:
    """What is paid once: emergencies in stages, the rest as one sum; each approval rounded once."""
    multiplier = child_multiplier(hh, members, P)
    paid = 0
    if found.urgent > 0:
        urgent = one_off_relief(found.urgent, multiplier, P.rounding_amount)
        first = township_stage(urgent, P.ls_township_limit)
        paid += first + county_stage(urgent, first)
    if found.spending > 0:
        paid += one_off_relief(found.spending, multiplier, P.rounding_amount)
    return paid


@procedure("TEMPORARY", "临时救助", clause="2.1-f", since=SINCE)
def determine_temporary(hh: Any, members: Any, P: Any) -> Any:
    """Proposal for the household (临时救助): one sum for all causes."""
    found = relief_of_events(hh, members, P)
    if found.hardships == 0:
        found = relief_of_spending(hh, members, P)
    applies = has_hardship(found.hardships)
    paid = 0
    level = 0
    if found.qualifies:
        paid = relief_paid(hh, members, found, P)
        level = relief_approval(paid, P.ls_township_limit)
    verdict = Verdict(applies, found.qualifies, AssistanceProgramme.NONE)
    payment = Payment(0, paid, AssistanceProgramme.NONE)
    term = Term(0, 0, 0, not hh.is_decided)
    return Finding(verdict, payment, term, level, ReviewOutcome.NONE, Income(0, 0, 0, 0, 0))
