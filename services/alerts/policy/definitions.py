"""Reading the indicators and time limits (指标定义), each checked against its form."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from shared.schemas.alert_codes import AlertLevel, AlertSubject, AssigneeRole

LEVELS: Final = tuple(AlertLevel)
"""From the least urgent to the most."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    clause: str
    evidence: str
    valid_from: date
    valid_to: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the row holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Raising(BaseModel):
    """An event that raises an indicator, and how urgent it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str
    level: AlertLevel


class Indicator(_Row):
    """One indicator (指标) in one version."""

    title: str
    mode: Literal["ACTIVE", "OFF"]
    subject: AlertSubject
    bucket: tuple[str, ...]
    """Which facts of the event make the period of the dedupe key, beside indicator and household."""
    limits: tuple[str, ...] = ()
    """The time limits it is about; none named, all but those of ``limits_other_than``."""
    limits_other_than: tuple[str, ...] = ()
    raised_by: tuple[Raising, ...]
    settled_by: tuple[str, ...] = ()
    closed_by_hand_from: AlertLevel
    """From this level on a person closes it even when its cause has ceased."""
    audience: AssigneeRole
    audience_by_limit: dict[str, AssigneeRole] = {}

    def is_about(self, limit: str | None) -> bool:
        """Whether it looks at this limit, or at events that name none."""
        return limit not in self.limits_other_than and (not self.limits or limit in self.limits)


class Allowance(BaseModel):
    """How much time a step has: hours, or working days of which the first is not counted (D-12)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: int | None = None
    working_days: int | None = None

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> Self:
        if (self.hours is None) == (self.working_days is None):
            raise ValueError("hours or working_days")
        return self


class Deadline(_Row):
    """How long a step may take, by level (6.4)."""

    step: Literal["ASSIGN", "VERIFY"]
    RED: Allowance
    ORANGE: Allowance
    YELLOW: Allowance
    BLUE: Allowance

    def of(self, level: AlertLevel) -> Allowance:
        """Return the time a level has."""
        found: Allowance = getattr(self, level.value)
        return found


class Book(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    status: str
    indicator: tuple[Indicator, ...]
    deadline: tuple[Deadline, ...]


@cache
def book() -> Book:
    """Return the indicators and time limits that are delivered."""
    return Book.model_validate(tomllib.loads(files(__package__).joinpath("indicators.toml").read_text("utf-8")))


def indicators(on: date) -> Sequence[Indicator]:
    """Return the version of each indicator that is in force on a day."""
    return [row for row in book().indicator if row.is_in_force(on)]


def indicator(key: str, on: date) -> Indicator:
    """Return an indicator as it stood on a day."""
    return next(row for row in indicators(on) if row.key == key)


def deadline(step: str, on: date) -> Deadline | None:
    """Return how long a step may take, by the row in force on a day; None where there is none."""
    return next((row for row in book().deadline if row.step == step and row.is_in_force(on)), None)
