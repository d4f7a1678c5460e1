"""Back-pay and over-pay of a standard published late (RV-10): for each household, month by month.

Eligibility reckons them, from the determinations it keeps: it alone has facts, rules and both states of knowledge, and
nothing need be copied. It does not know what was paid. The lines say what the standard makes of the months since it is
in force; the officer sees them in the review task of the benefit, and the ledger in intake says which were paid.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.determinations import in_force
from services.eligibility.actions.standard_effects import Amounts, Given, Parameters, amounts, asked_again, starts
from services.eligibility.determining.touched import programmes_with
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.errors import StandardNotPublished
from services.eligibility.models import Determination, Standard
from shared.db import Session
from shared.identity import Caller
from shared.paging import Paging, Slice
from shared.schemas.determination_codes import Programme
from shared.schemas.standard_effects import HouseholdDifference, MonthDifference

_TICK = timedelta(microseconds=1)
_MOST_MONTHS = 36
_MOST_TOGETHER = 50
"""Households of a page, whatever is asked for: each month of each of them is reckoned twice."""

_NOTHING = Given(eligible=False, amount=0)


def differences(session: Session, standard_id: UUID, *, caller: Caller, paging: Paging) -> Slice[HouseholdDifference]:
    """Return the households of a standard's place with the months between its first and its publication that it changes.

    A month follows the standard that is in force on its last day: a standard counts from the first month it is in force.
    Clause 3.5-a.
    """
    standard = queries.standard_by_id(session, standard_id, visible_to=caller)
    if standard.published_at is None:
        raise StandardNotPublished
    page = Paging(after=paging.after, limit=min(paging.limit, _MOST_TOGETHER), include_total=paging.include_total)
    kept = queries.newest_determinations(
        session, division=standard.division, since=None, until=standard.published_at, paging=page
    )
    reckon = _Reckoning(session, standard)
    return Slice([reckon.household(each) for each in kept.items], kept.next, kept.total)


class _Reckoning:
    """One standard, with what was known before its publication and since."""

    def __init__(self, session: Session, standard: Standard) -> None:
        assert standard.published_at is not None
        published = standard.published_at

        def known(county: str, on: date, *, before: bool) -> ParameterSet:
            at = published - _TICK if before else published
            rows = queries.parameters_in_force(session, county=county, on=on, known_at=at)
            return in_force(rows, division=county, on=on)

        self._before: Parameters = cache(lambda county, on: known(county, on, before=True))
        self._after: Parameters = cache(lambda county, on: known(county, on, before=False))
        self._months = _months(standard.valid_from, published.date())
        self._programmes = programmes_with({value.key for value in standard.values}, standard.valid_from.isoformat())

    def household(self, kept: Determination) -> HouseholdDifference:
        request = asked_again(kept, self._programmes)
        lines: list[MonthDifference] = []
        if request is not None and request.programmes:
            begun = starts(kept)
            for on in self._months:
                was, would_be = (amounts(request, each, on=on) for each in (self._before, self._after))
                if was is not None and would_be is not None and was != would_be:
                    lines += _lines(was, would_be, on, begun, otherwise=f"{kept.as_of:%Y-%m}")
        return HouseholdDifference(
            determination_id=kept.id,
            household=None if request is None else request.household,
            division=kept.division,
            lines=lines,
            difference=sum(line.difference for line in lines),
            could_not_be_asked=request is None,
        )


def _lines(
    was: Amounts, would_be: Amounts, on: date, begun: dict[tuple[str, str | None], str], *, otherwise: str
) -> Iterator[MonthDifference]:
    """Yield what differs in a month, from the month a unit was granted; who was not, from the one after he was asked for."""
    month = f"{on:%Y-%m}"
    for programme, person in would_be:
        before, after = was.get((programme, person), _NOTHING).amount, would_be[programme, person].amount
        start = begun.get((programme.value, person))
        if before != after and (month >= start if start else month > otherwise):
            yield _line(programme, person, month, before, after)


def _line(programme: Programme, person: str | None, month: str, was: int, would_be: int) -> MonthDifference:
    return MonthDifference(
        programme=programme, person=person, month=month, was=was, would_be=would_be, difference=would_be - was
    )


def _months(first: date, last: date) -> list[date]:
    """Return the last day of each month from one day's to another's, the newest of them if there are very many."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [(number // 12, number % 12 + 1) for number in numbers][-_MOST_MONTHS:]
    return [date(year, month, monthrange(year, month)[1]) for year, month in days]
