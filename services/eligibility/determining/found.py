"""What a procedure found, read by name: rule texts of another time nest it otherwise and lack what came later."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from services.eligibility.engine.codes import AssistanceProgramme
from services.eligibility.engine.unknown import Split, Unknown
from services.eligibility.rules.book import Income


@dataclass(frozen=True, slots=True)
class Found:
    """A finding laid flat (``rules/book.Finding``); amounts in fen, months counted, 0 where there is none."""

    applies: bool
    qualifies: bool
    barred_by: int = 0
    amount: int = 0
    one_off: int = 0
    tops_up: int = 0
    start_month: int = 0
    end_month: int = 0
    valid_months: int = 0
    is_provisional: bool = False
    approval_level: int = 0
    review: int = 0
    income: Any = field(default=None, compare=False)

    @property
    def comes_to(self) -> tuple[int, ...]:
        """What has to agree between runs for a result to be settled: what is paid, and from when to when."""
        if not (self.applies and self.qualifies) or self.barred_by:
            return (self.barred_by, self.review, self.end_month)
        paid = (self.amount, self.one_off, self.tops_up, self.start_month, self.end_month, self.valid_months)
        return (*paid, self.approval_level, self.review)


_NAMES = {each.name for each in fields(Found)}


def found_of(finding: Any, *, is_decided: bool) -> Found:
    """Return what a procedure found; a value that hangs on an unknown fact splits the run."""
    values: dict[str, Any] = {"is_provisional": not is_decided, **dict(_leaves(finding))}
    if values.pop("barred", False):  # texts before the other programmes knew of one bar
        values["barred_by"] = int(AssistanceProgramme.TEKUN)
    return Found(**{name: value for name, value in values.items() if name in _NAMES})


def _leaves(finding: Any) -> Iterator[tuple[str, Any]]:
    """Return every value by its name; income stays as it is."""
    for name, value in finding._asdict().items():
        if name == "income":
            yield name, Income(*map(known, value))
        elif hasattr(value, "_asdict"):
            yield from _leaves(value)
        else:
            yield name, known(value)


def known(value: Any) -> Any:
    """Return a value, or split the run where it hangs on an unknown fact."""
    if type(value) is Unknown:
        raise Split(value)
    return value


def facts_met(finding: Any) -> frozenset[str]:
    """Return the unknown facts that a finding hangs on."""
    values = (each if isinstance(each, tuple) else (each,) for each in finding)
    nested = (part for value in values for part in value)
    return frozenset(part.fact for part in nested if type(part) is Unknown)
