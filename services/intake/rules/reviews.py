"""When a benefit is reviewed (复核), and with which month it ends."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from services.intake.rules.ages import first_of_month
from shared.calendar import corresponding_day

_INTERVAL_MONTHS = {"A": 12, "B": 6}
"""The intervals of the method itself, where the determination names none."""


def review_class(has_able_member: bool, *, valid_until: date | None) -> str:
    """Return the class: B where a member is able to work, A otherwise. Rules RV-01, RV-02, clause 2.1-g.

    A status that is recognised for a time is reviewed as class B whoever is able to work (BY-06).
    """
    return "B" if has_able_member or valid_until is not None else "A"


def review_due_on(last_reviewed_on: date, interval: str, months: Mapping[str, int]) -> date:
    """Return the corresponding day of the last month, after the months in force. Rule RV-04, decision D-14, clause 2.1-g."""
    return corresponding_day(last_reviewed_on, {**_INTERVAL_MONTHS, **months}[interval])


def review_months(answer: Mapping[str, Any] | None) -> Mapping[str, int]:
    """Return the months between reviews by class, as an answer of eligibility's has them. Rule RV-04, clause 2.1-g."""
    procedure: Mapping[str, Any] = (answer or {}).get("procedure", {})
    months: Mapping[str, int] = procedure.get("review_months", {})
    return months


def review_near_from(due_on: date, lead: int | None) -> date | None:
    """Return the day from which early warning knows that a review is near. Rule RV-04, clause 2.1-g."""
    return None if lead is None else due_on - timedelta(days=lead)


def last_entitled_month(decided_on: date, *, died_on: date | None) -> date:
    """Return the month a stopped benefit ends with: that of the death, else that of the decision. Rule RV-08, clause 2.1-g.

    Nothing but a death reaches back: what was obtained by fraud is recovered by a decision of its own (PAY-05).
    """
    return first_of_month(died_on or decided_on)
