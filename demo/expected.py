"""What each family must get, worked out on paper: plain arithmetic on its numbers, without a line of the services.

The figures are those of the illustrative standards (``demo.standards``); the circular's own are written out again here,
because a check that reads them from what it checks proves nothing. ``低于`` is less than; the line itself is not below.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from demo.family import Family, Person, age_on

LINE = {True: 70_000, False: 50_000}
"""The 低保 line a head and month in fen: urban, rural."""

MARGINAL_TIMES = 2
DEPOSITS_A_HEAD = {"DIBAO": 1_800_000, "MARGINAL": 2_700_000}
CENTRAL_PENSION_LEFT_OUT_UNTIL = date(2025, 12, 31)
JOBLESS_ALONE_SINCE = date(2022, 10, 20)

_STUDIES_UP_TO_BACHELOR = {"COMPULSORY", "SENIOR_HIGH", "SECONDARY_VOCATIONAL", "JUNIOR_COLLEGE", "BACHELOR"}


@dataclass(slots=True)
class Expected:
    """What holds for a family on a day."""

    dibao: int | None = None
    """Monthly amount in fen, None when the family is not eligible."""
    marginal: bool = False
    single: dict[str, int] = field(default_factory=dict)
    """Monthly amount of each person who may have 单人户低保."""
    income_at_line: bool = False
    income_at_marginal_line: bool = False
    too_rich: bool = False

    def lines(self, programmes: tuple[str, ...]) -> dict[tuple[str, str | None], int]:
        """Return what is confirmed of the programmes applied for: the family's 低保, else what stands beneath it."""
        if "DIBAO" in programmes and self.dibao is not None:
            return {("DIBAO", None): self.dibao}
        found: dict[tuple[str, str | None], int] = {}
        if "MARGINAL" in programmes and self.marginal:
            found["MARGINAL", None] = 0
        if "DIBAO_SINGLE_PERSON" in programmes:
            found |= {("DIBAO_SINGLE_PERSON", ref): amount for ref, amount in self.single.items()}
        return found

    def reasons(self, programmes: tuple[str, ...]) -> list[str]:
        """Return the coded reasons of a refusal."""
        found = {
            "INCOME_NOT_BELOW_LINE": "DIBAO" in programmes and self.income_at_line,
            "INCOME_NOT_BELOW_MARGINAL_LINE": "MARGINAL" in programmes and self.income_at_marginal_line,
            "PROPERTY_OVER_LIMIT": "DIBAO" in programmes and self.too_rich,
            "NOT_A_SINGLE_PERSON_CASE": "DIBAO_SINGLE_PERSON" in programmes and not self.single,
        }
        return [code for code, holds in found.items() if holds]


def expect(family: Family, *, accepted_on: date, on: date) -> Expected:
    """Return what the family must get if its case is decided on the day."""
    line = LINE[family.urban]
    members = [person for person in family.people if counts(person, accepted_on)]
    heads = len(members)
    income = max(0, sum(income_of(person, line, on) for person in members))
    lines_of_all = line * 12 * heads
    poor, poor_enough = income < lines_of_all, income < lines_of_all * MARGINAL_TIMES
    found = Expected(
        income_at_line=not poor,
        income_at_marginal_line=not poor_enough,
        too_rich=not owns_little(family, heads, "DIBAO"),
    )
    if poor and not found.too_rich:
        found.dibao = to_the_fen(Fraction(lines_of_all - income, 12))
    else:
        found.marginal = poor_enough and owns_little(family, heads, "MARGINAL")
    found.single = {
        person.ref: to_the_fen(Fraction(line * 12 - own, 12))
        for person in family.people
        if (own := max(0, income_of(person, line, on))) < line * 12
        and (
            (found.marginal and person in members and (severe(person) or person.ill))
            or alone(family, person, accepted_on, on)
        )
    }
    return found


def counts(person: Person, on: date) -> bool:
    """Whether a person lives with the family in the eyes of the law (共同生活的家庭成员)."""
    if person.in_prison_since:
        return False
    if person.relation in {"SELF", "SPOUSE"}:
        return True
    if person.relation == "CHILD":
        of_age = age_on(person.born, on) >= 18
        if not of_age or person.student in _STUDIES_UP_TO_BACHELOR or not person.independent:
            return True
    by_law = person.relation in {"CHILD", "PARENT"} or person.duty is True
    return by_law and not person.apart


def income_of(person: Person, line: int, on: date) -> int:
    """Return what of a person's year counts, in fen; the cost of work comes off, at most a line a month and the wages."""
    net_business = max(0, person.business - person.business_costs)
    pension = person.pension if on > CENTRAL_PENSION_LEFT_OUT_UNTIL else 0
    earned = person.wages + net_business + person.rent + person.transfers + person.old_age + pension
    return earned - person.insurance - min(person.work_costs, line * 12, person.wages)


def owns_little(family: Family, heads: int, programme: str) -> bool:
    """Whether the family owns no more than the limits: money a head, no vehicle and no second house."""
    within = family.deposits <= DEPOSITS_A_HEAD[programme] * heads
    return within and family.vehicles == 0 and family.other_houses == 0


def severe(person: Person) -> bool:
    """Whether the certificate says grade 1 or 2, or grade 3 of mind or spirit."""
    if person.disability == "NONE" or person.grade is None:
        return False
    return person.grade <= 2 or (person.grade == 3 and person.disability in {"INTELLECTUAL", "MENTAL"})


def alone(family: Family, person: Person, accepted_on: date, on: date) -> bool:
    """Whether a grown-up without work who is severely disabled, and owns little, may apply alone whatever the family is.

    The demo enters what a family owns under the applicant's name.
    """
    jobless = severe(person) and age_on(person.born, accepted_on) >= 18 and not person.works
    return on >= JOBLESS_ALONE_SINCE and jobless and (person is not family.applicant or owns_little(family, 1, "DIBAO"))


def to_the_fen(amount: Fraction) -> int:
    """Return an amount rounded once to the whole fen, half a fen upwards."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
