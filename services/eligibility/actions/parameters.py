"""How a published standard changes what is known: new rows are added, old ones superseded, none is rewritten."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.models import Parameter, Standard, StandardValue
from shared.ids import new_id


@dataclass(slots=True)
class Knowledge:
    """What is believed of some keys: the rows that stand, those given up, those new."""

    standing: list[Parameter]
    superseded: list[Parameter] = field(default_factory=list)
    added: list[Parameter] = field(default_factory=list)

    def give_up(self, row: Parameter) -> None:
        """Stop believing a row; what it still says of other days must be added again."""
        self.standing.remove(row)
        self.superseded.append(row)

    def learn(self, row: Parameter) -> None:
        """Believe a new row from now on."""
        self.standing.append(row)
        self.added.append(row)


def knowledge_after(standard: Standard, current: Iterable[Parameter], *, approved_by: str, now: datetime) -> Knowledge:
    """Return what would be known once the standard is published. Nothing is written.

    An open-ended value lasts until the next value already known begins. Where it takes the place of an older one,
    that row is given up and its remaining days are recorded anew, so that both times keep their history.
    """
    known = Knowledge(list(current))
    for value in standard.values:
        same = [row for row in known.standing if _is_same_timeline(row, value, standard)]
        valid_to = value.valid_to or _next_start(same, standard.valid_from)
        for row in same:
            if _overlaps(row, standard.valid_from, valid_to):
                _cut(known, row, standard.valid_from, valid_to, now=now)
        known.learn(_row_of(standard, value, valid_to, approved_by=approved_by, now=now))
    return known


def _is_same_timeline(row: Parameter, value: StandardValue, standard: Standard) -> bool:
    return (row.key, row.division, row.residence) == (value.key, standard.division, value.residence)


def _next_start(rows: list[Parameter], after: date) -> date | None:
    return min((row.valid_from for row in rows if row.valid_from > after), default=None)


def _overlaps(row: Parameter, valid_from: date, valid_to: date | None) -> bool:
    begins_before_end = valid_to is None or row.valid_from < valid_to
    return begins_before_end and (row.valid_to is None or row.valid_to > valid_from)


def _cut(known: Knowledge, row: Parameter, valid_from: date, valid_to: date | None, *, now: datetime) -> None:
    """Give up a row and record its days before and after the new value again."""
    known.give_up(row)
    if row.valid_from < valid_from:
        known.learn(_remainder(row, row.valid_from, valid_from, now=now))
    if valid_to is not None and (row.valid_to is None or row.valid_to > valid_to):
        known.learn(_remainder(row, valid_to, row.valid_to, now=now))


def _remainder(row: Parameter, valid_from: date, valid_to: date | None, *, now: datetime) -> Parameter:
    """Return a new row that says of some days what an old one said, with the old one's document and persons."""
    return Parameter(
        id=new_id(),
        key=row.key,
        division=row.division,
        county=row.county,
        residence=row.residence,
        value=row.value,
        unit=row.unit,
        valid_from=valid_from,
        valid_to=valid_to,
        clause=row.clause,
        document=row.document,
        evidence=row.evidence,
        status=row.status,
        illustrative=row.illustrative,
        standard_id=row.standard_id,
        drafted_by=row.drafted_by,
        approved_by=row.approved_by,
        recorded_at=max(now, row.recorded_at),
        superseded_at=None,
    )


def _row_of(
    standard: Standard, value: StandardValue, valid_to: date | None, *, approved_by: str, now: datetime
) -> Parameter:
    return Parameter(
        id=new_id(),
        key=value.key,
        division=standard.division,
        county=standard.county,
        residence=value.residence,
        value=value.value,
        unit=PARAMETERS[value.key].unit.value,
        valid_from=standard.valid_from,
        valid_to=valid_to,
        clause=value.clause,
        document=standard.document,
        evidence=value.evidence,
        status=value.status,
        illustrative=standard.illustrative,
        standard_id=standard.id,
        drafted_by=standard.drafted_by,
        approved_by=approved_by,
        recorded_at=now,
        superseded_at=None,
    )
