"""Refusing suitable work three times in a row (连续三次拒绝就业): the own share is stopped or reduced. Domain 4.4, LB-12."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import LabourAbility, RefusalMethod
from services.eligibility.engine.values import Permille, Whole
from services.eligibility.rules.book import LAW_57, PRODUCT, Extras, procedure, rule
from services.eligibility.rules.household import member_counts
from services.eligibility.rules.supplement import supplement_of

SINCE = "2021-07-01"


@rule(
    "LB-12",
    "连续拒绝介绍的适当工作",
    clause="2.1-a",
    law=f"{LAW_57}第三十四条",
    since=SINCE,
    bars=True,
    says="有劳动能力未就业，已连续 {job_refusals_in_a_row} 次无正当理由拒绝介绍的适当工作。",
    otherwise="没有有劳动能力未就业、连续多次无正当理由拒绝介绍的适当工作的情形。",
)
def refuses_work(labour_ability: LabourAbility, is_employed: bool, job_refusals_in_a_row: Whole) -> bool:
    """Able-bodied, without work, and three suitable jobs in a row refused without good reason (连续3次拒绝)."""
    return labour_ability == LabourAbility.FULL and not is_employed and job_refusals_in_a_row >= 3


@rule(
    "LB-12",
    "连续拒绝就业须停发或者减发本人份额",
    clause="2.1-a",
    law=f"{LAW_57}第三十四条",
    since=SINCE,
    bars=True,
    says="有劳动能力未就业，连续三次以上无正当理由拒绝介绍的适当工作，停发或者减发本人份额。",
    otherwise="不计入家庭成员，没有本人份额。",
)
def loses_own_share(refuses_work: bool, is_household_member: bool) -> bool:
    """Who refuses work loses by it if he has a share (停减本人份额)."""
    return refuses_work and is_household_member


@rule(
    "LB-12",
    "停发或者减发本人份额的办法",
    clause="2.1-a",
    law=f"{LAW_57}第三十四条",
    since=SINCE,
    says="按{lb_refusal_method}处理，只涉及本人份额，其他成员不受影响。",
)
def refusal_method(lb_refusal_method: RefusalMethod) -> RefusalMethod:
    """Whether his share is stopped or reduced (停发、减发)."""
    return lb_refusal_method


@rule(
    "LB-12",
    "停发的本人份额",
    clause="2.1-a",
    law=f"{LAW_57}第三十四条",
    since=SINCE,
    says="本人份额停发，停减 {stopped_share} 份。",
)
def stopped_share() -> Permille:
    """The whole of his share of the household's amount (停发本人份额)."""
    return 1000


@rule(
    "LB-12",
    "减发的本人份额",
    clause="2.1-a",
    law=PRODUCT,
    since=SINCE,
    says="本人份额按 {lb_refusal_ratio} 减发，停减 {reduced_share} 份。",
)
def reduced_share(lb_refusal_ratio: Permille) -> Permille:
    """The part of his share that the parameter takes, at most the whole (减发本人份额)."""
    return min(1000, lb_refusal_ratio)


@procedure(since=SINCE)
def extras_of_member(hh: Any, m: Any, held: Any, P: Any) -> Any:
    """What one member adds to the amount or loses of it; who refuses work loses his supplement with the share stopped.

    The duty to take work is that of a household that holds 低保, so an applicant is not asked about it.
    """
    refuses = held.is_held and refuses_work(m.labour_ability, m.is_employed, m.job_refusals_in_a_row)
    if refuses and loses_own_share(refuses, member_counts(hh, m, P)):
        if refusal_method(P.lb_refusal_method) == RefusalMethod.STOP_OWN_SHARE:
            return Extras(0, 0, stopped_share())
        own = supplement_of(hh, m, P)
        return Extras(own.ratio, own.fixed, reduced_share(P.lb_refusal_ratio))
    own = supplement_of(hh, m, P)
    if own.ratio + own.fixed > 0 and member_counts(hh, m, P):
        return own
    return Extras(0, 0, 0)


@procedure(since=SINCE)
def extras_of(hh: Any, members: Any, held: Any, P: Any) -> Any:
    """Supplements and lost shares of all counted members (LB-05, LB-12)."""
    ratio = 0
    fixed = 0
    lost = 0
    for m in members:
        own = extras_of_member(hh, m, held, P)
        ratio += own.ratio
        fixed += own.fixed
        lost += own.share_lost
    return Extras(ratio, fixed, lost)
