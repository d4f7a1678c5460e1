"""Making a kept determination again: its own facts, what was known at the time, the rule text of the time (重演)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from services.eligibility import queries
from services.eligibility.actions.determinations import hash_of, parameters_for
from services.eligibility.actions.kept_answers import unpacked
from services.eligibility.determining.answers import Determined, determine
from services.eligibility.determining.recipes import RECIPES
from services.eligibility.engine.book import BookError
from services.eligibility.engine.parameters import ParameterSet, canonical
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.models import Determination
from shared.calendar import built_in
from shared.db import Session
from shared.schemas.determination_codes import Programme
from shared.schemas.determinations import DeterminationAnswer, DeterminationRequest
from shared.schemas.replays import (
    Difference,
    Ingredient,
    IngredientComparison,
    ReplayDetail,
    ReplayVerdict,
    StepDifference,
)

_MOST_DIFFERENCES = 500
_WORDS = {"sentence", "title", "warnings"}
"""What is said of a decision and decides nothing: a label put right or a warning added later makes no other decision."""
_QUESTION_UNREADABLE = "当时保存的事实已不符合现行格式，不能读取"
_RULES_UNREADABLE = "当时保存的规则正文不能读取或不能运行，只能按现行规则比较"
_ABSENT = object()
_REPRODUCED = {Ingredient.FACTS, Ingredient.PARAMETERS}
"""What must be unchanged for a determination to be the same one; newer rules or calendars do not touch an old answer."""


def replay(session: Session, determination_id: UUID, *, now: datetime) -> ReplayDetail:
    """Return whether facts, knowledge and rules of the time give the same answer again, and where they do not.

    Where the rules have changed since, it is also said how the answer would differ under the present ones.
    """
    return replay_of(session, queries.determination_by_id(session, determination_id), now=now)


def replay_of(session: Session, kept: Determination, *, now: datetime) -> ReplayDetail:
    """Return the same of a kept determination that is at hand."""
    facts = _compared(Ingredient.FACTS, kept.facts_hash, hash_of(kept.request))
    try:
        request = DeterminationRequest.model_validate(kept.request)
    except ValidationError:
        return _detail(kept, [facts], _Outcome(unreadable_because=_QUESTION_UNREADABLE), now=now)
    resolved = parameters_for(session, request, known_at=kept.known_at)
    present = determine(request, resolved)
    ingredients = [
        facts,
        _compared(Ingredient.PARAMETERS, kept.parameters_hash, resolved.hash),
        _compared(Ingredient.RULESET, kept.ruleset_hash, present.ruleset.version),
        _compared(Ingredient.CALENDAR, kept.calendar_hash, built_in().hash),
    ]
    again: Determined | None = present
    if kept.ruleset_hash != present.ruleset.version:
        again = _by_rules_of_the_time(session, kept, request, resolved)
    return _detail(kept, ingredients, _outcome(kept, again, present), now=now)


def _by_rules_of_the_time(
    session: Session, kept: Determination, request: DeterminationRequest, resolved: ParameterSet
) -> Determined | None:
    """Return the answer under the rule set that was kept, or None if it does not read as one or cannot be run."""
    version = queries.ruleset_by_hash(session, kept.ruleset_hash)
    try:
        ruleset = _stored(version.text, canonical(version.rules))
        if ruleset.version != kept.ruleset_hash or not _has_what_is_asked_for(ruleset):
            return None  # somebody wrote in the table
        return determine(request, resolved, ruleset)
    except (BookError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None  # its text runs on records of its own time, which may have had another shape


@lru_cache(maxsize=8)
def _stored(text: str, described: bytes) -> Ruleset:
    """Return the rule set that a kept text is; the determinations of a database ran few of them."""
    return Ruleset.stored(text, json.loads(described))


def _has_what_is_asked_for(ruleset: Ruleset) -> bool:
    """Tell whether a rule set has what a run asks for by name; a programme unknown by now is a ValueError or KeyError."""
    asked = [RECIPES[Programme(programme)] for programme in ruleset.programmes]
    names = {name for recipe in asked for name in (recipe.procedure, recipe.opened_by, recipe.decided_by)}
    return names <= ruleset.rules.keys() | ruleset.procedures.keys()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came out: where substance differs, where only words do, and how the present rules would differ."""

    differences: list[Difference] = field(default_factory=list)
    caused_by: StepDifference | None = None
    wording: list[Difference] = field(default_factory=list)
    under_present_rules: list[Difference] = field(default_factory=list)
    changed_by: StepDifference | None = None
    unreadable_because: str | None = None


def _outcome(kept: Determination, again: Determined | None, present: Determined) -> _Outcome:
    under_present_rules, _ = _between(kept, present)
    changed_by = first_step(kept.trace, present)
    if again is None:
        unreadable = _RULES_UNREADABLE
        return _Outcome(under_present_rules=under_present_rules, changed_by=changed_by, unreadable_because=unreadable)
    differences, wording = _between(kept, again)
    calls = list(_differences(kept.trace, again.trace, "/trace"))
    caused_by = first_step(kept.trace, again)
    return _Outcome([*differences, *calls][:_MOST_DIFFERENCES], caused_by, wording, under_present_rules, changed_by)


def first_step(trace: list[Any], determined: Determined) -> StepDifference | None:
    """Return the first step that a kept trace and a determination made again do not share, or None (首个不同步骤)."""
    for place, (kept, made) in enumerate(zip_longest(trace, determined.trace)):
        unit = kept or made
        calls = zip_longest((kept or {}).get("calls", ()), (made or {}).get("calls", ()))
        for step, (stored, present) in enumerate(calls):
            if stored != present:
                name = (stored or present)[0]
                rule = determined.ruleset.rules.get(name)
                return StepDifference(
                    pointer=f"/trace/{place}/calls/{step}",
                    programme=Programme(unit["programme"]),
                    person=unit["person"],
                    rule=rule.id if rule else "",
                    name=name,
                    stored=stored,
                    present=present,
                )
    return None


def _detail(
    kept: Determination, ingredients: list[IngredientComparison], outcome: _Outcome, *, now: datetime
) -> ReplayDetail:
    return ReplayDetail(
        determination_id=kept.id,
        result=_verdict(ingredients, outcome),
        unreadable_because=outcome.unreadable_because,
        ingredients=ingredients,
        differences=outcome.differences,
        caused_by=outcome.caused_by,
        wording=outcome.wording,
        under_present_rules=outcome.under_present_rules,
        changed_by=outcome.changed_by,
        replayed_at=now,
    )


def _verdict(ingredients: list[IngredientComparison], outcome: _Outcome) -> ReplayVerdict:
    if outcome.unreadable_because is not None:
        return ReplayVerdict.UNREADABLE
    unchanged = all(each.same for each in ingredients if each.ingredient in _REPRODUCED)
    return ReplayVerdict.IDENTICAL if unchanged and not outcome.differences else ReplayVerdict.DIFFERS


def _between(kept: Determination, determined: Determined) -> tuple[list[Difference], list[Difference]]:
    """Return where decision, amounts and steps differ, and apart from these where only words do."""
    found = list(_differences(_as_now(kept.answer), determined.answer.model_dump(mode="json"), ""))
    words = [each for each in found if _WORDS & {*each.pointer.split("/")}]
    substance = [each for each in found if not _WORDS & {*each.pointer.split("/")}]
    return substance[:_MOST_DIFFERENCES], words[:_MOST_DIFFERENCES]


def _as_now(answer: dict[str, Any]) -> dict[str, Any]:
    """Return a kept answer with what its schema has gained since; one that fits no more is compared as it is."""
    kept = unpacked(answer)
    try:
        return DeterminationAnswer.model_validate(kept).model_dump(mode="json")
    except ValidationError:
        return kept


def _compared(ingredient: Ingredient, stored: str, present: str) -> IngredientComparison:
    return IngredientComparison(ingredient=ingredient, stored_hash=stored, present_hash=present, same=stored == present)


def _differences(stored: Any, present: Any, at: str) -> Iterator[Difference]:
    """Yield every place where two answers differ, as deep down as it can be told."""
    if isinstance(stored, dict) and isinstance(present, dict):
        for name in sorted(stored.keys() | present.keys()):
            yield from _differences(stored.get(name, _ABSENT), present.get(name, _ABSENT), f"{at}/{name}")
    elif isinstance(stored, list) and isinstance(present, list):
        for place in range(max(len(stored), len(present))):
            yield from _differences(_item(stored, place), _item(present, place), f"{at}/{place}")
    elif stored != present:
        yield Difference(pointer=at, stored=_shown(stored), present=_shown(present))


def _item(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else _ABSENT


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value
