"""Supplements for the old, minors, the severely disabled and the seriously ill (分类施保). Domain 4.4, LB-05."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import SupplementCategory
from services.eligibility.engine.values import Fen, Permille, Whole
from services.eligibility.rules.book import LAW_57, Extras, procedure, rule
from services.eligibility.rules.disability import severe_disability
from services.eligibility.rules.household import member_age

SINCE = "2021-07-01"


@rule(
    "LB-05",
    "属于分类施保对象",
    clause="2.1-a",
    law=f"{LAW_57}第二十七条",
    since=SINCE,
    says="属于分类施保对象：{lb_category_supplement_category}（{age} 周岁）。",
    otherwise="不属于分类施保对象：{lb_category_supplement_category}（{age} 周岁）。",
)
def is_in_supplement_category(
    lb_category_supplement_category: SupplementCategory,
    age: Whole,
    is_severely_disabled: bool,
    serious_illness_recognised: bool,
) -> bool:
    """60 years or more, under 18, severely disabled, or seriously ill, as the category has it (分类施保对象)."""
    return (
        (lb_category_supplement_category == SupplementCategory.AGED and age >= 60)
        or (lb_category_supplement_category == SupplementCategory.MINOR and age < 18)
        or (lb_category_supplement_category == SupplementCategory.SEVERELY_DISABLED and is_severely_disabled)
        or (lb_category_supplement_category == SupplementCategory.SERIOUSLY_ILL and serious_illness_recognised)
    )


@rule(
    "LB-05",
    "一人只按最高的一类计",
    clause="2.1-a",
    law=f"{LAW_57}第二十七条",
    since=SINCE,
    says="该类按低保标准 {lb_line} 元的 {lb_category_supplement_ratio}、定额 {lb_category_supplement_fixed} 元，"
    "高于已计的 {best_ratio}、定额 {best_fixed} 元，改按该类计。",
    otherwise="该类按低保标准 {lb_line} 元的 {lb_category_supplement_ratio}、定额 {lb_category_supplement_fixed} 元，"
    "不高于已计的 {best_ratio}、定额 {best_fixed} 元，不重复计。",
)
def category_gives_more(
    lb_line: Fen,
    lb_category_supplement_ratio: Permille,
    lb_category_supplement_fixed: Fen,
    best_ratio: Permille,
    best_fixed: Fen,
) -> bool:
    """A person counts once, by the category that gives most (一人只计一次)."""
    return (
        lb_line * lb_category_supplement_ratio + 1000 * lb_category_supplement_fixed
        > lb_line * best_ratio + 1000 * best_fixed
    )


@rule(
    "LB-05",
    "分类施保",
    clause="2.1-a",
    law=f"{LAW_57}第二十七条",
    since=SINCE,
    gives="part",
    says="分类施保对象合计加发低保标准 {lb_line} 元的 {supplement_ratio} 和定额 {supplement_fixed} 元，"
    "每月 {category_supplement} 元。",
)
def category_supplement(lb_line: Fen, supplement_ratio: Permille, supplement_fixed: Fen) -> Fen:
    """What all supplements come to a month; the household's total is what is rounded (D-03), this part is shown to the fen."""
    return (2 * (lb_line * supplement_ratio + 1000 * supplement_fixed) + 1000) // 2000


@procedure(since=SINCE)
def falls_in_category(hh: Any, m: Any, each: Any, P: Any) -> Any:
    """Whether one member falls in one category of the table; only what it asks for is looked at."""
    severe = False
    ill = False
    if each.category == SupplementCategory.SEVERELY_DISABLED:
        severe = severe_disability(hh, m)
    if each.category == SupplementCategory.SERIOUSLY_ILL:
        ill = m.serious_illness_recognised
    return is_in_supplement_category(each.category, member_age(hh, m, P), severe, ill)


@procedure(since=SINCE)
def supplement_of(hh: Any, m: Any, P: Any) -> Any:
    """What the best category gives one member; nothing where no supplement is published."""
    ratio = 0
    fixed = 0
    for each in P.lb_category_supplement:
        if falls_in_category(hh, m, each, P) and category_gives_more(P.lb_line, each.ratio, each.fixed, ratio, fixed):
            ratio = each.ratio
            fixed = each.fixed
    return Extras(ratio, fixed, 0)
