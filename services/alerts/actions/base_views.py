"""What a caller sees of the information base: people and households as they stand on a day (信息库, JC-03)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.alerts.models.information_base import ApplicationRecord, CategoryRecord
from services.alerts.queries import alerts as alert_queries
from services.alerts.queries import information_base as queries
from services.alerts.rules.standing import state_on, status_on
from shared.db import Session
from shared.paging import Paging, Slice
from shared.schemas.alert_codes import CategoryStatus, MonitoringView
from shared.schemas.information_base import (
    ApplicationEntry,
    CategoryEntry,
    HouseholdRecordDetail,
    HouseholdRecordSummary,
    PersonRecordDetail,
    PersonRecordSummary,
)

_IN_FORCE = (CategoryStatus.ACTIVE, CategoryStatus.REVIEW_DUE)


def show_people(session: Session, *, paging: Paging, on: date, **filters: Any) -> Slice[PersonRecordSummary]:
    """Return people with the categories they stand in on a day. Clause 3.2-e."""
    found = queries.people(session, paging=paging, on=on, **filters)
    ids = [person.id for person in found.items]
    categories = _entries(queries.categories(session, on=on, people=ids), on)
    applications = _applications(queries.applications(session, on=on, people=ids), on)
    items = [
        PersonRecordSummary(
            id=person.id,
            county=person.county,
            **_person(
                [entry for entry in categories if entry.person_id == person.id],
                [entry for entry in applications if entry.person_id == person.id],
            ),
        )
        for person in found.items
    ]
    return Slice(items, found.next, found.total)


def show_person(session: Session, person_id: UUID, *, on: date) -> PersonRecordDetail:
    """Return a person with everything on file in the caller's place on a day."""
    person = queries.person_by_id(session, person_id)
    rows = queries.categories(session, on=on, people=[person.id])
    hand_ins = queries.applications(session, on=on, people=[person.id])
    categories, applications = _entries(rows, on), _applications(hand_ins, on)
    return PersonRecordDetail(
        id=person.id, county=person.county, on=on, entries=categories, applications=applications,
        updated_at=max([*(row.told_at for row in rows), *(row.told_at for row in hand_ins)], default=None), **_person(categories, applications),
    )  # fmt: skip


def show_households(session: Session, *, paging: Paging, on: date, **filters: Any) -> Slice[HouseholdRecordSummary]:
    """Return households with the categories their people stand in on a day."""
    found = queries.households(session, paging=paging, on=on, **filters)
    categories = _entries(queries.categories(session, on=on, households=[each.id for each in found.items]), on)
    items = [
        HouseholdRecordSummary(
            id=household.id,
            division=household.division,
            county=household.county,
            **_standing([entry for entry in categories if entry.household_id == household.id]),
        )
        for household in found.items
    ]
    return Slice(items, found.next, found.total)


def show_household(session: Session, household_id: UUID, *, on: date) -> HouseholdRecordDetail:
    """Return a household with its people, their categories and applications, and how many alerts are open."""
    household = queries.household_by_id(session, household_id)
    categories = _entries(queries.categories(session, on=on, households=[household.id]), on)
    applications = _applications(queries.applications(session, on=on, households=[household.id]), on)
    return HouseholdRecordDetail(
        id=household.id,
        division=household.division,
        county=household.county,
        on=on,
        people=sorted({entry.person_id for entry in categories} | {entry.person_id for entry in applications}),
        entries=categories,
        applications=applications,
        open_alerts=alert_queries.open_alerts_of(session, household.id),
        **_standing(categories),
    )


def _person(categories: Sequence[CategoryEntry], applications: Sequence[ApplicationEntry]) -> dict[str, Any]:
    divisions = sorted({entry.division for entry in categories} | {entry.division for entry in applications})
    return {"divisions": divisions} | _standing(categories)


def _standing(entries: Sequence[CategoryEntry]) -> dict[str, Any]:
    """Return the categories in force, and so the view that somebody belongs to."""
    in_force = sorted({entry.category for entry in entries if entry.status in _IN_FORCE})
    view = MonitoringView.ASSISTED if in_force else MonitoringView.NOT_ASSISTED
    return {"view": view, "categories": in_force}


def _entries(rows: Sequence[CategoryRecord], on: date) -> list[CategoryEntry]:
    return [_entry(row, on) for row in rows]


def _entry(row: CategoryRecord, on: date) -> CategoryEntry:
    same = ("id", "division", "person_id", "household_id", "category", "programme", "residence", "source")
    return CategoryEntry(
        **{name: getattr(row, name) for name in same},
        status=status_on(on, from_on=row.from_on, to_on=row.to_on, history=row.history),
        from_on=row.from_on,
        to_on=row.to_on,
        evidence={"benefit_id": row.subject_id, "application_id": row.application_id, "events": row.events},
        history=row.history,
    )


def _applications(rows: Sequence[ApplicationRecord], on: date) -> list[ApplicationEntry]:
    same = ("application_id", "division", "person_id", "household_id", "programmes")
    return [
        ApplicationEntry(
            **{name: getattr(row, name) for name in same},
            state=state_on(on, row.history),
            since=max(period["since"] for period in row.history if date.fromisoformat(period["since"]) <= on),
        )
        for row in rows
    ]
