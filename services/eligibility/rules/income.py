"""What counts as income of the reckoning period (家庭收入). Domain 4.2, INC-01…INC-05, INC-16."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import IncomeKind
from services.eligibility.engine.values import Fen
from services.eligibility.rules.book import LAW_57, Income, procedure, rule
from services.eligibility.rules.deductions import deductions_of
from services.eligibility.rules.excluded_income import conditional_part, excluded_part

SINCE = "2021-07-01"


@rule(
    "INC-01",
    "工资性收入",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第一项",
    since=SINCE,
    says="工资性收入 {amount} 元，计入。",
)
def wage_income(amount: Fen) -> Fen:
    """Wages, bonus, allowance, benefits in kind (工资性收入); necessary costs come off as deductions."""
    return amount


@rule(
    "INC-02",
    "经营净收入",
    clause="2.1-h",
    law=f"{LAW_57}第十三条第二项",
    since=SINCE,
    says="经营收入 {amount} 元，减成本、折旧和税费 {costs} 元，净收入 {business_income} 元。",
)
def business_income(amount: Fen, costs: Fen) -> Fen:
    """Revenue less cost, depreciation and tax, not below zero (经营净收入)."""
    return max(0, amount - costs)


@rule(
    "INC-03",
    "财产净收入",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第三项",
    since=SINCE,
    says="财产收入 {amount} 元，减成本 {costs} 元，净收入 {property_income} 元。",
)
def property_income(amount: Fen, costs: Fen) -> Fen:
    """Interest, dividends, rent (财产净收入), net of cost."""
    return max(0, amount - costs)


@rule(
    "INC-04",
    "转移性收入",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第四项",
    since=SINCE,
    says="转移性收入 {amount} 元，计入。",
)
def transfer_income(amount: Fen) -> Fen:
    """Support payments, pensions, compensation, gifts (转移性收入)."""
    return amount


@rule(
    "INC-04",
    "经常性转移支出",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第四项",
    since=SINCE,
    says="由该项支付的税费、社保缴费、赡养抚养费等经常性转移支出 {transfers_out} 元，以该项计入的收入 {item_income} 元为限，"
    "减去 {regular_transfers_out} 元。",
)
def regular_transfers_out(transfers_out: Fen, item_income: Fen) -> Fen:
    """Tax, social insurance and support paid come off the income they are paid from (转移性支出).

    So what is paid out of income that does not count lowers no other.
    """
    return min(transfers_out, item_income)


@rule(
    "INC-05",
    "其他应当计入的收入",
    clause="2.1-a",
    law=f"{LAW_57}第十三条第五项",
    since=SINCE,
    says="其他应当计入的收入 {amount} 元，计入。",
)
def other_income(amount: Fen) -> Fen:
    """What else the officer marked as income (其他收入)."""
    return amount


@rule(
    "INC-16",
    "高龄津贴等",
    clause="2.1-a",
    law="《特困人员认定办法》（民发〔2021〕43号）第六条",
    since=SINCE,
    says="高龄津贴等 {amount} 元，仅对特困人员不计入，此处计入。",
)
def old_age_allowance_income(amount: Fen) -> Fen:
    """Left out for 特困 only; for these programmes it is a transfer (高龄津贴)."""
    return amount


@rule(
    "DED-05",
    "可支配收入",
    clause="2.1-h",
    law=f"{LAW_57}第十三条",
    since=SINCE,
    says="应计收入 {counted_income} 元，减转移性支出 {transfers_out} 元和扣减 {deducted} 元，"
    "核算期可支配收入 {countable_income} 元。",
)
def countable_income(counted_income: Fen, transfers_out: Fen, deducted: Fen) -> Fen:
    """Counted income less transfers paid and deductions, not below zero (可支配收入)."""
    return max(0, counted_income - transfers_out - deducted)


@procedure(since=SINCE)
def counted_part(item: Any) -> Any:
    """What counts of an item that always counts, but for wages."""
    if item.kind == IncomeKind.BUSINESS:
        return business_income(item.amount, item.costs)
    if item.kind == IncomeKind.PROPERTY:
        return property_income(item.amount, item.costs)
    if item.kind == IncomeKind.TRANSFER:
        return transfer_income(item.amount)
    if item.kind == IncomeKind.OTHER:
        return other_income(item.amount)
    if item.kind == IncomeKind.OLD_AGE_ALLOWANCE:
        return old_age_allowance_income(item.amount)
    return 0


@procedure(since=SINCE)
def income_of(hh: Any, m: Any, P: Any) -> Any:
    """Go through the income items and deductions of one member."""
    wages = 0
    other = 0
    excluded = 0
    out = 0
    for item in m.income_items:
        if item.kind == IncomeKind.WAGES:
            counted = wage_income(item.amount)
            wages += counted
        else:
            counted = counted_part(item) + conditional_part(hh, m, item, P)
            other += counted
        excluded += excluded_part(item)
        if item.transfers_out > 0:
            out += regular_transfers_out(item.transfers_out, counted)
    deducted = deductions_of(hh, m, wages, P)
    return Income(wages + other, out, deducted, excluded, countable_income(wages + other, out, deducted))
