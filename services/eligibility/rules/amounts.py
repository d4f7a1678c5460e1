"""Rounding and dates that programmes share (取整、起始月份). Decisions D-03 and D-15."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import ApprovalLevel, Rounding
from services.eligibility.engine.values import Fen, Month, Permille, Whole
from services.eligibility.rules.book import LAW_57, procedure, rule

SINCE = "2021-07-01"


@rule(
    "D-03",
    "月金额取整",
    clause="3.1-b",
    since=SINCE,
    says="核算期金额 {amount_over_period} 元，除以 {income_period_months} 个月，按 {rounding_amount} 取整一次，"
    "每月 {monthly_amount} 元。",
)
def monthly_amount(amount_over_period: Fen, income_period_months: Whole, rounding_amount: Rounding) -> Fen:
    """Divide an amount over the reckoning period into months and round once (取整, D-03)."""
    return (
        -(-amount_over_period // (income_period_months * 100)) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * amount_over_period + 100 * income_period_months) // (200 * income_period_months) * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * amount_over_period + income_period_months) // (2 * income_period_months)
    )


@rule(
    "D-03",
    "加发、停减后的月金额取整",
    clause="3.1-b",
    since=SINCE,
    says="核算期金额 {amount_over_period} 元，{persons} 人，停减本人份额合计 {share_lost} 份，分类施保加发低保标准 {lb_line} 元的 "
    "{supplement_ratio} 和 {supplement_fixed} 元，除以 {income_period_months} 个月，按 {rounding_amount} 取整一次，"
    "每月 {adjusted_monthly_amount} 元。",
)
def adjusted_monthly_amount(
    amount_over_period: Fen,
    persons: Whole,
    share_lost: Permille,
    supplement_ratio: Permille,
    supplement_fixed: Fen,
    lb_line: Fen,
    income_period_months: Whole,
    rounding_amount: Rounding,
) -> Fen:
    """The household's amount without the shares lost and with the supplements, divided and rounded once (D-03)."""
    return (
        -(
            -(
                amount_over_period * (1000 * persons - share_lost)
                + (lb_line * supplement_ratio + 1000 * supplement_fixed) * persons * income_period_months
            )
            // (100000 * max(1, persons) * income_period_months)
        )
        * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (
            2
            * (
                amount_over_period * (1000 * persons - share_lost)
                + (lb_line * supplement_ratio + 1000 * supplement_fixed) * persons * income_period_months
            )
            + 100000 * persons * income_period_months
        )
        // (200000 * max(1, persons) * income_period_months)
        * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (
            2
            * (
                amount_over_period * (1000 * persons - share_lost)
                + (lb_line * supplement_ratio + 1000 * supplement_fixed) * persons * income_period_months
            )
            + 1000 * persons * income_period_months
        )
        // (2000 * max(1, persons) * income_period_months)
    )


@rule(
    "LB-06",
    "起始月份",
    clause="2.1-a",
    law=f"{LAW_57}第二十一条",
    since=SINCE,
    says="按 {decided_month} 确认，自其后第 {lb_start_month_offset} 个月即 {start_month} 起发放。",
)
def start_month(decided_month: Month, lb_start_month_offset: Whole) -> Month:
    """First month paid: the month after the confirmation (次月发放, D-15)."""
    return decided_month + lb_start_month_offset


@rule(
    "LB-06",
    "起始月份（暂定）",
    clause="2.1-a",
    law=f"{LAW_57}第二十一条",
    since=SINCE,
    says="尚未确认，暂按测算当月 {as_of_month} 确认计，自其后第 {lb_start_month_offset} 个月即 {provisional_start_month} 起发放。",
)
def provisional_start_month(as_of_month: Month, lb_start_month_offset: Whole) -> Month:
    """First month paid if the case were confirmed in the month asked for (起始月份暂定, D-15)."""
    return as_of_month + lb_start_month_offset


@rule(
    "LB-14",
    "审核确认层级",
    clause="3.1-b",
    law=LAW_57,
    since=SINCE,
    says="由{lb_approval_level}级审核确认。",
)
def confirming_level(lb_approval_level: ApprovalLevel) -> ApprovalLevel:
    """Who confirms (审核确认)."""
    return lb_approval_level


@procedure(since=SINCE)
def starting_month(hh: Any, P: Any) -> Any:
    """First month paid, and by which of the two readings."""
    if hh.is_decided:
        return start_month(hh.decided_month, P.lb_start_month_offset)
    return provisional_start_month(hh.decided_month, P.lb_start_month_offset)
