"""What a proposal for one person comes to (个人项目). Circular 2.3-b and 2.4-a; domain 4.9, 4.10."""

from typing import Any

from services.eligibility.engine.codes import ApprovalLevel, ReviewOutcome
from services.eligibility.rules.book import LAW_62, Finding, Income, Payment, Term, Verdict, procedure, rule

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
def personal_finding(qualifies: Any, barred_by: Any, amount: Any, tops_up: Any, start: Any, is_provisional: Any) -> Any:
    """Put together what was found of one person; income plays no part in it."""
    verdict = Verdict(True, qualifies, barred_by)
    payment = Payment(amount, 0, tops_up)
    term = Term(start, 0, 0, is_provisional)
    return Finding(verdict, payment, term, confirmed_by_county(), ReviewOutcome.NONE, Income(0, 0, 0, 0, 0))
