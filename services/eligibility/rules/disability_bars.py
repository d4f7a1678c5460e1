"""What stands in the way of the two disability subsidies (不得同时享受). Circular 2.4-a, 2.4-b; domain 4.9, DB-05…DB-08."""

from services.eligibility.engine.values import Fen
from services.eligibility.rules.book import LAW_52, LAW_62, rule

SINCE = "2021-07-01"


@rule(
    "DB-05",
    "正在享受特困供养",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="已纳入特困人员救助供养，不享受残疾人两项补贴。",
    otherwise="没有纳入特困人员救助供养。",
)
def tekun_bars_subsidies(in_tekun: bool) -> bool:
    """Who is in 特困 gets neither subsidy (特困人员)."""
    return in_tekun


@rule(
    "DB-06",
    "正在享受孤儿基本生活保障",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="已享受孤儿基本生活保障，不享受困难残疾人生活补贴，可以享受护理补贴。",
    otherwise="没有享受孤儿基本生活保障。",
)
def orphans_allowance_bars_living(holds_orphans_allowance: bool) -> bool:
    """Orphans' allowance bars the living subsidy and not the care subsidy (孤儿)."""
    return holds_orphans_allowance


@rule(
    "SW-09",
    "正在享受全额事实无人抚养儿童基本生活补贴",
    clause="2.4-b",
    law=f"{LAW_62}三（一）",
    since=SINCE,
    bars=True,
    says="现领事实无人抚养儿童基本生活补贴每月 {held_child_subsidy} 元，是标准 {child_standard} 元的全额，不享受困难残疾人生活补贴。",
    otherwise="现领事实无人抚养儿童基本生活补贴每月 {held_child_subsidy} 元，不是标准 {child_standard} 元的全额。",
)
def full_child_subsidy_bars_living(held_child_subsidy: Fen, child_standard: Fen) -> bool:
    """The child subsidy in full bars the living subsidy; topped up beside other money it does not (全额享受)."""
    return held_child_subsidy >= child_standard


@rule(
    "DB-07",
    "正在领取工伤保险生活护理费",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="领取工伤保险生活护理费，不享受残疾人两项补贴。",
    otherwise="没有领取工伤保险生活护理费。",
)
def work_injury_care_bars_subsidies(holds_work_injury_care: bool) -> bool:
    """Who draws the care allowance of work-injury insurance gets neither subsidy (工伤保险生活护理费)."""
    return holds_work_injury_care


@rule(
    "DB-08",
    "现领的生活补贴不低于困难残疾人生活补贴",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="现领老年、因公致残或者离休的生活补贴每月 {living_allowance} 元，不低于困难残疾人生活补贴 {living_subsidy} 元，择高保留现领补贴。",
    otherwise="现领老年、因公致残或者离休的生活补贴每月 {living_allowance} 元，低于困难残疾人生活补贴 {living_subsidy} 元。",
)
def living_allowance_is_kept(living_allowance: Fen, living_subsidy: Fen) -> bool:
    """Of two of one kind the higher; where they are equal, what is drawn already stays (择高)."""
    return living_allowance > 0 and living_allowance >= living_subsidy


@rule(
    "DB-08",
    "现领的护理补贴不低于重度残疾人护理补贴",
    clause="2.4-b",
    law=LAW_52,
    since=SINCE,
    bars=True,
    says="现领老年、因公致残或者离休的护理补贴每月 {care_allowance} 元，不低于重度残疾人护理补贴 {care_subsidy} 元，择高保留现领补贴。",
    otherwise="现领老年、因公致残或者离休的护理补贴每月 {care_allowance} 元，低于重度残疾人护理补贴 {care_subsidy} 元。",
)
def care_allowance_is_kept(care_allowance: Fen, care_subsidy: Fen) -> bool:
    """Of two of one kind the higher; where they are equal, what is drawn already stays (择高)."""
    return care_allowance > 0 and care_allowance >= care_subsidy
