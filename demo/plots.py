"""Who the two hundred families are and what happens to each: the plot of the month."""

import copy
from dataclasses import dataclass
from random import Random
from typing import Final

from demo import means, turns
from demo.case import Case
from demo.families import Maker
from demo.means import Means
from demo.month import Month
from demo.stretches import Script, hand_in

TOWNSHIPS: Final = ("510411101", "510421204")
"""平地镇 of 仁和区, where the month is played, and 新山傈僳族乡 of 米易县, whose officers must not see it."""

_IN_SECOND_TOWNSHIP: Final = 4
"""Every fourth family lives in the second township."""

_DIBAO: Final = ("DIBAO",)
_BOTH: Final = ("DIBAO", "MARGINAL")
_ALL: Final = ("DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON")
_SINGLE: Final = ("DIBAO_SINGLE_PERSON",)


@dataclass(frozen=True, slots=True)
class Plot:
    """How many families of one kind go one way: handed in one by one, and by ledger."""

    way: str
    by_api: int
    by_ledger: int = 0
    means: Means = means.POOR
    programmes: tuple[str, ...] = _DIBAO
    shape: str | None = None
    again: int = 0
    """How many of them apply again afterwards."""


PLOTS: Final = (
    Plot("straight", 24, 59),
    Plot("supplement", 7, 6),
    Plot("near_relative", 2, 3),
    Plot("complaint", 2, 2),
    Plot("difficult", 1, 1),
    Plot("corrected", 2, 2),
    Plot("recheck_fits", 3, 2),
    Plot("appraisal", 2, 1),
    Plot("resurvey", 2, 1),
    Plot("straight", 9, 10, means.MARGINAL, _BOTH),
    Plot("straight", 4, 4, means.MARGINAL, _ALL, "disabled adult"),
    Plot("straight", 3, 2, means.MARGINAL, _ALL, "sick member"),
    Plot("straight", 4, 3, means.OVER_THE_LINE),
    Plot("straight", 1, 0, means.ON_THE_LINE, shape="couple"),
    Plot("straight", 3, 1, means.OVER_TWICE_THE_LINE, _BOTH),
    Plot("straight", 1, 0, means.ON_TWICE_THE_LINE, _BOTH, "one parent"),
    Plot("straight", 2, 1, means.SAVER),
    Plot("straight", 1, 1, means.DRIVER),
    Plot("straight", 1, 0, means.LANDLORD),
    Plot("straight", 3, 0, means.MARGINAL, _SINGLE, "couple"),
    Plot("no_objection", 2, 1, again=1),
    Plot("recheck_fails", 2),
    Plot("concealed", 3),
    Plot("died", 1, shape="elder"),
    Plot("withdrawn_as_draft", 1),
    Plot("withdrawn_when_papers_are_asked", 1, again=1),
    Plot("withdrawn_during_survey", 2, again=1),
    Plot("withdrawn_during_notice", 2),
    Plot("uncooperative", 2, again=1),
    Plot("moved_away", 1),
    Plot("twins", 3),
)
"""Two hundred families; each of the three twins is two, in two counties, that share an old mother."""

_CHANNELS: Final = {"WINDOW": 40, "ONLINE": 20, "VILLAGE_AGENT": 25, "ACTIVE_DISCOVERY": 15}

Villages = dict[str, list[tuple[str, str]]]
"""Code and name of the villages of each township."""


def cast(maker: Maker, month: Month, villages: Villages) -> list[Case]:
    """Return every case of the month with its diary; those that apply again stand behind the first ones."""
    first: list[Case] = []
    again: list[Case] = []
    for plot in PLOTS:
        if plot.way == "twins":
            first += [case for _ in range(plot.by_api) for case in _twins(maker, month, villages, len(first))]
            continue
        for order in range(plot.by_api + plot.by_ledger):
            ledger = order >= plot.by_api
            case = _case(maker, month, villages, plot, number=len(first) + 1, ledger=ledger)
            first.append(case)
            _write(case, month, maker.chance, start=0 if order < plot.again else None)
            if order < plot.again:
                again.append(_again(case, month, number=1000 + len(again)))
    return first + again


def _case(maker: Maker, month: Month, villages: Villages, plot: Plot, *, number: int, ledger: bool) -> Case:
    township = TOWNSHIPS[number % _IN_SECOND_TOWNSHIP == 0]
    family = maker.family(*maker.chance.choice(villages[township]), shape=plot.shape)
    means.settle(family, plot.means, maker.chance, on=month.days[-1], ledger=ledger)
    channel = "IMPORT" if ledger else maker.chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0]
    return Case(number, family, plot.programmes, plot.way, channel)


def _write(case: Case, month: Month, chance: Random, start: int | None = None) -> None:
    """Write the diary; it begins on one of the first days and must end with the month."""
    if start is None:
        turns.WAYS[case.plot](Script(case, month, 0))
        spare = len(month.days) - 1 - max(case.days)
        case.days.clear()
        start = chance.randint(0, max(0, min(spare, 7)))
    turns.WAYS[case.plot](Script(case, month, start))


def _again(old: Case, month: Month, *, number: int) -> Case:
    """Return the case by which a family applies again, online and by itself, earning less than before."""
    family = copy.deepcopy(old.family)
    for person in family.people:
        person.wages -= person.wages // 5
        person.work_costs = min(person.work_costs, person.wages)
        person.insurance = min(person.insurance, person.wages)
    case = Case(number, family, old.programmes, "straight", "ONLINE", previous=old)
    turns.straight(Script(case, month, max(old.days) + 1))
    return case


def _twins(maker: Maker, month: Month, villages: Villages, made: int) -> list[Case]:
    """Return two families of two counties that both count the same old mother; the first one is decided first."""
    cases = []
    mother = None
    for order, township in enumerate(TOWNSHIPS):
        family = maker.family(*maker.chance.choice(villages[township]), shape="couple")
        mother = mother or maker.person(family, "PARENT", (66, 80), male=False, labour="LOST")
        if order:
            mother = copy.copy(mother)
            mother.ref = f"M{len(family.people) + 1}"
            family.people.append(mother)
        means.settle(family, means.POOR, maker.chance, on=month.days[-1], ledger=False)
        case = Case(made + order + 1, family, _DIBAO, "straight", "WINDOW", twin=bool(order))
        turns.straight(Script(case, month, order * 4))
        cases.append(case)
    return cases


def apply_after_stop(old: Case, *, number: int) -> Case:
    """Return the case by which a family whose benefit was stopped applies again (L28); it stays with the township."""
    case = Case(number, copy.deepcopy(old.family), old.programmes, "after stop", "ONLINE", previous=old)
    script = Script(case, Month((), ""), 0)
    hand_in(script)
    return case
