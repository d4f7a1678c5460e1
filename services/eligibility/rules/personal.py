"""What a proposal for one person comes to (个人项目), and its review. Circular 2.3-b and 2.4-a; domain 4.9, 4.10, 4.14."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import ApprovalLevel, AssistanceProgramme, ReviewOutcome
from services.eligibility.rules.book import LAW_62, Finding, Income, Payment, Term, Verdict, procedure, rule
from services.eligibility.rules.review import review_of

SINCE = "2021-07-01"


@rule(
    "SW-06",
    "由县级民政部门确认",
    clause="2.3-b",
    law=f"{LAW_62}二",
    since=SINCE,
    says="由{confirmed_by_county}级民政部门确认。",
)
def confirmed_by_county() -> ApprovalLevel:
    """The county confirms, for children as for disabled persons (县级确认, GE-01, SW-06, DB-11)."""
    return ApprovalLevel.COUNTY


@procedure(since=SINCE)
def personal_finding(
    hh: Any,
    held: Any,
    qualifies: Any,
    barred_by: Any,
    payment: Any,
    start: Any,
    is_provisional: Any,
    ended: Any,
    P: Any,
) -> Any:
    """Put together what was found of one person, or what the review of what he holds comes to; income plays no part.

    ``payment`` is what his own rules find, ``ended`` the month of what ends a benefit by law (0: the decision ends it).
    What is barred now is stopped: another programme that provides for him was asked for in a case of its own.
    """
    goes_on = qualifies and barred_by == AssistanceProgramme.NONE
    reviewed = review_of(hh, held, goes_on, payment.amount, AssistanceProgramme.NONE, ended, P)
    paid = payment
    term = Term(start, 0, 0, is_provisional)
    if reviewed.outcome != ReviewOutcome.NONE:
        paid = Payment(reviewed.amount, 0, payment.tops_up)
        term = Term(reviewed.start_month, reviewed.end_month, 0, reviewed.is_provisional)
    verdict = Verdict(True, qualifies, barred_by)
    return Finding(verdict, paid, term, confirmed_by_county(), reviewed.outcome, Income(0, 0, 0, 0, 0))
