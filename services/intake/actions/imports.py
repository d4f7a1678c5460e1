"""Ledgers taken in (台账导入): every household as if it were handed in at the counter, whole or not at all."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

from services.intake.actions.handing_in import create_applications
from services.intake.ledgers import template as ledger_template
from services.intake.ledgers.households import Draft, LedgerHousehold, draft_of, households_in
from services.intake.ledgers.origins import path_of
from services.intake.ledgers.reading import LedgerRow, read_ledger
from services.intake.ledgers.refusals import RefusedRow, RowError, refusal_report
from services.intake.models.reference import ImportBatch, ImportRow
from services.intake.queries import divisions
from services.intake.queries import reference as queries
from shared import audit, events
from shared.db import Session
from shared.errors import DomainError
from shared.identity import Caller

_TOGETHER: Final = 50
"""Households written in one go, and tried again in halves when one of them is refused."""


def import_ledger(session: Session, file: BinaryIO, *, caller: Caller, now: datetime) -> ImportBatch:
    """Take in a ledger (导入台账); a household that is refused leaves nothing but the reasons."""
    sha256 = _sha256_of(file)
    households = households_in(read_ledger(file))
    made = list(_import_all(session, households, caller=caller, now=now))
    accepted = sum(len(household.rows) for household, application in made if application is not None)
    total = sum(len(household.rows) for household in households)
    batch = ImportBatch(
        division=caller.division,
        created_at=now,
        sha256=sha256,
        row_count=total,
        accepted_count=accepted,
        refused_count=total - accepted,
        imported_by=caller.acts_for,
    )
    session.add(batch)
    session.flush()
    results = [row for household, application in made for row in _results(batch, household, application, now=now)]
    results.sort(key=lambda row: row.row_number)
    session.add_all(results)
    _announce(session, batch, caller=caller, now=now)
    session.flush()
    return batch


def make_template(session: Session, *, now: datetime) -> bytes:
    """Return the ledger to fill in, with the villages of the caller's places to choose from."""
    villages = divisions.villages_in_use(session, on=now.date())
    return ledger_template.template({village.code: village.name for village in villages})


def make_report(session: Session, import_id: UUID) -> tuple[str, bytes]:
    """Return the file name and the report of the rows that were refused, one line for each reason."""
    batch = queries.import_by_id(session, import_id)
    refused = (
        RefusedRow(row.row_number, row.household_key, error["column"], error["message"])
        for row in queries.refused_rows(session, batch.id)
        for error in row.errors
    )
    return f"import-{batch.id}.xlsx", refusal_report(refused)


def _sha256_of(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    return digest.hexdigest()


def _import_all(
    session: Session, households: Sequence[LedgerHousehold], *, caller: Caller, now: datetime
) -> Iterator[tuple[LedgerHousehold, UUID | None]]:
    """Yield each household with the application made of it; None when its rows say why not."""
    drafts = [(household, draft_of(household)) for household in households]
    yield from ((household, None) for household, draft in drafts if draft is None)
    for together in _apart([(household, draft) for household, draft in drafts if draft is not None]):
        ids = _import_together(session, [draft for _, draft in together], caller=caller, now=now)
        yield from zip((household for household, _ in together), ids, strict=True)


def _apart(drafts: Sequence[tuple[LedgerHousehold, Draft]]) -> Iterator[list[tuple[LedgerHousehold, Draft]]]:
    """Yield the households in their order, as many at once as are written together, and nobody twice among them."""
    together: list[tuple[LedgerHousehold, Draft]] = []
    seen: set[str] = set()
    for household, draft in drafts:
        numbers = {person.id_number.upper() for person in draft.application.people}
        if together and (len(together) == _TOGETHER or seen & numbers):
            yield together
            together, seen = [], set()
        together.append((household, draft))
        seen |= numbers
    if together:
        yield together


def _import_together(
    session: Session, drafts: Sequence[Draft], *, caller: Caller, now: datetime
) -> Sequence[UUID | None]:
    """Return the applications made; where one is refused, halve until it stands alone and only it is left out."""
    try:
        with session.begin_nested():
            made = create_applications(session, [draft.application for draft in drafts], caller=caller, now=now)
            return [application.id for application in made]
    except DomainError as error:
        if len(drafts) == 1:
            _tell_rows(drafts[0], error)
            return [None]
    half = len(drafts) // 2
    return [
        *_import_together(session, drafts[:half], caller=caller, now=now),
        *_import_together(session, drafts[half:], caller=caller, now=now),
    ]


def _tell_rows(draft: Draft, error: DomainError) -> None:
    """Put the reasons of a refusal on the rows they are about."""
    for fault in error.errors:
        draft.origins.refuse(path_of(fault.pointer), fault.code, fault.message)
    if not error.errors:
        draft.origins.refuse((), error.code, str(error))


def _results(
    batch: ImportBatch, household: LedgerHousehold, application_id: UUID | None, *, now: datetime
) -> Iterator[ImportRow]:
    for row in household.rows:
        errors = row.errors if application_id is None else []
        yield ImportRow(
            division=batch.division,
            created_at=now,
            batch_id=batch.id,
            row_number=row.number,
            household_key=household.key,
            accepted=application_id is not None,
            application_id=application_id,
            errors=[_told(error) for error in errors or _because_of_others(household, row, application_id)],
        )


def _because_of_others(household: LedgerHousehold, row: LedgerRow, application_id: UUID | None) -> list[RowError]:
    """Return why a row without a fault of its own is refused: another row of its household has one."""
    if application_id is not None:
        return []
    others = "、".join(str(other.number) for other in household.rows if other.errors)
    return [RowError(row.number, None, "household_refused", f"同户第{others}行有误，整户退回")]


def _told(error: RowError) -> dict[str, str | None]:
    return {name: value for name, value in asdict(error).items() if name != "row"}


def _announce(session: Session, batch: ImportBatch, *, caller: Caller, now: datetime) -> None:
    counts = {"rows": batch.row_count, "accepted": batch.accepted_count, "refused": batch.refused_count}
    audit.record(
        session, caller=caller, action="import.finished", on="import", on_id=batch.id, division=batch.division,
        now=now, new={**counts, "sha256": batch.sha256},
    )  # fmt: skip
    events.publish(
        session, caller=caller, type="import.finished", subject=str(batch.id), division=batch.division,
        data={"import_id": str(batch.id), **counts}, now=now,
    )  # fmt: skip
