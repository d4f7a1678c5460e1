"""Rules over rows without a kernel (逐户测算): where numba is missing, where a sum leaves 64 bits, where a standard is."""

from collections.abc import Callable
from typing import Any

from services.eligibility.batch.layout import OUT
from services.eligibility.batch.population import TABLES, TOLD_OF_HOUSEHOLD, columns_of, lists_of, text_number
from services.eligibility.determining.case import standards_needed
from services.eligibility.determining.found import Found, found_of
from services.eligibility.determining.recipes import Recipe
from services.eligibility.determining.records import HouseholdRecord, MemberRecord
from services.eligibility.determining.runs import outcome_of
from services.eligibility.engine.parameters import Listed, Numbers
from services.eligibility.engine.ruleset import Call, Ruleset
from shared.schemas.determination_codes import Outcome

OUTCOMES = [*Outcome]
FOUND = [name for name in OUT.names or () if name in Found.__dataclass_fields__]


class NumbersByNumber(Numbers):
    """What a procedure calls ``P``, with codes as the numbers a population has for them."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        value = super().__getattr__(name)
        return Listed(map(text_number, value)) if type(value) is Listed else value  # type: ignore[arg-type]


class Household:
    """One household of a record batch as the records that rules see; a value nobody knows is not read."""

    def __init__(self, row: dict[str, Any], case: HouseholdRecord, *, central_pension_is_published: bool) -> None:
        told: dict[str, Any] = {each.name: getattr(case, each.name) for each in columns_of(HouseholdRecord)}
        told |= {"central_pension_is_published": central_pension_is_published}
        told |= {name: row[name] for name in TOLD_OF_HOUSEHOLD} | {"recorded_residence": row["residence"]}
        told |= {name: tuple(_record(TABLES[name], each) for each in row[name]) for name in lists_of(HouseholdRecord)}
        self.record = HouseholdRecord(**told)
        self.members = tuple(_record(MemberRecord, each, place=place) for place, each in enumerate(row["members"]))


def _record(kind: Any, row: dict[str, Any], **more: Any) -> Any:
    numbers = {each.name: 0 if row[each.name] is None else row[each.name] for each in columns_of(kind)}
    lists = {name: tuple(_record(TABLES[name], each) for each in row[name]) for name in lists_of(kind)}
    return kind(**numbers, **lists, **more)


def decide(ruleset: Ruleset, recipe: Recipe, household: Household, numbers: Numbers) -> list[Found] | None:
    """Run a recipe plainly for each of its units; none where a standard was needed that nobody has published."""
    hh, members = household.record, household.members
    try:
        if not recipe.for_persons:
            findings = [ruleset.decide(recipe.procedure, hh, members, numbers)]
        else:
            family = (ruleset.decide(recipe.family, hh, members, numbers),) if recipe.family else ()
            findings = [ruleset.decide(recipe.procedure, hh, each, *family, numbers) for each in members]
    except TypeError:
        if not numbers.missing:
            raise
    if numbers.missing:
        return None
    return [found_of(each, is_decided=hh.is_decided) for each in findings]


def record(
    ruleset: Ruleset, recipe: Recipe, household: Household, place: int | None, numbers: Callable[[], Numbers]
) -> tuple[Outcome, Found | None]:
    """Run a recipe for one unit as a single determination does, call by call, and return what it comes to."""
    hh, members = household.record, household.members
    calls: list[Call] = []
    missing, family = tuple[str, ...](), tuple[Any, ...]()
    if recipe.family:
        P = numbers()  # noqa: N806  the parameter table of every procedure
        finding, calls = ruleset.record(recipe.family, hh, members, P)
        missing, family = standards_needed(calls, P.missing), (finding,)
        calls = [each for each in calls if each.person in {None, place}]
    P = numbers()  # noqa: N806
    finding, own = ruleset.record(recipe.procedure, hh, members if place is None else members[place], *family, P)
    if missing or standards_needed(own, P.missing):
        return Outcome.MISSING_PARAMETER, None
    found = found_of(finding, is_decided=hh.is_decided)
    return outcome_of(found, (*calls, *own), recipe, ruleset), found
