"""Rigid expenditure of the twelve months before the application (刚性支出). Domain 4.6, GX-04 and GX-05."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import RigidExpenditureKind
from services.eligibility.engine.values import Fen, Permille, Text, Whole
from services.eligibility.rules.book import LAW_GX, procedure, rule
from services.eligibility.rules.household import member_counts

SINCE = "2025-01-01"


@rule(
    "GX-05",
    "县级规定的其他刚性支出",
    clause="3.2-j",
    law=f"{LAW_GX}第五条",
    since=SINCE,
    says="“{expenditure_item}”属于本地规定的其他刚性支出。",
    otherwise="“{expenditure_item}”不属于本地规定的其他刚性支出。",
)
def is_listed_expenditure(expenditure_item: Text, gx_other_items: bool) -> bool:  # noqa: ARG001  the step names the item
    """Other expenditure counts where the county has put it on the list (其他刚性支出)."""
    return gx_other_items > 0


@rule(
    "GX-05",
    "计入的刚性支出",
    clause="3.2-j",
    law=f"{LAW_GX}第五条",
    since=SINCE,
    says="{expenditure_kind}支出 {expenditure_amount} 元，计入刚性支出 {counted_expenditure} 元。",
)
def counted_expenditure(
    expenditure_kind: RigidExpenditureKind,
    expenditure_amount: Fen,
    has_evidence: bool,
    is_listed_expenditure: bool,
) -> Fen:
    """Living, medical, education and rehabilitation with evidence; another kind where the county lists it (刚性支出).

    What is entered is the own share: after all insurance, and at the fees of public schools.
    """
    return (
        expenditure_amount
        if has_evidence and (expenditure_kind != RigidExpenditureKind.OTHER or is_listed_expenditure)
        else 0
    )


@rule(
    "GX-04",
    "刚性支出占家庭收入的比例超出规定",
    clause="3.2-j",
    law=f"{LAW_GX}第四条第四项",
    since=SINCE,
    says="十二个月刚性支出 {rigid_expenditure} 元，核算期家庭收入 {countable_income} 元"
    "（核算期 {income_period_months} 个月），支出超出收入的 {gx_ratio}，符合。",
    otherwise="十二个月刚性支出 {rigid_expenditure} 元，核算期家庭收入 {countable_income} 元"
    "（核算期 {income_period_months} 个月），支出没有超出收入的 {gx_ratio}，不符合。",
)
def expenditure_exceeds_ratio(
    rigid_expenditure: Fen, countable_income: Fen, income_period_months: Whole, gx_ratio: Permille
) -> bool:
    """Expenditure of a year strictly above its share of the income of a year (超出); with no income any is above."""
    return rigid_expenditure * income_period_months * 1000 > countable_income * 12 * gx_ratio


@procedure(since=SINCE)
def expenditure_of(m: Any, P: Any) -> Any:
    """Go through the expenditure of one member."""
    total = 0
    for item in m.rigid_expenditure_items:
        listed = False
        if item.claims_local_item:
            listed = is_listed_expenditure(item.local_item, P.gx_other_items[item.local_item])
        total += counted_expenditure(item.kind, item.amount, item.has_evidence, listed)
    return total


@procedure(since=SINCE)
def family_expenditure(hh: Any, members: Any, P: Any) -> Any:
    """Expenditure of those who count; of who spent nothing it is not asked whether he does."""
    total = 0
    for m in members:
        own = expenditure_of(m, P)
        if own > 0 and member_counts(hh, m, P):
            total += own
    return total
