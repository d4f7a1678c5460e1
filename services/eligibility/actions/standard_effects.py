"""Asking kept questions again under another standard: what it would give, and what it should have given.

Every question is put to the same rules as a determination is, once with the values that held before and once with those
of the standard; nothing else differs between the two, so the difference is the standard's alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.eligibility.determining.answers import determine
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.errors import ImpossibleFacts
from services.eligibility.models import Determination
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import DeterminationRequest

Unit = tuple[Programme, str | None]
"""A programme, and the person it is for; None for the household."""

Amounts = dict[Unit, "Given"]
Parameters = Callable[[str, date], ParameterSet]
"""The parameters of a county on a day."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one programme gives: whether at all, and how much a month."""

    eligible: bool
    amount: int


def asked_again(kept: Determination, programmes: list[Programme]) -> DeterminationRequest | None:
    """Return the kept question about these programmes; None when it no longer reads as one or asks for none of them."""
    try:
        request = DeterminationRequest.model_validate(kept.request)
    except ValidationError:
        return None
    asked = [each for each in programmes if each in (request.programmes or RECIPES)]
    return request.model_copy(update={"programmes": asked})


def amounts(request: DeterminationRequest, parameters: Parameters, *, on: date) -> Amounts | None:
    """Return what each unit gets by the parameters of a day, facts being as they were; None if they cannot be asked of it."""
    asked = request.model_copy(update={"as_of": max(on, request.as_of)})
    try:
        results = determine(asked, parameters(request.facts.division[:6], on)).answer.results
    except ImpossibleFacts:
        return None
    return {(each.programme, each.unit.person): _given(each.outcome, each.monthly_amount) for each in results}


def _given(outcome: Outcome, amount: int | None) -> Given:
    eligible = outcome is Outcome.ELIGIBLE
    return Given(eligible, (amount or 0) if eligible else 0)


def starts(kept: Determination) -> dict[tuple[str, str | None], str]:
    """Return from which month each unit was granted, as the kept answer has it: ``"2022-01"``."""
    results: list[dict[str, Any]] = kept.answer["results"]
    return {
        (each["programme"], each["unit"]["person"]): each["start_month"]
        for each in results
        if each["outcome"] == Outcome.ELIGIBLE.value and each["start_month"]
    }
