"""Where people stand, folded from everything told about one benefit or application (信息库). Clauses 3.2-e, 3.2-f.

A fold looks at all events at once, in the order in which things happened. So it makes no difference in which order, or
how often, they came in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.alerts.rules.told import ApplicationTold, BenefitTold, Told
from shared.calendar import corresponding_day
from shared.schemas.alert_codes import Category, CategoryStatus
from shared.schemas.codes import BenefitState
from shared.schemas.determination_codes import Programme
from shared.schemas.types import first_day_of

CATEGORY_OF: dict[Programme, Category] = {
    Programme.DIBAO: Category.LB,
    Programme.DIBAO_SINGLE_PERSON: Category.LB,
    Programme.MARGINAL: Category.BY,
    Programme.RIGID: Category.GX,
    Programme.TEKUN: Category.TK,
    Programme.TEMPORARY: Category.OTHER,
    Programme.DISABILITY_LIVING: Category.DISABLED,
    Programme.DISABILITY_CARE: Category.DISABLED,
    Programme.ORPHAN: Category.ORPHAN,
    Programme.DEFACTO_CHILD: Category.DEFACTO,
}
"""The category a programme puts its people in (JC-01)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What one benefit or application makes of its people: the fields of their records, and where the newest event was."""

    people: tuple[str, ...]
    household_id: UUID
    division: str
    told_at: datetime
    told_by: UUID
    fields: dict[str, Any]


def of_benefit(history: Sequence[Told]) -> Standing:
    """The category a benefit puts its people in, from its first month to its last. Rule JC-01, clause 3.2-f."""
    says = [BenefitTold.model_validate(told.data) for told in history]
    last = says[-1]
    return _standing(
        history,
        last.household_id,
        category=CATEGORY_OF[last.programme].value,
        programme=last.programme.value,
        residence=last.residence and last.residence.value,
        subject_id=last.benefit_id,
        application_id=last.application_id,
        known_on=history[0].day,
        from_on=first_day_of(last.start_month),
        to_on=_last_day_of(last.end_month) if last.end_month else None,
        history=_periods(history, [each.state.value for each in says]),
        events=[str(told.id) for told in history],
    )


def of_application(history: Sequence[Told]) -> Standing:
    """What became of an application; who is refused or withdraws is watched on (未纳入救助). Rule JC-03, clause 3.2-e."""
    says = [ApplicationTold.model_validate(told.data) for told in history]
    return _standing(
        history,
        says[-1].household_id,
        application_id=says[-1].application_id,
        programmes=[programme.value for programme in says[-1].programmes],
        known_on=history[0].day,
        history=_periods(history, [each.state.value for each in says]),
    )


def status_on(day: date, *, from_on: date, to_on: date | None, history: Sequence[dict[str, str]]) -> CategoryStatus:
    """How a category stands on a day, as it is known now: the dates decide, and between them what was told last."""
    if to_on is not None and to_on < from_on:
        return CategoryStatus.VOID
    if to_on is not None and day > to_on:
        return CategoryStatus.ENDED
    if day < from_on:
        return CategoryStatus.CONFIRMED
    until_its_last_day = [period for period in history if period["state"] != BenefitState.STOPPED]
    under_review = state_on(day, until_its_last_day) == BenefitState.REVIEW_DUE
    return CategoryStatus.REVIEW_DUE if under_review else CategoryStatus.ACTIVE


def state_on(day: date, history: Sequence[dict[str, str]]) -> str | None:
    """The state that was told last up to a day; None before the first."""
    told = [period["state"] for period in history if date.fromisoformat(period["since"]) <= day]
    return told[-1] if told else None


def _standing(told_so_far: Sequence[Told], household_id: UUID, **fields: Any) -> Standing:
    newest = told_so_far[-1]
    people = sorted({person for told in told_so_far for person in told.people})
    return Standing(tuple(people), household_id, newest.division, newest.time, newest.id, fields)


def _periods(history: Sequence[Told], states: Sequence[str]) -> list[dict[str, str]]:
    """The states with the day each began; one told twice over is one."""
    periods: list[dict[str, str]] = []
    for told, state in zip(history, states, strict=True):
        if not periods or periods[-1]["state"] != state:
            periods.append({"state": state, "since": told.day.isoformat()})
    return periods


def _last_day_of(month: str) -> date:
    return corresponding_day(first_day_of(month), 1) - timedelta(days=1)
