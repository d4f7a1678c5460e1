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
    role: str
    is_applicant: bool
    """A villager who is the applicant himself, not another member of his household."""
    unauthorised_adults: int
    entrusted_to: str | None
    """The village agent whom the applicant's written entrustment names."""
    through_agent: bool
    missing_papers: frozenset[str]
    """Papers named in the one-time notice and not yet brought."""
    near_relative: bool
    complaint_open: bool
    visited: bool
    surveyors: frozenset[str]
    acted: Mapping[str, frozenset[str]]
    """Who took each action so far."""
    forward_from: date | None
    """First day on which a notice without objection goes on."""
    determination: str
    accepted_on: date | None
    decided_on: date | None = None
    delivered_on: date | None = None
    lines_refused: int = 0
    """What was applied for and not confirmed, once it is decided."""
