"""Making every kept determination of a database again, a handful at a time (全库重演)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.replays import replay_of
from shared.db import SessionFactory, everywhere
from shared.schemas.replays import ReplayDetail, ReplayVerdict, StepDifference

_AT_A_TIME = 100
"""A kept determination is some ten kilobytes, so that a handful takes a megabyte, however many there are."""
_SHOWN = 3
"""Differences told of one determination; ``POST /v1/determinations/{id}/replays`` tells all."""

Write = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many came out how, and how many the present rules would answer otherwise."""

    verdicts: Counter[ReplayVerdict]
    changed_by: Counter[str]
    """By rule: determinations that come out otherwise under the present rules, by the first step that is another."""

    @property
    def all_reproduced(self) -> bool:
        """Whether every determination came out as it was kept."""
        return not (self.verdicts[ReplayVerdict.DIFFERS] or self.verdicts[ReplayVerdict.UNREADABLE])


def replay_all(factory: SessionFactory, *, now: datetime, write: Write) -> Tally:
    """Replay every determination of every place; ``write`` is given a line for each that differs, and the sum.

    Only what lies in one handful is held. A determination that is made meanwhile is replayed too.
    """
    tally = Tally(Counter(), Counter())
    for replayed in _replays(factory, now=now):
        tally.verdicts[replayed.result] += 1
        if replayed.under_present_rules and replayed.result is not ReplayVerdict.DIFFERS:
            tally.changed_by[_rule(replayed.changed_by)] += 1
        for line in _lines(replayed):
            write(line)
    write(_sum(tally))
    for rule, count in tally.changed_by.most_common():
        write(f"按现行规则结果不同：{count} 件，自规则 {rule} 起")
    return tally


def _replays(factory: SessionFactory, *, now: datetime) -> Iterator[ReplayDetail]:
    last: UUID | None = None
    while True:
        with everywhere(factory) as session:
            handful = queries.determinations_after(session, last, limit=_AT_A_TIME)
            yield from [replay_of(session, kept, now=now) for kept in handful]
        if len(handful) < _AT_A_TIME:
            return
        last = handful[-1].id


def _lines(replayed: ReplayDetail) -> Iterator[str]:
    """Yield what is said of a determination that did not come out as it was kept."""
    if replayed.result is ReplayVerdict.IDENTICAL:
        return
    yield f"{replayed.determination_id} {replayed.result.value} {replayed.unreadable_because or ''}".rstrip()
    changed = [each.ingredient.zh for each in replayed.ingredients if not each.same]
    if changed:
        yield f"  依据不同：{'、'.join(changed)}"
    if replayed.caused_by is not None:
        yield f"  自规则 {_rule(replayed.caused_by)} 起：{replayed.caused_by.stored} → {replayed.caused_by.present}"
    for each in islice(replayed.differences, _SHOWN):
        yield f"  {each.pointer}：{each.stored} → {each.present}"


def _rule(step: StepDifference | None) -> str:
    """Return the name of the rule a difference begins with; where all steps are alike, only the outcome was written over."""
    return f"{step.rule} {step.name}".strip() if step else "（各步相同）"


def _sum(tally: Tally) -> str:
    counts = "，".join(f"{verdict.zh} {tally.verdicts[verdict]}" for verdict in ReplayVerdict)
    return f"重演 {tally.verdicts.total()} 件：{counts}"
