"""What the guards of an application may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ApplicationSituation:
    """An application as the guards see it on a day; no session, no names, no numbers."""

    today: date
    acts_for: str
    """The human who takes the step; four eyes compare this."""
    unauthorised_adults: int
    documents: frozenset[str]
    agent_without_entrustment: bool
    near_relative: bool
    complaint_open: bool
    visited: bool
    surveyors: frozenset[str]
    acted: Mapping[str, frozenset[str]]
    """Who took each action so far."""
    forward_from: date | None
    """First day on which a notice without objection goes on."""
    determination: str
    handed_in_on: date | None
    verification_started: bool
