"""Standards as files (导出、导入): what is in force in a place to take away, and a draft made from a file."""

from datetime import date, datetime
from typing import Any

from services.eligibility import queries
from services.eligibility.actions import standard_views
from services.eligibility.actions.standard_documents import Document, as_sheet, as_yaml
from services.eligibility.actions.standards import draft_standard, read_standard
from services.eligibility.errors import StandardFileRefused
from services.eligibility.models import Parameter
from shared.db import Session
from shared.errors import DomainError, FieldError
from shared.identity import Caller
from shared.schemas.standards import NewStandard, StandardDetail, StandardFileCheck

__all__ = ["by_row", "checked", "drafted", "exported", "read_standard"]


def exported(session: Session, division: str, *, on: date, kind: str, now: datetime) -> bytes:
    """Return what a place's own published standards say on a day, in the form in which it can be taken in again."""
    queries.require_known_place(division)
    rows = queries.parameters_in_force(session, county=division, on=on, known_at=now)
    own = [row for row in rows if row.division == division and row.standard_id is not None]
    return (as_yaml if kind == "yaml" else as_sheet)(_document(division, own, on))


def _document(division: str, rows: list[Parameter], on: date) -> Document:
    documents = "、".join(sorted({row.document for row in rows if row.document}))
    return {
        "division": division,
        "title": f"{on.isoformat()} 执行的标准",
        "document": documents[:200] or "（无）",
        "valid_from": on.isoformat(),
        "values": [_value(row) for row in rows],
    }


def _value(row: Parameter) -> dict[str, Any]:
    found = {
        "key": row.key,
        "residence": row.residence,
        "value": row.value,
        "valid_to": None if row.valid_to is None else row.valid_to.isoformat(),
        "clause": row.clause,
        "evidence": row.evidence,
    }
    return {name: value for name, value in found.items() if value is not None}


def drafted(session: Session, new: NewStandard, rows: list[int], *, caller: Caller, now: datetime) -> StandardDetail:
    """Draft the standard that a file says; what does not suit is told by the file's own rows."""
    try:
        return draft_standard(session, new, caller=caller, now=now)
    except DomainError as refused:
        raise by_row(refused, rows) from refused


def checked(session: Session, new: NewStandard, rows: list[int], *, caller: Caller, now: datetime) -> StandardFileCheck:
    """Say what would become of a file, and what would stand against publishing it; nothing of it stays (试导入)."""
    savepoint = session.begin_nested()
    try:
        made = drafted(session, new, rows, caller=caller, now=now)
        standard = queries.standard_by_id(session, made.id, visible_to=caller)
        _, breaches = standard_views.rehearsal(session, standard, approved_by="", now=now)
    finally:
        savepoint.rollback()
    return StandardFileCheck(value_count=len(new.values), against_publication=[each.sentence for each in breaches])


def by_row(refused: DomainError, rows: list[int]) -> DomainError:
    """Return the refusal with the row of the file in each sentence about a value; others are left as they are."""
    if not rows or not refused.errors:
        return refused
    return StandardFileRefused(
        "文件内容不符合要求，详见 errors。", errors=tuple(_placed(e, rows) for e in refused.errors)
    )


def _placed(error: FieldError, rows: list[int]) -> FieldError:
    parts = error.pointer.split("/")
    if parts[1:2] == ["values"] and parts[2:3] and parts[2].isdigit() and int(parts[2]) < len(rows):
        return FieldError(error.pointer, error.code, f"第{rows[int(parts[2])]}行：{error.message}")
    return FieldError(error.pointer, error.code, error.message)
