"""A family as the demo knows it: plain numbers in whole fen, from which requests, ledgers and expectations are made."""

from dataclasses import dataclass, field
from datetime import date

MONTHS = 12
"""Of the reckoning period (D-04): every income and cost below is for that long."""


@dataclass(slots=True)
class Person:
    """A member with what he earns and spends on his work."""

    ref: str
    relation: str
    name: str
    ethnicity: str
    male: bool
    born: date
    number: str
    student: str = "NONE"
    labour: str = "FULL"
    works: bool = False
    independent: bool = True
    apart: bool = False
    duty: bool | None = None
    """Whether the law makes him and the applicant support one another; None for spouses, parents and children."""
    disability: str = "NONE"
    grade: int | None = None
    ill: bool = False
    in_prison_since: date | None = None
    wages: int = 0
    insurance: int = 0
    """Social insurance paid out of the wages."""
    work_costs: int = 0
    """Necessary cost of employment that he can prove."""
    business: int = 0
    business_costs: int = 0
    rent: int = 0
    transfers: int = 0
    pension: int = 0
    """The central part of the basic pension."""
    old_age: int = 0
    honours: int = 0
    subsidy: int = 0
    """What is paid to disabled people: no income for 低保."""


@dataclass(slots=True)
class Family:
    """A household at an address, and what it owns."""

    village: str
    village_name: str
    urban: bool
    house_number: int
    account: str
    phone: str
    people: list[Person] = field(default_factory=list)
    deposits: int = 0
    vehicles: int = 0
    working_vehicles: int = 0
    """Vehicles the family lives by; they are exempt."""
    other_houses: int = 0
    owns_dwelling: bool = True

    @property
    def applicant(self) -> Person:
        """Who applies for all of them."""
        return self.people[0]

    @property
    def county(self) -> str:
        """The county's code."""
        return self.village[:6]

    @property
    def township(self) -> str:
        """The township's code."""
        return self.village[:9]


def age_on(born: date, day: date) -> int:
    """Return completed years; the birthday itself counts."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
