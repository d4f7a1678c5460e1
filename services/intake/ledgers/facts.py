"""The declared facts of a household in a ledger (申报的家庭情况). A blank cell is unknown; nought is said with 0."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from services.intake.ledgers.columns import ASSETS
from services.intake.ledgers.origins import Origins
from services.intake.ledgers.reading import LedgerRow
from shared.schemas.fact_codes import AssetKind, DeductionKind, IncomeKind
from shared.schemas.types import yuan

Json = dict[str, Any]

_MEMBER: Final = {
    "relation": "relation", "student_level": "student_level", "can_live_independently": "can_live_independently",
    "lives_apart": "lives_apart", "has_support_duty": "has_support_duty", "labour_ability": "labour_ability",
    "employed": "employed", "serious_illness_recognised": "illness", "statuses": "status", "disability": "disability",
}  # fmt: skip
"""Facts of a member and the column each is read from."""

_INCOME: Final = (
    ("wages", IncomeKind.WAGES),
    ("business", IncomeKind.BUSINESS),
    ("property_income", IncomeKind.PROPERTY),
    ("transfers", IncomeKind.TRANSFER),
)
_PROVEN: Final = "凭证由经办人查验（台账登记）"
"""The column takes only costs with vouchers; without any, eligibility deducts nothing (DED-04)."""

_BY_VALUE: Final = {"deposits": AssetKind.DEPOSIT, "immovables": AssetKind.OTHER_IMMOVABLE}
_BY_PIECE: Final = {"vehicles": AssetKind.VEHICLE, "houses": AssetKind.HOUSE, "businesses": AssetKind.BUSINESS}


def facts_of(rows: Sequence[LedgerRow], refs: Sequence[str], applicant: LedgerRow, origins: Origins) -> Json:
    """Return the facts of a household; notes which cell each came from."""
    origins.note(("facts", "division"), applicant, "division")
    origins.note(("facts", "residence"), applicant, "residence")
    origins.note(("facts", "assets"), applicant, "deposits")
    return {
        "division": applicant.values["division"],
        "residence": applicant.values.get("residence"),
        "applicant": refs[rows.index(applicant)],
        "members": [_member(row, refs[index], index, origins) for index, row in enumerate(rows)],
        "income_items": _listed("income_items", rows, refs, _income_of, origins),
        "deduction_items": _listed("deduction_items", rows, refs, _deductions_of, origins),
        "assets": _assets(applicant, refs[rows.index(applicant)]),
    }


def _member(row: LedgerRow, ref: str, index: int, origins: Origins) -> Json:
    for fact, key in _MEMBER.items():
        origins.note(("facts", "members", index, fact), row, key)
    return {"ref": ref} | {fact: row.values.get(key) for fact, key in _MEMBER.items()} | {
        "statuses": _statuses(row),
        "disability": _disability(row),
    }  # fmt: skip


def _statuses(row: LedgerRow) -> list[Json] | None:
    """Return the circumstance a row names, none for “无”, and unknown for a blank."""
    if "status" not in row.values:
        return None
    kind = row.values["status"]
    return [] if kind is None else [{"kind": kind, "since": row.values["status_since"]}]


def _disability(row: LedgerRow) -> Json | None:
    if "disability" not in row.values:
        return None
    return {"kind": row.values["disability"], "grade": row.values.get("disability_grade")}


def _listed(name: str, rows: Sequence[LedgerRow], refs: Sequence[str], items_of: Any, origins: Origins) -> list[Json]:
    """Return the items of every member, one list."""
    listed: list[Json] = []
    for row, ref in zip(rows, refs, strict=True):
        for key, item in items_of(row):
            origins.note(("facts", name, len(listed)), row, key)
            listed.append({"person": ref, **item})
    return listed


def _income_of(row: LedgerRow) -> Iterator[tuple[str, Json]]:
    """Yield what a member earned by kind; an amount that is not known stands as such, nought is left out."""
    for key, kind in _INCOME:
        amount = row.values.get(key)
        costs = row.values.get("business_costs") if kind == IncomeKind.BUSINESS else None
        if amount != 0 or costs:
            yield key, {"kind": kind, "amount": _money(amount), "costs": _money(costs)}


def _deductions_of(row: LedgerRow) -> Iterator[tuple[str, Json]]:
    costs = row.values.get("employment_costs")
    if costs:
        cost = {"kind": DeductionKind.EMPLOYMENT_COST, "amount": _money(costs), "evidence": _PROVEN}
        yield "employment_costs", cost


def _assets(applicant: LedgerRow, ref: str) -> list[Json] | None:
    """Return what the household owns, as the applicant's; None when the ledger does not say."""
    values = applicant.values
    if not all(key in values for key in ASSETS):
        return None
    owned: list[Json] = [
        {"kind": kind, "person": ref, "value": _money(values[key])} for key, kind in _BY_VALUE.items() if values[key]
    ]
    for key, kind in _BY_PIECE.items():
        owned += [{"kind": kind, "person": ref}] * values[key]
    return owned


def _money(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)
