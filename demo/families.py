"""Families as they live in a township: who they are. What they earn is settled afterwards (``demo.means``)."""

# ruff: noqa: D401  a shape of family is described, not ordered

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from demo import identities, names
from demo.family import Family, Person

_STUDIES: Final = ((6, "COMPULSORY"), (15, "SENIOR_HIGH"), (18, "BACHELOR"))


class Maker:
    """Makes people and families; the same seed makes the same ones."""

    def __init__(self, seed: int, *, today: date) -> None:
        self.chance = Random(f"doudi-{seed}")  # noqa: S311  families must come out the same again, nothing here is secret
        self._seed = seed
        self.today = today
        self._used: dict[tuple[date, bool], int] = {}
        self._made = 0

    def family(self, village: str, village_name: str, *, shape: str | None = None) -> Family:
        """Return a family of some shape in a village; communities (居民委员会) are taken as urban."""
        self._made += 1
        serial = self._seed * 1000 + self._made
        family = Family(
            village, village_name, village_name.endswith("居民委员会"), self.chance.randint(1, 300),
            identities.account(serial), identities.phone(serial),
        )  # fmt: skip
        chosen = shape or self.chance.choices(list(_SHAPES), [weight for weight, _ in _SHAPES.values()])[0]
        _SHAPES[chosen][1](self, family)
        return family

    def person(self, family: Family, relation: str, ages: tuple[int, int], **but: Any) -> Person:
        """Add a person to a family; children and grandchildren bear the name of the first one."""
        male = but.pop("male", self.chance.random() < 0.5)
        born = self._birthday(ages, male=male)
        people, family_name = but.pop("named", None) or self._name(family)
        order = self._used[born, male] = self._used.get((born, male), -1) + 1
        person = Person(
            ref=f"M{len(family.people) + 1}",
            relation=relation,
            name=names.full_name(people, family_name, male=male, chance=self.chance),
            ethnicity=people.code,
            male=male,
            born=born,
            number=identities.identity_number(born, male=male, seed=self._seed, turn=order),
            **but,
        )
        family.people.append(person)
        return person

    def child(self, family: Family, named: Any, ages: tuple[int, int] = (1, 17), relation: str = "CHILD") -> Person:
        """Add a child at the school of his age."""
        child = self.person(family, relation, ages, named=named, labour="NONE")
        years = (self.today - child.born).days // 365
        child.student = next((school for least, school in reversed(_STUDIES) if years >= least), "NONE")
        child.duty = True if relation == "GRANDCHILD" else None
        return child

    def named(self, family: Family) -> tuple[names.People, str]:
        """Return a people and a family name to be shared."""
        return self._name(family)

    def _name(self, family: Family) -> tuple[names.People, str]:
        people = names.some_people(self.chance, family.county)
        return people, self.chance.choice(people.families)

    def _birthday(self, ages: tuple[int, int], *, male: bool) -> date:
        """Return a day of birth that still has a number left."""
        while True:
            days = self.chance.randint(ages[0] * 365 + ages[0] // 4 + 40, (ages[1] + 1) * 365 + ages[1] // 4 - 40)
            born = self.today - timedelta(days=days)
            if self._used.get((born, male), -1) < 4:
                return born


def _elder(maker: Maker, family: Family) -> None:
    """One old person alone (独居老人)."""
    maker.person(family, "SELF", (62, 84), labour="NONE")


def _old_couple(maker: Maker, family: Family) -> None:
    """Two old people."""
    maker.person(family, "SELF", (61, 80), male=True, labour="NONE")
    maker.person(family, "SPOUSE", (60, 79), male=False, labour="LOST")


def _couple(maker: Maker, family: Family) -> None:
    """A couple with one to three children."""
    named = maker.named(family)
    maker.person(family, "SELF", (28, 48), male=True, works=True, named=named)
    maker.person(family, "SPOUSE", (26, 47), male=False, works=maker.chance.random() < 0.4)
    for _ in range(maker.chance.choices((1, 2, 3), (45, 40, 15))[0]):
        maker.child(family, named)


def _one_parent(maker: Maker, family: Family) -> None:
    """A mother or father with one or two children."""
    named = maker.named(family)
    maker.person(family, "SELF", (27, 49), works=True, named=named)
    for _ in range(maker.chance.choices((1, 2), (70, 30))[0]):
        maker.child(family, named)


def _three_generations(maker: Maker, family: Family) -> None:
    """A couple with a parent or two and one to three children: four to seven people."""
    _couple(maker, family)
    maker.person(family, "PARENT", (63, 82), male=False, labour="LOST")
    if maker.chance.random() < 0.4:
        maker.person(family, "PARENT", (64, 83), male=True, labour="NONE")


def _grandparents(maker: Maker, family: Family) -> None:
    """Grandparents who bring up grandchildren, the parents being away."""
    named = maker.named(family)
    maker.person(family, "SELF", (55, 70), male=False, labour="PARTIAL", named=named)
    if maker.chance.random() < 0.5:
        maker.person(family, "SPOUSE", (56, 72), male=True, labour="LOST")
    for _ in range(maker.chance.choices((1, 2), (70, 30))[0]):
        maker.child(family, named, (5, 15), "GRANDCHILD")


def _disabled_adult(maker: Maker, family: Family) -> None:
    """Parents with a grown-up child who is disabled and cannot live alone."""
    named = maker.named(family)
    maker.person(family, "SELF", (52, 66), male=True, works=True, named=named)
    maker.person(family, "SPOUSE", (50, 65), male=False, labour="PARTIAL")
    kind, grade = maker.chance.choice((("INTELLECTUAL", 2), ("PHYSICAL", 1), ("MENTAL", 3), ("VISUAL", 2)))
    maker.person(family, "CHILD", (22, 36), named=named, labour="LOST", independent=False, disability=kind, grade=grade)


def _sick_member(maker: Maker, family: Family) -> None:
    """A couple with children, one of the two being seriously ill."""
    _couple(maker, family)
    family.people[1].works, family.people[1].labour, family.people[1].ill = False, "LOST", True


def _grown_children(maker: Maker, family: Family) -> None:
    """A couple with a bachelor student, who counts, and a grown-up or a master student elsewhere, who does not."""
    named = maker.named(family)
    maker.person(family, "SELF", (45, 56), male=True, works=True, named=named)
    maker.person(family, "SPOUSE", (44, 55), male=False, apart=maker.chance.random() < 0.3)
    maker.person(family, "CHILD", (19, 22), named=named, student="BACHELOR", apart=True)
    maker.person(family, "CHILD", (24, 27), named=named, student=maker.chance.choice(("MASTER", "NONE")), apart=True)


def _in_prison(maker: Maker, family: Family) -> None:
    """A mother with children whose husband is in prison and therefore not counted."""
    named = maker.named(family)
    maker.person(family, "SELF", (28, 46), male=False, works=True)
    maker.person(family, "SPOUSE", (29, 48), male=True, named=named, in_prison_since=date(2019, 6, 3))
    for _ in range(maker.chance.choices((1, 2), (60, 40))[0]):
        maker.child(family, named)


_SHAPES: Final[dict[str, tuple[int, Callable[[Maker, Family], None]]]] = {
    "elder": (16, _elder),
    "old couple": (13, _old_couple),
    "couple": (20, _couple),
    "one parent": (10, _one_parent),
    "three generations": (15, _three_generations),
    "grandparents": (7, _grandparents),
    "disabled adult": (8, _disabled_adult),
    "sick member": (5, _sick_member),
    "grown children": (4, _grown_children),
    "in prison": (2, _in_prison),
}
"""How many of a hundred families are of which shape."""
