"""Which life cycle a new application begins with, and which one an old one keeps."""

from datetime import date
from typing import Any

from services.intake.lifecycles import benefit_2021, dibao_2021, payment_batch
from shared.lifecycle import Lifecycle

_APPLICATIONS = (dibao_2021.LIFECYCLE,)
_ALL: dict[str, Lifecycle[Any]] = {
    lifecycle.name: lifecycle for lifecycle in (*_APPLICATIONS, benefit_2021.LIFECYCLE, payment_batch.LIFECYCLE)
}


def for_new_application(on: date) -> Lifecycle[Any]:
    """Return the newest life cycle of applications that is in force on the day."""
    return max((found for found in _APPLICATIONS if found.since <= on), key=lambda found: found.since)


def by_name(name: str) -> Lifecycle[Any]:
    """Return a life cycle by the name that things keep."""
    return _ALL[name]
