"""What a draft would change before it is published (影响测算): gains, losses and cost, over the determinations kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions import standard_views
from services.eligibility.actions.determinations import in_force
from services.eligibility.actions.standard_effects import Amounts, Given, Parameters, amounts, asked_again
from services.eligibility.determining.touched import programmes_with
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.errors import StandardNotDraft
from services.eligibility.models import Determination, Parameter, Standard
from shared.db import Session
from shared.identity import Caller
from shared.paging import Paging, key_of
from shared.schemas.determination_codes import Programme
from shared.schemas.standard_effects import ImpactLine, StandardImpact

_YEAR: Final = timedelta(days=365)
_PAGE: Final = 100
_NOTHING: Final = Given(eligible=False, amount=0)

Changes = dict[tuple[str, Programme], "_Tally"]


@dataclass(slots=True)
class _Tally:
    """How many change and how, and what it costs a month in fen."""

    looked_at: int = 0
    gain: int = 0
    lose: int = 0
    unchanged: int = 0
    become_eligible: int = 0
    become_ineligible: int = 0
    monthly_before: int = 0
    monthly_after: int = 0

    def add(self, was: Given, would_be: Given) -> None:
        """Count one unit; who begins to be eligible for money gains as well, and who ends loses."""
        self.looked_at += 1
        self.gain += would_be.amount > was.amount
        self.lose += would_be.amount < was.amount
        self.unchanged += was == would_be
        self.become_eligible += would_be.eligible and not was.eligible
        self.become_ineligible += was.eligible and not would_be.eligible
        self.monthly_before += was.amount
        self.monthly_after += would_be.amount


def impact(session: Session, standard_id: UUID, *, most: int, caller: Caller, now: datetime) -> StandardImpact:
    """Return what a draft would change in its place for the newest determination of each household in twelve months."""
    standard = queries.standard_by_id(session, standard_id, visible_to=caller)
    if standard.state != "DRAFT":
        raise StandardNotDraft(standard_views.NOT_A_DRAFT[standard.state])
    before, after = _parameters(session, standard, caller=caller, now=now)
    programmes = programmes_with({value.key for value in standard.values}, standard.valid_from.isoformat())
    tallies: Changes = {}
    looked_at, not_asked, changed, more = 0, 0, 0, False
    for kept in _kept(session, standard, most=most + 1, now=now):
        if looked_at + not_asked == most:
            more = True
            break
        request = asked_again(kept, programmes)
        both = None
        if request is not None and request.programmes:
            both = [amounts(request, each, on=standard.valid_from) for each in (before, after)]
        if both is None or both[0] is None or both[1] is None:
            not_asked += 1
            continue
        looked_at += 1
        changed += both[0] != both[1]
        _count(tallies, kept.county, both[0], both[1])
    return StandardImpact(
        standard_id=standard.id,
        on=standard.valid_from,
        since=(now - _YEAR).date(),
        looked_at=looked_at,
        not_asked=not_asked,
        there_are_more=more,
        households_changed=changed,
        lines=list(_lines(tallies)),
    )


def _parameters(
    session: Session, standard: Standard, *, caller: Caller, now: datetime
) -> tuple[Parameters, Parameters]:
    """Return the parameters of a county and day as known now, and as they would be known were the draft published."""
    known, _ = standard_views.rehearsal(session, standard, approved_by=caller.acts_for, now=now)
    keys = {row.key for row in known.standing}

    @cache
    def rows_of(county: str, on: date) -> list[Parameter]:
        return queries.parameters_in_force(session, county=county, on=on, known_at=now)

    def before(county: str, on: date) -> ParameterSet:
        return in_force(rows_of(county, on), division=county, on=on)

    def after(county: str, on: date) -> ParameterSet:
        others = [row for row in rows_of(county, on) if row.key not in keys]
        return in_force([*others, *known.standing], division=county, on=on)

    return cache(before), cache(after)


def _kept(session: Session, standard: Standard, *, most: int, now: datetime) -> Iterator[Determination]:
    """Yield the newest determination of each household, page by page, so that memory does not grow with their number."""
    after, found = None, 0
    while found < most:
        page = queries.newest_determinations(
            session,
            division=standard.division,
            since=now - _YEAR,
            until=now,
            paging=Paging(after=after, limit=min(_PAGE, most - found)),
        )
        yield from page.items
        found += len(page.items)
        if page.next is None:
            return
        after = key_of(page.next)


def _count(tallies: Changes, county: str, was: Amounts, would_be: Amounts) -> None:
    for unit, given in would_be.items():
        tallies.setdefault((county, unit[0]), _Tally()).add(was.get(unit, _NOTHING), given)


def _lines(tallies: Changes) -> Iterator[ImpactLine]:
    for (county, programme), tally in sorted(tallies.items(), key=lambda each: (each[0][0], each[0][1].value)):
        counted = {name: getattr(tally, name) for name in _Tally.__slots__}
        yield ImpactLine(county=county, programme=programme, **counted)
