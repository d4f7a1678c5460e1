"""Income and deductions: chapter 4.2. One item of each kind for each person, over the reckoning period."""

from typing import Any

import numpy as np

from benchmarks.oracle.entities import ByDay, Household, Person, given

KINDS = (
    "WAGES", "BUSINESS", "PROPERTY", "TRANSFER", "OTHER", "HONOURS", "ASSISTANCE", "CENTRAL_PENSION",
    "LOCALLY_EXCLUDED", "DISABILITY_SUBSIDY", "UNATTENDED_CHILD_SUBSIDY", "OLD_AGE_ALLOWANCE", "RELATIVES_SUPPORT",
    "DEEMED_LABOUR",
)  # fmt: skip
COSTS = ("EMPLOYMENT_COST", "DISABILITY_EXPENSE", "ILLNESS_EXPENSE")
INPUTS = [
    *(given(f"{what}_{kind}", Person, int) for what in ("gross", "costs", "paid_out_of") for kind in KINDS),
    *(given(f"exempted_{kind}", Person, bool) for kind in KINDS),
    *(given(f"spent_{kind}", Person, int) for kind in COSTS),
    *(given(f"proven_{kind}", Person, bool) for kind in COSTS),
    *(given(name, Person, str) for name in ("local_item", "labour_ability", "disability_kind")),
    *(given(name, Person, int) for name in ("disability_grade", "certificate_from", "certificate_until")),
    given("employed", Person, bool),
]


def net(person: Any, period: Any, kind: str) -> Any:
    """Return what is left of an item after its costs, not less than nothing (INC-02, INC-03)."""
    return np.maximum(0, person(f"gross_{kind}", period) - person(f"costs_{kind}", period))


class line(ByDay):
    """The 低保 line of the person's place, a month (D-16)."""

    value_type, entity = int, Household

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        lines = parameters(period).lb.line
        return np.where(household("residence", period) == "URBAN", lines.URBAN, lines.RURAL)


class is_severely_disabled(ByDay):
    """SP-02: grade 1 or 2 of any kind, grade 3 intellectual or mental, by a certificate that holds today."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any) -> Any:
        kind, grade = person("disability_kind", period), person("disability_grade", period)
        today = period.start.year * 10000 + period.start.month * 100 + period.start.day
        holds = (person("certificate_from", period) <= today) & (today <= person("certificate_until", period))
        third = (grade == 3) & ((kind == "INTELLECTUAL") | (kind == "MENTAL"))
        return (kind != "NONE") & ((grade == 1) | (grade == 2) | third) & holds


class is_jobless_disabled_adult(ByDay):
    """SP-06, of which the law speaks from 2022-10-20 on."""

    value_type, entity = bool, Person

    def formula_2022_10_20(person: Any, period: Any) -> Any:
        return person("is_severely_disabled", period) & (person("age", period) >= 18) & ~person("employed", period)


class counted_CENTRAL_PENSION(ByDay):
    """INC-12, D-18: inside the window the central part is left out, as far as the state pays it."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        gross, known = person("gross_CENTRAL_PENSION", period), parameters(period)
        today = period.start.year * 10000 + period.start.month * 100 + period.start.day
        window = known.income.exclude_central_pension
        if not window.first <= today <= window.last:
            return gross
        return np.maximum(0, gross - known.pension.central_basic * known.income.period_months)


class counted_LOCALLY_EXCLUDED(ByDay):
    """INC-13: what stands in the list of the city is left out."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        listed = np.isin(person("local_item", period).astype(str), parameters(period).income.excluded_items)
        return np.where(listed, 0, person("gross_LOCALLY_EXCLUDED", period))


class counted_RELATIVES_SUPPORT(ByDay):
    """INC-17."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any) -> Any:
        return person("gross_RELATIVES_SUPPORT", period)

    def formula_2022_10_20(person: Any, period: Any) -> Any:
        left_out = person("exempted_RELATIVES_SUPPORT", period) & person("is_jobless_disabled_adult", period)
        return person("gross_RELATIVES_SUPPORT", period) * ~left_out


class counted_DEEMED_LABOUR(ByDay):
    """INC-18: the officer may leave it out; from 2022-10-20 on who cannot work is never given any."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any) -> Any:
        return person("gross_DEEMED_LABOUR", period) * ~person("exempted_DEEMED_LABOUR", period)

    def formula_2022_10_20(person: Any, period: Any) -> Any:
        cannot = np.isin(person("labour_ability", period).astype(str), ("LOST", "NONE"))
        return person("gross_DEEMED_LABOUR", period) * ~(person("exempted_DEEMED_LABOUR", period) | cannot)


def counted(person: Any, period: Any) -> dict[str, Any]:
    """Return what counts of each kind; INC-10, INC-11, INC-14 and INC-15 never do."""
    of = {kind: person(f"gross_{kind}", period) for kind in ("WAGES", "TRANSFER", "OTHER", "OLD_AGE_ALLOWANCE")}
    of |= {kind: net(person, period, kind) for kind in ("BUSINESS", "PROPERTY")}
    conditional = ("CENTRAL_PENSION", "LOCALLY_EXCLUDED", "RELATIVES_SUPPORT", "DEEMED_LABOUR")
    return of | {kind: person(f"counted_{kind}", period) for kind in conditional}


class income_before_deductions(ByDay):
    """What counts, less what is regularly paid on out of it, item by item (INC-04)."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any) -> Any:
        return sum(
            amount - np.minimum(amount, person(f"paid_out_of_{kind}", period))
            for kind, amount in counted(person, period).items()
        )


class employment_deduction(ByDay):
    """DED-01…DED-04: proven costs of work, by the city's method, never more than the wages."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        known, wages = parameters(period), person("gross_WAGES", period)
        months, terms = known.income.period_months, known.ded.employment
        spent = person("spent_EMPLOYMENT_COST", period) * person("proven_EMPLOYMENT_COST", period)
        allowed = {
            "ACTUAL_CAPPED_LINE": np.minimum(spent, person.household("line", period) * months),
            "PERCENT_OF_WAGE": np.ceil(wages * terms.ratio / 1000),
            "FIXED": terms.fixed * months,
        }[terms.method]
        return np.where(spent > 0, np.minimum(allowed, wages), 0)


class illness_deduction(ByDay):
    """DED-02: proven expenditure that disability or illness adds; a share of wages stays within the wages."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        known, wages = parameters(period), person("gross_WAGES", period)
        months, terms = known.income.period_months, known.ded.disability_illness
        spent = sum(person(f"spent_{kind}", period) * person(f"proven_{kind}", period) for kind in COSTS[1:])
        left = wages - person("employment_deduction", period)
        allowed = {
            "ACTUAL_CAPPED_LINE": np.minimum(spent, person.household("line", period) * months),
            "PERCENT_OF_WAGE": np.minimum(left, np.ceil(wages * terms.ratio / 1000)),
            "FIXED": terms.fixed * months + 0 * spent,
        }[terms.method]
        return np.where(spent > 0, allowed, 0)


class income_after_deductions(ByDay):
    """May be below nothing for one person: the family's is what counts."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any) -> Any:
        deducted = person("employment_deduction", period) + person("illness_deduction", period)
        return person("income_before_deductions", period) - deducted


class countable_income(ByDay):
    """Of all who count, over the reckoning period."""

    value_type, entity = int, Household

    def formula(household: Any, period: Any) -> Any:
        own = household.members("income_after_deductions", period) * household.members("is_counted", period)
        return np.maximum(0, household.sum(own))


VARIABLES = [
    *INPUTS, line, is_severely_disabled, is_jobless_disabled_adult, counted_CENTRAL_PENSION,
    counted_LOCALLY_EXCLUDED, counted_RELATIVES_SUPPORT, counted_DEEMED_LABOUR, income_before_deductions,
    employment_deduction, illness_deduction, income_after_deductions, countable_income,
]  # fmt: skip
