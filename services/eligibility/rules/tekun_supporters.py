"""Whether a supporter is able (法定义务人履行义务能力). Circular 2.2-a; domain 4.7, TK-01, TK-07…TK-11.

Each supporter is asked, outside the household and inside it; one who is able bars.
"""

# ruff: noqa: N803, PLR1714  P is the parameter table; the language of rules has no containers to look into

from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme, Relation
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_43, LAW_649, procedure, rule
from services.eligibility.rules.disability import (
    certificate_has_not_expired,
    certificate_is_issued,
    has_severe_grade,
    is_severely_disabled,
    severe_disability,
)
from services.eligibility.rules.household import age, age_day, member_age
from services.eligibility.rules.income import income_of
from services.eligibility.rules.kinship import (
    are_close_kin,
    is_minor_sibling,
    member_owes_support,
    relative_owes_support,
)
from services.eligibility.rules.property import belongings_of
from services.eligibility.rules.property_limits import marginal_property_test

SINCE = "2021-07-01"


@rule(
    "TK-07",
    "义务人是特困人员",
    clause="2.2-a",
    law=f"{LAW_43}第八条第一项",
    since=SINCE,
    says="义务人是特困人员，无履行义务能力。",
    otherwise="义务人不是特困人员。",
)
def supporter_is_tekun(in_tekun: bool) -> bool:
    """A supporter who is 特困 himself is unable (特困人员)."""
    return in_tekun


@rule(
    "TK-08",
    "义务人是六十周岁以上的低保对象",
    clause="2.2-a",
    law=f"{LAW_43}第八条第二项",
    since=SINCE,
    says="义务人是低保对象，{supporter_age} 周岁，已满六十周岁，无履行义务能力。",
    otherwise="义务人 {supporter_age} 周岁，不是六十周岁以上的低保对象。",
)
def supporter_is_old_on_dibao(supporter_in_dibao: bool, supporter_age: Whole) -> bool:
    """A recipient of 低保 aged 60 or more, exactly 60 included (60周岁以上低保对象)."""
    return supporter_in_dibao and supporter_age >= 60


@rule(
    "TK-09",
    "家庭内义务人的年收入",
    clause="2.2-a",
    law=f"{LAW_43}第八条第三项、第四项",
    since=SINCE,
    says="家庭内义务人本人核算期收入 {own_income} 元（核算期 {income_period_months} 个月），折合每年 {yearly_income} 元。",
)
def yearly_income(own_income: Fen, income_period_months: Whole) -> Fen:
    """Income of the period as that of a year; a part of a fen cut off cannot turn a comparison with whole fen (年收入)."""
    return own_income * 12 // income_period_months


@rule(
    "TK-09",
    "义务人收入低于上年度人均可支配收入",
    clause="2.2-a",
    law=f"{LAW_43}第八条第三项、第四项",
    since=SINCE,
    measures="supporter_income",
    says="义务人本人年收入 {supporter_income} 元，低于上年度当地人均可支配收入 {gx_income_ceiling} 元。",
    otherwise="义务人本人年收入 {supporter_income} 元，不低于上年度当地人均可支配收入 {gx_income_ceiling} 元。",
)
def supporter_income_is_low(supporter_income: Fen, gx_income_ceiling: Fen) -> bool:
    """His own yearly income strictly below last year's disposable income per head (低于, D-01)."""
    return supporter_income < gx_income_ceiling


@rule(
    "TK-09",
    "义务人七十周岁以上、收入和财产符合规定",
    clause="2.2-a",
    law=f"{LAW_43}第八条第三项",
    since=SINCE,
    says="义务人 {supporter_age} 周岁，已满七十周岁，收入和财产符合规定，无履行义务能力。",
    otherwise="义务人 {supporter_age} 周岁，不是收入和财产符合规定的七十周岁以上老年人。",
)
def supporter_is_old_and_poor(
    supporter_age: Whole, supporter_income_is_low: bool, supporter_property_is_low: bool
) -> bool:
    """Aged 70 or more, income below the bound and property within that of low-income families (70周岁以上)."""
    return supporter_age >= 70 and supporter_income_is_low and supporter_property_is_low


@rule(
    "TK-10",
    "义务人重度残疾（或三级智力、精神残疾）、收入和财产符合规定",
    clause="2.2-a",
    law=f"{LAW_43}第八条第四项",
    since=SINCE,
    says="义务人重度残疾或者三级智力、精神残疾，收入和财产符合规定，无履行义务能力。",
    otherwise="义务人不是收入和财产符合规定的重度残疾人、三级智力或者精神残疾人。",
)
def supporter_is_disabled_and_poor(
    supporter_is_disabled: bool, supporter_income_is_low: bool, supporter_property_is_low: bool
) -> bool:
    """Severely disabled, or of grade 3 in mind, under the same tests of income and property (残疾义务人)."""
    return supporter_is_disabled and supporter_income_is_low and supporter_property_is_low


@rule(
    "TK-11",
    "义务人无民事行为能力、被宣告失踪或者在监狱服刑",
    clause="2.2-a",
    law=f"{LAW_43}第八条第五项",
    since=SINCE,
    says="义务人无民事行为能力、被宣告失踪或者在监狱服刑，财产符合规定，无履行义务能力。",
    otherwise="义务人不是财产符合规定的无民事行为能力、被宣告失踪或者在监狱服刑的人员。",
)
def supporter_is_absent(
    lacks_civil_capacity: bool, is_declared_missing: bool, is_in_prison: bool, supporter_property_is_low: bool
) -> bool:
    """Without civil capacity, declared missing or in prison, and property within the limits (无民事行为能力等)."""
    return (lacks_civil_capacity or is_declared_missing or is_in_prison) and supporter_property_is_low


@rule(
    "TK-01",
    "义务人无履行义务能力",
    clause="2.2-a",
    law=f"{LAW_43}第八条",
    since=SINCE,
    says="该义务人无履行义务能力。",
    otherwise="该义务人不属于无履行义务能力的情形。",
)
def supporter_is_unable(
    supporter_is_tekun: bool,
    supporter_is_old_on_dibao: bool,
    supporter_is_old_and_poor: bool,
    supporter_is_disabled_and_poor: bool,
    supporter_is_absent: bool,
) -> bool:
    """One of TK-07…TK-11 (无履行义务能力)."""
    return (
        supporter_is_tekun
        or supporter_is_old_on_dibao
        or supporter_is_old_and_poor
        or supporter_is_disabled_and_poor
        or supporter_is_absent
    )


@rule(
    "TK-01",
    "义务人均无履行义务能力",
    clause="2.2-a",
    law=f"{LAW_43}第四条",
    since=SINCE,
    says="至此所查义务人均无履行义务能力。",
    otherwise="所查义务人中有人不属于无履行义务能力的情形。",
)
def supporters_are_unable(supporters_are_unable: bool, supporter_is_unable: bool) -> bool:
    """Nobody so far is able, asked after each supporter.

    Its first argument is its own answer after the one before, so that the reasons lead to whoever is able.
    """
    return supporters_are_unable and supporter_is_unable


@rule(
    "TK-01",
    "无法定义务人，或者法定义务人无履行义务能力",
    clause="2.2-a",
    law=f"{LAW_649}第十四条；{LAW_43}第四条",
    since=SINCE,
    says="法定义务人 {supporters} 人，没有具备履行义务能力的义务人，符合。",
    otherwise="法定义务人 {supporters} 人，其中有人具备履行义务能力，不符合。",
)
def has_no_able_supporter(supporters: Whole, supporters_are_unable: bool) -> bool:
    """No statutory supporter, or none who is able (无义务人或者义务人无能力)."""
    return supporters == 0 or supporters_are_unable


@procedure(since=SINCE)
def relative_is_unable(hh: Any, relative: Any, years: Any, P: Any) -> Any:
    """Go through TK-07…TK-11 for a relative; the bound of income is asked for only where it may matter."""
    severe = is_severely_disabled(
        has_severe_grade(relative.disability_kind, relative.disability_grade),
        certificate_is_issued(relative.certificate_issued_on, hh.as_of),
        certificate_has_not_expired(relative.certificate_expires_on, hh.as_of),
    )
    tekun = supporter_is_tekun(relative.in_tekun)
    old_on_dibao = supporter_is_old_on_dibao(relative.in_dibao, years)
    low = False
    if not tekun and not old_on_dibao and (years >= 70 or severe):
        low = supporter_income_is_low(relative.annual_income, P.gx_income_ceiling)
    fits = relative.property_within_limits
    return supporter_is_unable(
        tekun,
        old_on_dibao,
        supporter_is_old_and_poor(years, low, fits),
        supporter_is_disabled_and_poor(severe, low, fits),
        supporter_is_absent(relative.lacks_civil_capacity, relative.is_missing, relative.is_in_prison, fits),
    )


@procedure(since=SINCE)
def is_on_dibao(hh: Any, other: Any) -> Any:
    """Whether a member receives 低保 now, with his household or alone."""
    held = False
    for benefit in hh.benefits:
        held = held or benefit.programme == AssistanceProgramme.DIBAO
    for benefit in other.benefits:
        held = held or (
            benefit.programme == AssistanceProgramme.DIBAO
            or benefit.programme == AssistanceProgramme.DIBAO_SINGLE_PERSON
        )
    return held


@procedure(since=SINCE)
def member_is_unable(hh: Any, other: Any, years: Any, P: Any) -> Any:
    """Go through TK-07…TK-11 for a member of the household, by his own income and property as they stand in the facts."""
    severe = severe_disability(hh, other)
    tekun = supporter_is_tekun(other.in_tekun)
    old_on_dibao = supporter_is_old_on_dibao(is_on_dibao(hh, other), years)
    absent = other.lacks_civil_capacity or other.is_declared_missing or other.is_in_prison
    low = False
    fits = False
    if not tekun and not old_on_dibao and (years >= 70 or severe):
        yearly = yearly_income(income_of(hh, other, P).countable, P.income_period_months)
        low = supporter_income_is_low(yearly, P.gx_income_ceiling)
    if low or absent:
        fits = marginal_property_test(belongings_of(other, 0, P), 1, P)
    return supporter_is_unable(
        tekun,
        old_on_dibao,
        supporter_is_old_and_poor(years, low, fits),
        supporter_is_disabled_and_poor(severe, low, fits),
        supporter_is_absent(other.lacks_civil_capacity, other.is_declared_missing, other.is_in_prison, fits),
    )


@procedure(since=SINCE)
def owes_support(hh: Any, m: Any, other: Any, years: Any, P: Any) -> Any:
    """Whether a member of the household owes another one support."""
    applicants = False
    if m.relation == Relation.SELF:
        applicants = other.has_support_duty
    elif other.relation == Relation.SELF:
        applicants = m.has_support_duty
    first = min(m.relation, other.relation)
    second = max(m.relation, other.relation)
    return member_owes_support(
        are_close_kin(first, second), is_minor_sibling(first, second, member_age(hh, m, P)), applicants, years
    )


@procedure(since=SINCE)
def no_able_supporter(hh: Any, m: Any, members: Any, P: Any) -> Any:
    """Ask every supporter of a person, first outside the household and then inside it."""
    supporters = 0
    unable = True
    day = age_day(hh.accepted_on, hh.handed_in_on, hh.as_of, P.age_reference_day)
    for relative in m.relatives:
        if relative.is_there:
            years = age(relative.birth_day, day)
            if relative_owes_support(relative.relation, relative.is_dead, years):
                supporters += 1
                unable = supporters_are_unable(unable, relative_is_unable(hh, relative, years, P))
    for other in members:
        if other.place != m.place and other.died_on == 0:
            years = member_age(hh, other, P)
            if owes_support(hh, m, other, years, P):
                supporters += 1
                unable = supporters_are_unable(unable, member_is_unable(hh, other, years, P))
    return has_no_able_supporter(supporters, unable)
