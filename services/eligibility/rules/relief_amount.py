"""What temporary assistance comes to: grades, caps, children, stages (临时救助金额). Domain 4.8, LS-05…LS-07, LS-10."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import ApprovalLevel, Rounding, SuddenEventKind
from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.book import LAW_649, OPINION_LS, PRODUCT, procedure, rule
from services.eligibility.rules.household import member_age, member_counts

SINCE = "2021-07-01"
LAW = f"{OPINION_LS}二（三）"


@rule(
    "LS-06",
    "临时救助档次",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="{event_kind}，自付费用或者损失 {loss} 元，属于该档。",
    otherwise="{event_kind}，自付费用或者损失 {loss} 元，没有超过 {ls_grades_loss_over} 元，不属于该档。",
)
def is_in_grade(event_kind: SuddenEventKind, loss: Fen, ls_grades_loss_over: Fen) -> bool:  # noqa: ARG001  named
    """A loss strictly over the bound of the grade, asked from the highest down; without a bound any loss (档次)."""
    return loss > ls_grades_loss_over


@rule(
    "LS-06",
    "有对应的救助档次",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="{event_kind}有对应的救助档次。",
    otherwise="{event_kind}没有对应的救助档次；情况特别困难的可以一事一议。",
)
def has_grade(event_kind: SuddenEventKind, is_graded: bool) -> bool:  # noqa: ARG001  the step names the cause
    """Whether any grade holds; what the table does not foresee goes to the committee (一事一议)."""
    return is_graded


@rule(
    "LS-06",
    "按损失的比例",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="自付费用或者损失 {loss} 元，按 {ls_grades_ratio} 救助，{share_of_loss} 元。",
)
def share_of_loss(loss: Fen, ls_grades_ratio: Permille) -> Fen:
    """A share of the loss in whole fen (按比例)."""
    return (2 * loss * ls_grades_ratio + 1000) // 2000


@rule(
    "LS-06",
    "定额救助",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="该档定额救助 {ls_grades_fixed} 元。",
)
def fixed_relief(ls_grades_fixed: Fen) -> Fen:
    """A fixed sum (定额)."""
    return ls_grades_fixed


@rule(
    "LS-06",
    "救助人数",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="家庭 {persons} 人，该档按 {relieved_persons} 人计算。",
)
def relieved_persons(persons: Whole, ls_grades_per_person: bool) -> Whole:
    """Every counted person where the grade says so, else one; a person held in 特困 alone is one (救助人数)."""
    return max(1, persons) if ls_grades_per_person else 1


@rule(
    "LS-06",
    "按低保标准的倍数",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="低保标准 {lb_line} 元的 {ls_grades_lines} 倍，{relieved_persons} 人，{ls_grades_months} 个月，"
    "{relief_in_lines} 元。",
)
def relief_in_lines(lb_line: Fen, ls_grades_lines: Permille, relieved_persons: Whole, ls_grades_months: Whole) -> Fen:
    """Times the line, by persons and months (与低保标准挂钩)."""
    return (2 * lb_line * ls_grades_lines * relieved_persons * ls_grades_months + 1000) // 2000


@rule(
    "LS-06",
    "封顶",
    clause="2.1-f",
    law=LAW,
    since=SINCE,
    says="档次金额 {graded_amount} 元，最高为低保标准 {lb_line} 元的 {ls_grades_cap_lines} 倍，"
    "{relieved_persons} 人，{ls_grades_months} 个月，救助 {capped_relief} 元。",
)
def capped_relief(
    graded_amount: Fen, lb_line: Fen, ls_grades_cap_lines: Permille, relieved_persons: Whole, ls_grades_months: Whole
) -> Fen:
    """At most so many times the line, by persons and months (封顶)."""
    return min(graded_amount, (2 * lb_line * ls_grades_cap_lines * relieved_persons * ls_grades_months + 1000) // 2000)


@rule(
    "LS-10",
    "家庭中的未成年人",
    clause="2.1-f",
    law="国发〔2016〕36号二（一）",
    since=SINCE,
    says="{age} 周岁，是家庭中的未成年人。",
    otherwise="{age} 周岁，不是家庭中的未成年人。",
)
def is_child_in_family(age: Whole, is_household_member: bool) -> bool:
    """A counted member under 18 (未成年人)."""
    return age < 18 and is_household_member


@rule(
    "LS-10",
    "家庭有未成年人的适当提高",
    clause="2.1-f",
    law="国发〔2016〕36号二（一）",
    since=SINCE,
    says="家庭有未成年人，救助金额按 {ls_child_ratio} 倍适当提高。",
)
def raise_for_children(ls_child_ratio: Permille) -> Permille:
    """By how much the amount is raised for children in the family; never lowered (适当提高)."""
    return max(1000, ls_child_ratio)


@rule(
    "LS-06",
    "一次性救助金额",
    clause="2.1-f",
    law=PRODUCT,
    since=SINCE,
    says="各项救助合计 {relief_before_rounding} 元，乘以 {relief_multiplier}，按 {rounding_amount} 取整一次，"
    "{one_off_relief} 元。",
)
def one_off_relief(relief_before_rounding: Fen, relief_multiplier: Permille, rounding_amount: Rounding) -> Fen:
    """The sum of all causes, raised for children, rounded once (D-03)."""
    return (
        -(-relief_before_rounding * relief_multiplier // 100000) * 100
        if rounding_amount == Rounding.YUAN_CEIL
        else (2 * relief_before_rounding * relief_multiplier + 100000) // 200000 * 100
        if rounding_amount == Rounding.YUAN_HALF_UP
        else (2 * relief_before_rounding * relief_multiplier + 1000) // 2000
    )


@rule(
    "LS-05",
    "审批层级",
    clause="3.1-b",
    law=f"{LAW_649}第四十八条",
    since=SINCE,
    says="救助 {one_off_relief} 元，乡镇（街道）审批额度 {ls_township_limit} 元，由{relief_approval}级审批。",
)
def relief_approval(one_off_relief: Fen, ls_township_limit: Fen) -> ApprovalLevel:
    """Up to the limit, the limit included, the township approves; above it the county (小额委托)."""
    return ApprovalLevel.TOWNSHIP if one_off_relief <= ls_township_limit else ApprovalLevel.COUNTY


@rule(
    "LS-07",
    "第一阶段：乡镇（街道）先行救助",
    clause="2.1-f",
    law=f"{OPINION_LS}二（四）",
    since=SINCE,
    gives="township_stage",
    says="急难型救助 {urgent_relief} 元，额度 {ls_township_limit} 元以内由乡镇（街道）立即发放 {township_stage} 元。",
)
def township_stage(urgent_relief: Fen, ls_township_limit: Fen) -> Fen:
    """What the township pays at once (先行救助)."""
    return min(urgent_relief, ls_township_limit)


@rule(
    "LS-07",
    "第二阶段：县级审批后发放其余部分",
    clause="2.1-f",
    law=f"{OPINION_LS}二（四）",
    since=SINCE,
    gives="county_stage",
    says="急难型救助 {urgent_relief} 元，减先行救助 {township_stage} 元，其余 {county_stage} 元由县级审批后发放。",
)
def county_stage(urgent_relief: Fen, township_stage: Fen) -> Fen:
    """The remainder, which the county approves (分阶段救助)."""
    return urgent_relief - township_stage


@procedure(since=SINCE)
def counted_persons(hh: Any, members: Any, P: Any) -> Any:
    """How many count; asked only where a grade is taken by persons."""
    persons = 0
    for m in members:
        if member_counts(hh, m, P):
            persons += 1
    return persons


@procedure(since=SINCE)
def grade_amount(hh: Any, members: Any, loss: Any, grade: Any, P: Any) -> Any:
    """What one grade gives for a loss, within its cap."""
    persons = 1
    if grade.per_person:
        persons = relieved_persons(counted_persons(hh, members, P), grade.per_person)
    if grade.ratio > 0:
        amount = share_of_loss(loss, grade.ratio)
    elif grade.lines > 0:
        amount = relief_in_lines(P.lb_line, grade.lines, persons, grade.months)
    else:
        amount = fixed_relief(grade.fixed)
    if grade.cap_lines > 0:
        amount = capped_relief(amount, P.lb_line, grade.cap_lines, persons, grade.months)
    return amount


@procedure(since=SINCE)
def child_multiplier(hh: Any, members: Any, P: Any) -> Any:
    """By how much the amount is raised; who is a child is asked only where that changes anything."""
    children = 0
    if P.ls_child_ratio != 1000:
        for m in members:
            if is_child_in_family(member_age(hh, m, P), member_counts(hh, m, P)):
                children += 1
    if children > 0:
        return raise_for_children(P.ls_child_ratio)
    return 1000
