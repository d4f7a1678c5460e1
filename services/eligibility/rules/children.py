"""What the programmes for children share (儿童保障). Circular 2.3-b and 2.3-c; domain 4.10."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import PlacementKind
from services.eligibility.engine.values import DayNumber, Month, Whole
from services.eligibility.rules.book import LAW_62, LAW_ORPHANS, procedure, rule

SINCE = "2021-07-01"


@rule(
    "GE-04",
    "未满十八周岁",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="{age} 周岁，未满十八周岁。",
    otherwise="{age} 周岁，已满十八周岁，不是儿童。",
)
def is_under_eighteen(age: Whole) -> bool:
    """A child until the eighteenth birthday, which no longer belongs to it (未成年人)."""
    return age < 18


@rule(
    "GE-02",
    "没有被依法收养",
    clause="2.3-b",
    law=f"{LAW_ORPHANS}一",
    since=SINCE,
    says="没有被依法收养。",
    otherwise="已被依法收养，由养父母抚养。",
)
def is_not_adopted(placement: PlacementKind) -> bool:
    """Adoption ends the benefit (收养)."""
    return placement != PlacementKind.ADOPTED


@rule(
    "SW-10",
    "在世",
    clause="2.4-b",
    law=LAW_62,
    since=SINCE,
    says="没有死亡的登记。",
    otherwise="已于 {died_on} 死亡。",
)
def is_alive(died_on: DayNumber, as_of: DayNumber) -> bool:
    """Not dead on the day asked for; the day of death is no day of life that counts (死亡)."""
    return died_on == 0 or as_of < died_on


@rule(
    "D-15",
    "起始月份",
    clause="2.3-b",
    law=f"{LAW_62}二（三）",
    since=SINCE,
    says="按 {decided_month} 确认，自其后第 {child_start_month_offset} 个月即 {child_start_month} 起发放。",
)
def child_start_month(decided_month: Month, child_start_month_offset: Whole) -> Month:
    """First month paid: the month after the confirmation (次月起发放)."""
    return decided_month + child_start_month_offset


@rule(
    "D-15",
    "起始月份（暂定）",
    clause="2.3-b",
    law=f"{LAW_62}二（三）",
    since=SINCE,
    says="尚未确认，暂按测算当月 {as_of_month} 确认计，自其后第 {child_start_month_offset} 个月即 "
    "{provisional_child_start_month} 起发放。",
)
def provisional_child_start_month(as_of_month: Month, child_start_month_offset: Whole) -> Month:
    """First month paid if the case were confirmed in the month asked for (暂定)."""
    return as_of_month + child_start_month_offset


@procedure(since=SINCE)
def child_starting_month(hh: Any, P: Any) -> Any:
    """First month paid, and by which of the two readings."""
    if hh.is_decided:
        return child_start_month(hh.decided_month, P.child_start_month_offset)
    return provisional_child_start_month(hh.decided_month, P.child_start_month_offset)
