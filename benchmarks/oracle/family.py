"""Ages and who belongs to the family living together: chapter 4.1 of the domain specification, D-11, D-14."""

from typing import Any

import numpy as np

from benchmarks.oracle.entities import ByDay, Household, Person, given

INPUTS = [
    *(given(name, Household, int) for name in ("accepted_on", "handed_in_on")),
    given("residence", Household, str),
    *(given(name, Person, int) for name in ("birth", "status_since", "status_until")),
    *(given(name, Person, str) for name in ("relation", "student_level", "status_kind")),
    *(given(name, Person, bool) for name in ("lives_independently", "lives_apart", "support_duty", "holds_tekun")),
]
UP_TO_BACHELOR = ("COMPULSORY", "SENIOR_HIGH", "SECONDARY_VOCATIONAL", "JUNIOR_COLLEGE", "BACHELOR")


def as_number(period: Any) -> Any:
    """Return the day of a period as year, month and day in one number."""
    return period.start.year * 10000 + period.start.month * 100 + period.start.day


def years_between(first: Any, last: Any) -> Any:
    """Return completed years: the corresponding day counts, and where there is none the end of the month (D-14)."""
    year, month, day = last // 10000, last // 100 % 100, last % 100
    of_month, of_day = first // 100 % 100, first % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    of_day = np.where((of_month == 2) & (of_day == 29) & ~leap, 28, of_day)
    reached = (month > of_month) | ((month == of_month) & (day >= of_day))
    return year - first // 10000 - np.where(reached, 0, 1)


class age(ByDay):
    """Completed years on the day that the city chose (D-11)."""

    value_type, entity = int, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        chosen = parameters(period).age.reference_day
        family, today = person.household, as_number(period)
        days = {"ACCEPTED_ON": family("accepted_on", period), "HANDED_IN_ON": family("handed_in_on", period)}
        day = days.get(chosen, today + 0 * family("accepted_on", period))
        return np.maximum(0, years_between(person("birth", period), np.where(day > 0, day, today)))


class status(ByDay):
    """The circumstance the person is in today, or nothing (HH-06…HH-08)."""

    value_type, entity = str, Person

    def formula(person: Any, period: Any) -> Any:
        today = as_number(period)
        holds = (person("status_since", period) <= today) & (today <= person("status_until", period))
        return np.where(holds, person("status_kind", period), "")


class is_clergy_for_three_years(ByDay):
    """HH-06, SP-04: three years are enough."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any) -> Any:
        years = years_between(person("status_since", period), as_number(period) + 0 * person("birth", period))
        return (person("status", period) == "CLERGY_AWAY") & (years >= 3)


class is_counted(ByDay):
    """HH-02…HH-08; nobody is in two programmes, so who holds 特困 is left out (4.13)."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any) -> Any:
        relation, minor = person("relation", period), person("age", period) < 18
        student = np.isin(person("student_level", period).astype(str), UP_TO_BACHELOR)
        dependent = student | ~person("lives_independently", period)
        close = (relation == "SELF") | (relation == "SPOUSE")
        child = (relation == "CHILD") & (minor | dependent)
        duty = (relation == "PARENT") | person("support_duty", period)
        other = ~close & (relation != "CHILD") & duty & ~person("lives_apart", period)
        status = person("status", period)
        taken_out = (status != "") & (status != "CLERGY_AWAY")
        gone = taken_out | person("is_clergy_for_three_years", period) | person("holds_tekun", period)
        return (close | child | other) & ~gone


class persons(ByDay):
    """How many count."""

    value_type, entity = int, Household

    def formula(household: Any, period: Any) -> Any:
        return household.sum(household.members("is_counted", period))


VARIABLES = [*INPUTS, age, status, is_clergy_for_three_years, is_counted, persons]
