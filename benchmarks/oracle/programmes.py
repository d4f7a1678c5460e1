"""低保, the marginal family, the single person, and which of them may be held together: chapters 4.4, 4.5, 4.13."""

from typing import Any

import numpy as np

from benchmarks.oracle.entities import ByDay, Household, Person, given

INPUTS = [given("illness_recognised", Person, bool), given("special_group", Person, str)]


def monthly(over_period: Any, months: int, rounding: str) -> Any:
    """Return a monthly amount, rounded once (D-03). A 64-bit quotient is exact wherever these roundings turn."""
    if rounding == "YUAN_CEIL":
        return np.ceil(over_period / (100 * months)) * 100
    unit = 100 if rounding == "YUAN_HALF_UP" else 1
    return np.floor(over_period / (unit * months) + 0.5) * unit


class dibao(ByDay):
    """LB-01, LB-02: strictly below the line, and within the limits of property; nobody at all is no household."""

    value_type, entity = bool, Household

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        persons, months = household("persons", period), parameters(period).income.period_months
        below = household("countable_income", period) < household("line", period) * months * persons
        return (persons > 0) & below & household("property_is_within_dibao", period)


class dibao_amount(ByDay):
    """LB-03 by difference, LB-04 by the lowest band the income is below."""

    value_type, entity = int, Household

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        known, persons, income = parameters(period), household("persons", period), household("countable_income", period)
        months = known.income.period_months
        whole = np.maximum(0, household("line", period) * persons * months - income)
        if known.lb.amount_method == "BANDED":
            bands = list(zip(known.lb.bands.below, known.lb.bands.per_person, strict=True))
            inside = [income < below * persons * months for below, _ in bands]
            whole = np.select(inside, [per_person * persons * months for _, per_person in bands], 0)
        return monthly(whole, months, known.rounding.amount) * household("dibao", period)


class marginal(ByDay):
    """BY-01…BY-03, from the day of the circular on; no cash goes with it (BY-04)."""

    value_type, entity = bool, Household

    def formula_2021_09_22(household: Any, period: Any, parameters: Any) -> Any:
        known, persons = parameters(period), household("persons", period)
        limit = household("line", period) * known.income.period_months * persons * known.marginal.multiplier
        below = household("countable_income", period) * 1000 < limit  # the multiplier is in thousandths
        return (persons > 0) & ~household("dibao", period) & below & household("property_is_within_marginal", period)


class may_apply_alone_in_any_case(ByDay):
    """SP-04, SP-05, SP-06: who need not belong to a marginal family."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        groups = parameters(period).single.other_groups
        listed = np.isin(person("special_group", period).astype(str), groups)
        return person("is_clergy_for_three_years", period) | listed | person("is_jobless_disabled_adult", period)


class splits_a_family(ByDay):
    """HH-09: a family that qualifies is not split, but for those who may apply alone in any case."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any) -> Any:
        of_family = person.household("dibao", period) & person("is_counted", period)
        return of_family & ~person("may_apply_alone_in_any_case", period)


class own_income(ByDay):
    """The person's own, not less than nothing."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any) -> Any:
        return np.maximum(0, person("income_after_deductions", period))


class single(ByDay):
    """SP-01…SP-06, SP-08: ill or severely disabled in a marginal family, or one of the others, poor himself."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        known = parameters(period)
        poor = person("own_income", period) < person.household("line", period) * known.income.period_months
        in_marginal = person.household("marginal", period) & person("is_counted", period)
        weak = person("is_severely_disabled", period) | person("illness_recognised", period)
        alone = person("may_apply_alone_in_any_case", period) & poor & person("own_property_is_within_dibao", period)
        by_difference = known.single.amount_method == "LINE_MINUS_OWN_INCOME"
        return ((in_marginal & weak) | alone) & (poor if by_difference else True)


class single_amount(ByDay):
    """D-07, for whoever qualifies, holds no 特困 and splits no family."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        known, line, months = (
            parameters(period),
            person.household("line", period),
            parameters(period).income.period_months,
        )
        rounding, terms = known.rounding.amount, known.single
        whole = {
            "LINE_MINUS_OWN_INCOME": (np.maximum(0, line * months - person("own_income", period)), months),
            "PERCENT_OF_LINE": (line * terms.ratio, 1000),
            "FIXED": (terms.fixed * months + 0 * line, months),
        }[terms.amount_method]
        held = person("single", period) & ~person("splits_a_family", period) & ~person("holds_tekun", period)
        return monthly(*whole, rounding) * held


class persons_come_before_the_family(ByDay):
    """4.13: one person is not counted twice; what gives most is held, and of equals the household's (HH-09)."""

    value_type, entity = bool, Household

    def formula(household: Any, period: Any) -> Any:
        counted = household.members("is_counted", period)
        alone = household.sum(household.members("single_amount", period) * counted)
        return household("dibao", period) & (alone > household("dibao_amount", period))


def _told(conditions: list[Any], names: list[str], otherwise: str) -> Any:
    return np.select(conditions, names, otherwise)


class dibao_outcome(ByDay):
    """What is told of 低保."""

    value_type, entity = str, Household

    def formula(household: Any, period: Any) -> Any:
        eligible, gives_way = household("dibao", period), household("persons_come_before_the_family", period)
        return _told(
            [household("persons", period) == 0, gives_way, eligible],
            ["NOT_APPLICABLE", "EXCLUDED", "ELIGIBLE"],
            "NOT_ELIGIBLE",
        )


class marginal_outcome(ByDay):
    """What is told of the marginal family: it is not asked of one that is 低保."""

    value_type, entity = str, Household

    def formula(household: Any, period: Any) -> Any:
        is_asked = (household("persons", period) > 0) & ~household("dibao", period)
        return _told([~is_asked, household("marginal", period)], ["NOT_APPLICABLE", "ELIGIBLE"], "NOT_ELIGIBLE")


class single_outcome(ByDay):
    """What is told of one person."""

    value_type, entity = str, Person

    def formula(person: Any, period: Any) -> Any:
        of_family = person.household("dibao", period) & person("is_counted", period)
        gives_way = of_family & ~person.household("persons_come_before_the_family", period)
        return _told(
            [
                person("splits_a_family", period),
                ~person("single", period),
                person("holds_tekun", period) | gives_way,
            ],
            ["NOT_APPLICABLE", "NOT_ELIGIBLE", "EXCLUDED"],
            "ELIGIBLE",
        )


VARIABLES = [
    *INPUTS, dibao, dibao_amount, marginal, may_apply_alone_in_any_case, splits_a_family, own_income, single,
    single_amount, persons_come_before_the_family, dibao_outcome, marginal_outcome, single_outcome,
]  # fmt: skip
