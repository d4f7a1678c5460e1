"""What the indicators make of everything told about one thing (预警指标). Clause 3.2-k."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.alerts.policy.definitions import LEVELS, Indicator
from services.alerts.rules.told import Told
from shared.schemas.alert_codes import AlertLevel, AssigneeRole


@dataclass(frozen=True, slots=True)
class Signal:
    """One event as an indicator reads it: it raises to a level, or with none it says that the cause has ceased."""

    told: Told
    level: AlertLevel | None

    @property
    def facts(self) -> dict[str, Any]:
        """What the evidence keeps of it."""
        kept = ("limit", "started_on", "due_on", "next_review_on", "programme", "state")
        return {name: self.told.data[name] for name in kept if self.told.data.get(name) is not None}


@dataclass(frozen=True, slots=True)
class CalledFor:
    """Everything that falls under one dedupe key: one alert."""

    indicator: Indicator
    dedupe_key: str
    household_id: UUID | None
    subject_id: UUID
    signals: tuple[Signal, ...]

    @property
    def raising(self) -> tuple[Signal, ...]:
        """The signals that raise it."""
        return tuple(signal for signal in self.signals if signal.level is not None)

    @property
    def is_settled(self) -> bool:
        """Whether the last word is that the cause has ceased."""
        return self.signals[-1].level is None

    @property
    def audience(self) -> AssigneeRole:
        """Whose it is: that of the time limit it is about, else that of the indicator."""
        limit = self.signals[0].told.data.get("limit", "")
        return self.indicator.audience_by_limit.get(limit, self.indicator.audience)


def warnings_of(history: Sequence[Told], indicators_on: Callable[[date], Sequence[Indicator]]) -> list[CalledFor]:
    """The alerts that a history calls for, each with its signals in the order in which things happened.

    What settles an indicator settles all that this thing has raised of it so far.
    """
    found: dict[str, tuple[Indicator, list[Signal]]] = {}
    for told in history:
        for indicator in indicators_on(told.day):
            level = _level(indicator, told)
            if level is not None:
                found.setdefault(dedupe_key(indicator, told), (indicator, []))[1].append(Signal(told, level))
            elif told.short_type in indicator.settled_by:
                for raised, signals in found.values():
                    if raised.key == indicator.key and signals[-1].level is not None:
                        signals.append(Signal(told, None))
    return [_warning(key, indicator, signals) for key, (indicator, signals) in found.items()]


def dedupe_key(indicator: Indicator, told: Told) -> str:
    """The key under which alerts are one: indicator, household, and the period it is about. Clause 3.2-k."""
    period = [str(told.data.get(name)) for name in indicator.bucket]
    return ":".join([indicator.key, str(told.data.get("household_id")), *period])


def highest(levels: Sequence[AlertLevel]) -> AlertLevel:
    """The most urgent of several levels."""
    return max(levels, key=LEVELS.index)


def is_higher(level: AlertLevel, than: AlertLevel) -> bool:
    """Whether a level is more urgent than another; a level only ever rises while an alert is open. Clause 3.2-k."""
    return LEVELS.index(level) > LEVELS.index(than)


def _level(indicator: Indicator, told: Told) -> AlertLevel | None:
    if indicator.mode != "ACTIVE" or not indicator.is_about(told.data.get("limit")):
        return None
    return next((raising.level for raising in indicator.raised_by if raising.event == told.short_type), None)


def _warning(key: str, indicator: Indicator, signals: Sequence[Signal]) -> CalledFor:
    data = signals[0].told.data
    household = data.get("household_id")
    subject = data[f"{indicator.subject.value.lower()}_id"]
    return CalledFor(indicator, key, UUID(household) if household else None, UUID(subject), tuple(signals))
