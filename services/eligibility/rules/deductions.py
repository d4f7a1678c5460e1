"""Costs that come off income (扣减). Circular 2.1-h; domain 4.2, DED-01…DED-05."""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import DeductionKind, DeductionMethod, Residence
from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.book import LAW_57, OPINION_39, procedure, rule

SINCE = "2021-07-01"


@rule(
    "DED-01",
    "农村低保对象就业产业的必要成本",
    clause="2.1-h",
    since="2021-09-22",
    before=False,
    says="农村家庭的就业产业必要成本，予以适当扣减。",
    otherwise="不是农村家庭的就业产业必要成本。",
)
def is_rural_employment_cost(deduction_kind: DeductionKind, residence: Residence) -> bool:
    """Necessary cost of employment or industry of a rural family (就业产业的必要成本)."""
    return deduction_kind == DeductionKind.EMPLOYMENT_COST and residence == Residence.RURAL


@rule(
    "DED-02",
    "残疾、重病增加的刚性支出和就业必要成本",
    clause="2.1-h",
    law=f"{LAW_57}第十三条第三款",
    since=SINCE,
    says="属于{deduction_kind}，可按规定适当扣减。",
    otherwise="不属于可扣减的支出。",
)
def is_necessary_cost(deduction_kind: DeductionKind) -> bool:
    """Rigid expenditure added by disability or serious illness, necessary cost of employment (必要成本)."""
    return (
        deduction_kind == DeductionKind.EMPLOYMENT_COST
        or deduction_kind == DeductionKind.DISABILITY_EXPENSE
        or deduction_kind == DeductionKind.ILLNESS_EXPENSE
    )


@rule(
    "DED-03",
    "低保边缘家庭就业人员的必要成本",
    clause="2.1-h",
    law=f"{OPINION_39}二",
    since="2023-10-19",
    before=False,
    says="就业人员（核算期工资 {wages} 元）的必要成本，可适当扣减。",
    otherwise="不是就业人员的必要成本。",
)
def is_employed_members_cost(deduction_kind: DeductionKind, wages: Fen) -> bool:
    """Necessary cost of employment of a member with wages, also for marginal families (就业成本)."""
    return deduction_kind == DeductionKind.EMPLOYMENT_COST and wages > 0


@rule(
    "DED-04",
    "附有凭证",
    clause="2.1-h",
    since=SINCE,
    says="附有凭证。",
    otherwise="没有附凭证，不予扣减。",
)
def is_proven(has_evidence: bool) -> bool:
    """Contract, rent receipt, tickets or the like are attached (凭证)."""
    return has_evidence


@rule(
    "DED-04",
    "准予扣减",
    clause="2.1-h",
    since=SINCE,
    says="有政策依据和凭证，准予扣减。",
    otherwise="政策依据或者凭证不全，不予扣减。",
)
def may_be_deducted(
    is_rural_employment_cost: bool, is_necessary_cost: bool, is_employed_members_cost: bool, is_proven: bool
) -> bool:
    """One of the three grounds is enough, with evidence (扣减依据)."""
    return is_proven and (is_rural_employment_cost or is_necessary_cost or is_employed_members_cost)


@rule(
    "DED-04",
    "可作扣减的支出",
    clause="2.1-h",
    since=SINCE,
    says="{deduction_kind}，所报金额 {amount} 元，可作扣减的 {documented_cost} 元。",
)
def documented_cost(amount: Fen, deduction_kind: DeductionKind, may_be_deducted: bool) -> Fen:  # noqa: ARG001  the step names the kind
    """One claimed cost with its evidence (扣减项)."""
    return amount if may_be_deducted else 0


@rule(
    "DED-04",
    "就业成本据实扣减，每人每月不超过低保标准",
    clause="2.1-h",
    since=SINCE,
    says="就业成本 {employment_cost} 元，上限为每月低保标准 {lb_line} 元乘以 {income_period_months} 个月，"
    "且不超过工资 {wages} 元，扣减 {employment_deduction_capped} 元。",
)
def employment_deduction_capped(employment_cost: Fen, wages: Fen, lb_line: Fen, income_period_months: Whole) -> Fen:
    """The documented cost, at most one line a month, never more than the wages (据实扣减)."""
    return min(employment_cost, lb_line * income_period_months, wages)


@rule(
    "DED-04",
    "就业成本按工资比例扣减",
    clause="2.1-h",
    since=SINCE,
    says="按工资 {wages} 元的 {ded_employment_ratio} 扣减 {employment_deduction_by_ratio} 元。",
)
def employment_deduction_by_ratio(wages: Fen, ded_employment_ratio: Permille) -> Fen:
    """A share of the wages, a broken fen in the family's favour, never more than the wages (按比例扣减)."""
    return min(wages, -(-wages * ded_employment_ratio // 1000))


@rule(
    "DED-04",
    "就业成本定额扣减",
    clause="2.1-h",
    since=SINCE,
    says="每月定额 {ded_employment_fixed} 元乘以 {income_period_months} 个月，且不超过工资 {wages} 元，"
    "扣减 {employment_deduction_fixed} 元。",
)
def employment_deduction_fixed(wages: Fen, ded_employment_fixed: Fen, income_period_months: Whole) -> Fen:
    """A fixed sum a month, never more than the wages (定额扣减)."""
    return min(wages, ded_employment_fixed * income_period_months)


@rule(
    "DED-04",
    "残疾、重病支出据实扣减，每人每月不超过低保标准",
    clause="2.1-h",
    law=f"{LAW_57}第十三条第三款",
    since=SINCE,
    says="残疾、重病刚性支出 {illness_cost} 元，上限为每月低保标准 {lb_line} 元乘以 {income_period_months} 个月，"
    "扣减 {illness_deduction_capped} 元。",
)
def illness_deduction_capped(illness_cost: Fen, lb_line: Fen, income_period_months: Whole) -> Fen:
    """The documented expenditure, at most one line a month (据实扣减)."""
    return min(illness_cost, lb_line * income_period_months)


@rule(
    "DED-04",
    "残疾、重病支出按工资比例扣减",
    clause="2.1-h",
    law=f"{LAW_57}第十三条第三款",
    since=SINCE,
    says="按工资 {wages} 元的 {ded_disability_illness_ratio}，且连同就业成本已扣减的 {employment_deducted} 元不超过工资，"
    "扣减 {illness_deduction_by_ratio} 元。",
)
def illness_deduction_by_ratio(wages: Fen, employment_deducted: Fen, ded_disability_illness_ratio: Permille) -> Fen:
    """A share of the wages; what is reckoned from wages never comes to more than the wages (按比例扣减)."""
    return min(wages - employment_deducted, -(-wages * ded_disability_illness_ratio // 1000))


@rule(
    "DED-04",
    "残疾、重病支出定额扣减",
    clause="2.1-h",
    law=f"{LAW_57}第十三条第三款",
    since=SINCE,
    says="每月定额 {ded_disability_illness_fixed} 元乘以 {income_period_months} 个月，扣减 {illness_deduction_fixed} 元。",
)
def illness_deduction_fixed(ded_disability_illness_fixed: Fen, income_period_months: Whole) -> Fen:
    """A fixed sum a month (定额扣减)."""
    return ded_disability_illness_fixed * income_period_months


@rule("DED-04", "就业成本扣减办法", clause="2.1-h", since=SINCE, says="就业成本按{ded_employment_method}扣减。")
def employment_method(ded_employment_method: DeductionMethod) -> DeductionMethod:
    """How the cost of employment is deducted (扣减办法)."""
    return ded_employment_method


@rule(
    "DED-04",
    "残疾、重病支出扣减办法",
    clause="2.1-h",
    since=SINCE,
    says="残疾、重病支出按{ded_disability_illness_method}扣减。",
)
def illness_method(ded_disability_illness_method: DeductionMethod) -> DeductionMethod:
    """How expenditure by disability or illness is deducted (扣减办法)."""
    return ded_disability_illness_method


@procedure(since=SINCE)
def employment_deduction(employment_cost: Any, wages: Any, P: Any) -> Any:
    """Deduct the cost of employment by the method in force, which is asked for only where a cost is claimed."""
    if employment_cost > 0:
        method = employment_method(P.ded_employment_method)
        if method == DeductionMethod.PERCENT_OF_WAGE:
            return employment_deduction_by_ratio(wages, P.ded_employment_ratio)
        if method == DeductionMethod.FIXED:
            return employment_deduction_fixed(wages, P.ded_employment_fixed, P.income_period_months)
        return employment_deduction_capped(employment_cost, wages, P.lb_line, P.income_period_months)
    return 0


@procedure(since=SINCE)
def illness_deduction(illness_cost: Any, wages: Any, employment_deducted: Any, P: Any) -> Any:
    """Deduct expenditure by disability or illness by the method in force."""
    if illness_cost > 0:
        method = illness_method(P.ded_disability_illness_method)
        if method == DeductionMethod.PERCENT_OF_WAGE:
            return illness_deduction_by_ratio(wages, employment_deducted, P.ded_disability_illness_ratio)
        if method == DeductionMethod.FIXED:
            return illness_deduction_fixed(P.ded_disability_illness_fixed, P.income_period_months)
        return illness_deduction_capped(illness_cost, P.lb_line, P.income_period_months)
    return 0


@procedure(since=SINCE)
def deductions_of(hh: Any, m: Any, wages: Any, P: Any) -> Any:
    """Go through the costs one member claims; a method is asked for only where something is claimed."""
    employment_cost = 0
    illness_cost = 0
    for item in m.deduction_items:
        cost = documented_cost(
            item.amount,
            item.kind,
            may_be_deducted(
                is_rural_employment_cost(item.kind, hh.residence),
                is_necessary_cost(item.kind),
                is_employed_members_cost(item.kind, wages),
                is_proven(item.has_evidence),
            ),
        )
        if item.kind == DeductionKind.EMPLOYMENT_COST:
            employment_cost += cost
        else:
            illness_cost += cost
    employment = employment_deduction(employment_cost, wages, P)
    return employment + illness_deduction(illness_cost, wages, employment, P)
