"""People lifted out of poverty who must be screened for 低保 or 特困 (脱贫人口筛查). Circular 1.2-a, 2.1-a; domain LB-16.

It tells whom to look at and decides nothing: the normal tests apply, and nobody loses a benefit by being on the list.
"""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, IncomeKind, LabourAbility
from services.eligibility.engine.values import DayNumber, Fen
from services.eligibility.rules.book import procedure, rule
from services.eligibility.rules.review import held_of

SINCE = "2021-09-22"
BEFORE = "2021-07-01"


@rule(
    "1.2-a",
    "在过渡期内",
    clause="1.2-a",
    law="攀民政〔2021〕61号一",
    since=SINCE,
    before=False,
    says="属于脱贫人口，{as_of} 在过渡期 {transition_start} 至 {transition_end} 内，保持政策稳定；脱贫身份本身不是停发的理由。",
    otherwise="属于脱贫人口，{as_of} 不在过渡期 {transition_start} 至 {transition_end} 内；脱贫身份本身仍不是停发的理由。",
)
def is_in_transition(as_of: DayNumber, transition_start: DayNumber, transition_end: DayNumber) -> bool:
    """Within the years of transition, both days included (过渡期, 四个不摘)."""
    return transition_start <= as_of <= transition_end


@rule(
    "LB-16",
    "有稳定的就业收入",
    clause="2.1-a",
    law="攀民政〔2021〕61号二（一）",
    since=SINCE,
    before=False,
    says="已就业，核算期就业、经营收入 {earned_income} 元。",
    otherwise="没有就业，或者没有就业、经营收入（核算期 {earned_income} 元）。",
)
def has_stable_earned_income(is_employed: bool, earned_income: Fen) -> bool:
    """In work, and earning by it (通过产业就业获得稳定收入)."""
    return is_employed and earned_income > 0


@rule(
    "LB-16",
    "应当筛查",
    clause="2.1-a",
    law="攀民政〔2021〕61号二（一）",
    since=SINCE,
    before=False,
    says="脱贫人口，{labour_ability}，没有稳定的就业收入，且未享受低保、特困供养，应当核查是否纳入。",
    otherwise="没有应当筛查而未享受低保、特困供养的情形。",
)
def must_be_screened(labour_ability: LabourAbility, has_stable_earned_income: bool, holds_support: bool) -> bool:
    """Labour ability lost or partly lost, no stable earned income, and neither 低保 nor 特困 held (应兜尽兜)."""
    return (
        (
            labour_ability == LabourAbility.PARTIAL
            or labour_ability == LabourAbility.LOST
            or labour_ability == LabourAbility.NONE
        )
        and not has_stable_earned_income
        and not holds_support
    )


@procedure(since=BEFORE)
def screen_member(hh: Any, m: Any, held: Any, P: Any) -> Any:
    """Screen one person on the list of those lifted out of poverty."""
    is_in_transition(hh.as_of, P.transition_start, P.transition_end)
    earned = 0
    for item in m.income_items:
        if item.kind == IncomeKind.WAGES or item.kind == IncomeKind.BUSINESS:
            earned += item.amount
    alone = held_of(m.benefits, AssistanceProgramme.DIBAO_SINGLE_PERSON)
    holds = held.is_held or alone.is_held or m.in_tekun
    return must_be_screened(m.labour_ability, has_stable_earned_income(m.is_employed, earned), holds)


@procedure(since=BEFORE)
def screen(hh: Any, members: Any, held: Any, P: Any) -> Any:
    """How many persons of the household must be screened."""
    persons = 0
    for m in members:
        if m.is_lifted_out_of_poverty and screen_member(hh, m, held, P):
            persons += 1
    return persons
