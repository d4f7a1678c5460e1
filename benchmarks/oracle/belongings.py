"""Property: chapter 4.3. Money and standing goods by value, vehicles, houses and businesses by number."""

from typing import Any

import numpy as np

from benchmarks.oracle.entities import ByDay, Household, Person, given

GROUPS = ("financial", "vehicles", "houses", "businesses", "other")
SUITS = {
    "VEHICLE_FOR_TREATMENT": {"vehicles"},
    "VEHICLE_FOR_REHABILITATION": {"vehicles"},
    "VEHICLE_FOR_LIVELIHOOD": {"vehicles"},
    "OWN_DWELLING": {"houses"},
    "PRODUCTION_MEANS": {"vehicles", "businesses", "other"},
    "ASSISTANCE_SAVINGS": {"financial"},
    "HOUSE_SALE_WITHIN_A_YEAR": {"financial"},
}
"""PRO-02: for which property a reason can be given at all."""
INPUTS = [given(f"{group}_{claim}", Person, int) for group in GROUPS for claim in ("NOTHING", *SUITS)]


def owned(person: Any, period: Any, parameters: Any, group: str) -> Any:
    """Return what a person owns of a group and what of it is granted as the only dwelling."""
    listed = parameters(period).property.exemptions
    granted = [claim for claim, groups in SUITS.items() if claim in listed and group in groups]
    counts = sum(person(f"{group}_{claim}", period) for claim in ("NOTHING", *SUITS) if claim not in granted)
    return counts, (person(f"{group}_OWN_DWELLING", period) if "OWN_DWELLING" in granted else 0 * counts)


def is_within(counts: dict[str, Any], persons: Any, limits: Any) -> Any:
    """Return whether all limits hold; on the limit is within it."""
    within = [counts[group] <= getattr(limits, group) for group in ("vehicles", "houses", "businesses")]
    within += [counts[group] <= getattr(limits, f"{group}_per_person") * persons for group in ("financial", "other")]
    return np.logical_and.reduce(within)


def _of_family(household: Any, period: Any, parameters: Any) -> dict[str, Any]:
    counts = {}
    who = household.members("is_counted", period)
    for group in GROUPS:
        own, dwellings = owned(household.members, period, parameters, group)
        # A family has one only dwelling: every further house it is claimed for counts.
        counts[group] = household.sum(own * who) + np.maximum(0, household.sum(dwellings * who) - 1)
    return counts


class property_is_within_dibao(ByDay):
    """PRO-03, the limits of 低保."""

    value_type, entity = bool, Household

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        counts = _of_family(household, period, parameters)
        return is_within(counts, household("persons", period), parameters(period).property.dibao)


class property_is_within_marginal(ByDay):
    """BY-03."""

    value_type, entity = bool, Household

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        counts = _of_family(household, period, parameters)
        return is_within(counts, household("persons", period), parameters(period).property.marginal)


class own_property_is_within_dibao(ByDay):
    """The limits of 低保 for one person alone."""

    value_type, entity = bool, Person

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        counts = {}
        for group in GROUPS:
            own, dwellings = owned(person, period, parameters, group)
            counts[group] = own + np.maximum(0, dwellings - 1)
        return is_within(counts, 1, parameters(period).property.dibao)


VARIABLES = [*INPUTS, property_is_within_dibao, property_is_within_marginal, own_property_is_within_dibao]
