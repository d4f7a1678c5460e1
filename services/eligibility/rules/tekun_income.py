"""Income and property of a person who asks for 特困 (无生活来源). Circular 2.2-a; domain 4.7 TK-06, 4.2 INC-16."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import IncomeKind
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_43, LAW_649, Income, procedure, rule
from services.eligibility.rules.deductions import deductions_of
from services.eligibility.rules.excluded_income import (
    central_pension_income_unchecked,
    conditional_part,
    excluded_part,
)
from services.eligibility.rules.income import countable_income, counted_part, regular_transfers_out, wage_income
from services.eligibility.rules.property import belongings_of
from services.eligibility.rules.property_limits import tekun_property_test

SINCE = "2021-07-01"


@rule(
    "INC-16",
    "高龄津贴等不计入特困人员收入",
    clause="2.2-a",
    law=f"{LAW_43}第六条",
    since=SINCE,
    says="高龄津贴、基本医疗保险等 {amount} 元，不计入特困人员收入。",
)
def tekun_excluded_allowance(amount: Fen) -> Fen:
    """Old-age allowance and the like are not income of a 特困 person (不计入)."""
    return amount


@rule(
    "INC-16",
    "中央基础养老金不计入特困人员收入",
    clause="2.2-a",
    law=f"{LAW_43}第六条",
    since=SINCE,
    says="申报中央基础养老金 {amount} 元，每月 {pension_central_basic} 元乘以 {income_period_months} 个月以内不计入特困人员收入；"
    "计入 {tekun_pension_income} 元。",
)
def tekun_pension_income(amount: Fen, pension_central_basic: Fen, income_period_months: Whole) -> Fen:
    """The central basic pension stays out without an end date; what exceeds the published one is none (D-18)."""
    return max(0, amount - pension_central_basic * income_period_months)


@rule(
    "TK-06",
    "本人收入低于低保标准",
    clause="2.2-a",
    law=f"{LAW_43}第六条",
    since=SINCE,
    measures="own_income",
    says="本人核算期收入 {own_income} 元，每月低于低保标准 {lb_line} 元（核算期 {income_period_months} 个月），符合。",
    otherwise="本人核算期收入 {own_income} 元，每月不低于低保标准 {lb_line} 元（核算期 {income_period_months} 个月），不符合。",
)
def tekun_income_is_below_line(own_income: Fen, lb_line: Fen, income_period_months: Whole) -> bool:
    """His own countable income strictly below the 低保 line (收入低于低保标准, D-01)."""
    return own_income < lb_line * income_period_months


@rule(
    "TK-06",
    "无生活来源",
    clause="2.2-a",
    law=f"{LAW_649}第十四条；{LAW_43}第六条",
    since=SINCE,
    says="本人收入低于低保标准，财产符合规定，属于无生活来源。",
    otherwise="本人收入或者财产不符合规定，不属于无生活来源。",
)
def has_no_source_of_living(tekun_income_is_below_line: bool, property_is_within_tekun_limits: bool) -> bool:
    """Income below the line and property within the limits of 特困 (无生活来源)."""
    return tekun_income_is_below_line and property_is_within_tekun_limits


@procedure(since=SINCE)
def tekun_counted_part(hh: Any, m: Any, item: Any, P: Any) -> Any:
    """What counts of one item for 特困."""
    if item.kind == IncomeKind.WAGES:
        return wage_income(item.amount)
    if item.kind == IncomeKind.OLD_AGE_ALLOWANCE:
        return 0
    if item.kind == IncomeKind.CENTRAL_PENSION:
        if hh.central_pension_is_published:
            return tekun_pension_income(item.amount, P.pension_central_basic, P.income_period_months)
        return central_pension_income_unchecked(item.amount, True)
    return counted_part(item) + conditional_part(hh, m, item, P)


@procedure(since=SINCE)
def tekun_income_of(hh: Any, m: Any, P: Any) -> Any:
    """Go through the income items and deductions of one person, leaving out what art. 6 leaves out."""
    wages = 0
    other = 0
    excluded = 0
    out = 0
    for item in m.income_items:
        counted = tekun_counted_part(hh, m, item, P)
        if item.kind == IncomeKind.WAGES:
            wages += counted
        else:
            other += counted
        if item.kind == IncomeKind.OLD_AGE_ALLOWANCE:
            excluded += tekun_excluded_allowance(item.amount)
        else:
            excluded += excluded_part(item)
        if item.transfers_out > 0:
            out += regular_transfers_out(item.transfers_out, counted)
    deducted = deductions_of(hh, m, wages, P)
    return Income(wages + other, out, deducted, excluded, countable_income(wages + other, out, deducted))


@procedure(since=SINCE)
def source_of_living(m: Any, income: Any, P: Any) -> Any:
    """Income test and property test of 特困; both are always made, so that every reason is known."""
    below = tekun_income_is_below_line(income.countable, P.lb_line, P.income_period_months)
    return has_no_source_of_living(below, tekun_property_test(belongings_of(m, 0, P), 1, P))
