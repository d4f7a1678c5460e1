"""Rounding and dates that programmes share (取整、起始月份). Decisions D-03 and D-15."""

from services.eligibility.engine.codes import ApprovalLevel, Rounding
from services.eligibility.engine.values import Fen, Month, Whole
from services.eligibility.rules.book import LAW_57, rule

SINCE = "2021-07-01"


@rule(
    "D-03",
    "月金额取整",
    clause="3.1-b",
    since=SINCE,
    says="核算期差额 {amount_over_period} 元，除以 {income_period_months} 个月，按 {rounding_amount} 取整一次，"
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
    "审核确认层级",
    clause="3.1-b",
    law=LAW_57,
    since=SINCE,
    says="由{lb_approval_level}级审核确认。",
)
def confirming_level(lb_approval_level: ApprovalLevel) -> ApprovalLevel:
    """Who confirms (审核确认)."""
    return lb_approval_level


@rule(
    "4.13",
    "已享受特困供养的人员不得同时享受",
    clause="2.2-a",
    law="《特困人员认定办法》（民发〔2021〕43号）第九条",
    since=SINCE,
    says="家庭中有 {tekun_members} 名特困人员，不得同时享受。",
    otherwise="没有正在享受特困供养的人员。",
)
def is_barred_by_tekun(tekun_members: Whole) -> bool:
    """Nobody holds 特困 and 低保 in one month (重复享受)."""
    return tekun_members > 0
