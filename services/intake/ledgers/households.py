"""From rows of a ledger to an application as callers hand it in (台账行 → 申请), with the way back for errors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from services.intake.ledgers.columns import ASSETS, BY_KEY, COLUMNS
from services.intake.ledgers.facts import facts_of
from services.intake.ledgers.origins import Origins
from services.intake.ledgers.reading import LedgerRow
from shared.schemas.applications import NewApplication
from shared.schemas.codes import Channel, DocumentKind
from shared.schemas.fact_codes import DisabilityKind, Relation

LARGEST_HOUSEHOLD: Final = 50
AUTHORISATION_VERSION: Final = "台账登记"


@dataclass(slots=True)
class LedgerHousehold:
    """The rows of one household, in their order."""

    key: str
    rows: list[LedgerRow] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether any row has an error; a household is taken in whole or not at all."""
        return any(row.errors for row in self.rows)

    @property
    def applicant(self) -> LedgerRow:
        """The applicant's row; the first row where nobody is named as applicant."""
        return next((row for row in self.rows if row.values.get("is_applicant")), self.rows[0])


@dataclass(frozen=True, slots=True)
class Draft:
    """An application made from a household, and which cell each part of it came from."""

    application: NewApplication
    origins: Origins


def households_in(rows: Iterable[LedgerRow]) -> list[LedgerHousehold]:
    """Return the households in the order of their first rows; a row without a readable number stands alone."""
    found: dict[str | int, LedgerHousehold] = {}
    for row in rows:
        key = row.values.get("household")
        household = found.setdefault(row.number if key is None else key, LedgerHousehold(key or ""))
        household.rows.append(row)
    return list(found.values())


def draft_of(household: LedgerHousehold) -> Draft | None:
    """Return the application of a household; None when its rows now say why not."""
    for row in household.rows:
        _check_row(row, is_applicant=row is household.applicant)
    _check_household(household)
    if household.is_refused:
        return None
    origins = Origins(household.applicant)
    try:
        return Draft(NewApplication.model_validate(_new_application(household, origins)), origins)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            origins.refuse(fault["loc"], fault["type"], str(fault["msg"]))
        return None


def _check_row(row: LedgerRow, *, is_applicant: bool) -> None:
    """Note what is missing in a row, and what contradicts itself."""
    unreadable = {error.column for error in row.errors}
    for column in COLUMNS:
        wanted = column.required and (is_applicant or not column.of_household)
        if wanted and column.key not in row.values and column.header not in unreadable:
            row.refuse(column.key, "missing", "必填")
    values = row.values
    if values.get("status") is not None and "status_since" not in values:
        row.refuse("status_since", "missing", "填了特殊情形的，应填写起始日期")
    if values.get("status") is None and "status_since" in values:
        row.refuse("status_since", "contradiction", "没有特殊情形的，不填起始日期")
    if "disability_grade" in values and values.get("disability", DisabilityKind.NONE) == DisabilityKind.NONE:
        row.refuse("disability_grade", "contradiction", "填写残疾等级的，应填写残疾类别")


def _check_household(household: LedgerHousehold) -> None:
    applicant = household.applicant
    if sum(bool(row.values.get("is_applicant")) for row in household.rows) != 1:
        applicant.refuse("is_applicant", "applicant", "每户应有且只有一行填“是”")
    if len(household.rows) > LARGEST_HOUSEHOLD:
        applicant.refuse("household", "too_many", f"一户不得超过{LARGEST_HOUSEHOLD}人")
    for row in household.rows:
        is_self = row.values.get("relation") == Relation.SELF
        if "relation" in row.values and is_self != bool(row.values.get("is_applicant")):
            row.refuse("relation", "applicant", "申请人应填“本人”，其他人不得填“本人”")
        if row is not applicant:
            _refuse_differing(row, applicant)
    unreadable = {error.column for error in applicant.errors}
    blank = [key for key in ASSETS if key not in applicant.values and BY_KEY[key].header not in unreadable]
    if 0 < len(blank) < len(ASSETS):
        headers = "、".join(BY_KEY[key].header for key in ASSETS)
        applicant.refuse(blank[0], "assets", f"{headers}应全部填写（没有填0），或者全部不填")


def _refuse_differing(row: LedgerRow, applicant: LedgerRow) -> None:
    """Refuse what belongs on the applicant's row and says something else on another."""
    for column in COLUMNS:
        value = row.values.get(column.key)
        if column.of_household and value is not None and value != applicant.values.get(column.key):
            row.refuse(column.key, "of_household", "应填在申请人所在行，全户一次")


def _new_application(household: LedgerHousehold, origins: Origins) -> dict[str, Any]:
    rows, applicant = household.rows, household.applicant
    values = applicant.values
    refs = [f"M{position}" for position in range(1, len(rows) + 1)]
    for part, key in (("division", "division"), ("address", "address"), ("account_holder", "account_holder"),
                      ("bank_account", "bank_account")):  # fmt: skip
        origins.note(("household", part), applicant, key)
    for part in ("needs", "programmes"):
        origins.note((part,), applicant, part)
    return {
        "channel": Channel.IMPORT,
        "programmes": values["programmes"],
        "household": {key: values.get(key) for key in ("division", "address", "account_holder", "bank_account")},
        "people": [_person(refs[index], row, index, origins) for index, row in enumerate(rows)],
        "applicant": refs[rows.index(applicant)],
        "facts": facts_of(rows, refs, applicant, origins),
        "needs": values["needs"],
        "documents": _documents(rows),
    }


def _person(ref: str, row: LedgerRow, index: int, origins: Origins) -> Mapping[str, Any]:
    for key in ("name", "id_number", "ethnicity", "phone"):
        origins.note(("people", index, key), row, key)
    origins.note(("people", index, "authorisation"), row, "authorised_on")
    signed_on = row.values.get("authorised_on")
    return {
        "ref": ref,
        **{key: row.values.get(key) for key in ("name", "id_number", "ethnicity", "phone")},
        "authorisation": signed_on and {"signed_on": signed_on, "version": AUTHORISATION_VERSION},
    }


def _documents(rows: Sequence[LedgerRow]) -> list[dict[str, Any]]:
    """Return the papers that the ledger says were obtained; an authorisation where somebody signed one."""
    kinds = [DocumentKind.APPLICATION_FORM, DocumentKind.COMMITMENT]
    if any("authorised_on" in row.values for row in rows):
        kinds.append(DocumentKind.AUTHORISATION)
    return [{"kind": kind, "title": f"{kind.zh}（台账登记）"} for kind in kinds]
