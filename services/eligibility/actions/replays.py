"""Making a kept determination again: its own facts, what was known at the time, the rule text of the time (重演)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.determinations import hash_of, parameters_for
from services.eligibility.actions.determine import Determined, determine
from services.eligibility.actions.determine_runs import RECIPES
from services.eligibility.engine.book import BookError
from services.eligibility.engine.ruleset import Ruleset
from services.eligibility.models import Determination
from shared.calendar import built_in
from shared.db import Session
from shared.schemas.determination_codes import Programme
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.replays import Difference, Ingredient, IngredientComparison, ReplayDetail, ReplayVerdict

_MOST_DIFFERENCES = 500
_ABSENT = object()
_REPRODUCED = {Ingredient.FACTS, Ingredient.PARAMETERS}
"""What must be unchanged for a determination to be the same one; newer rules or calendars do not touch an old answer."""


def replay(session: Session, determination_id: UUID, *, now: datetime) -> ReplayDetail:
    """Return whether facts, knowledge and rules of the time give the same answer again, and where they do not.

    Where the rules have changed since, it is also said how the answer would differ under the present ones.
    """
    kept = queries.determination_by_id(session, determination_id)
    request = DeterminationRequest.model_validate(kept.request)
    resolved = parameters_for(session, request, known_at=kept.known_at)
    present = determine(request, resolved)
    ingredients = [
        _compared(Ingredient.FACTS, kept.facts_hash, hash_of(kept.request)),
        _compared(Ingredient.PARAMETERS, kept.parameters_hash, resolved.hash),
        _compared(Ingredient.RULESET, kept.ruleset_hash, present.ruleset.version),
        _compared(Ingredient.CALENDAR, kept.calendar_hash, built_in().hash),
    ]
    again = present
    if kept.ruleset_hash != present.ruleset.version and (stored := _ruleset_of(session, kept)):
        again = determine(request, resolved, stored)
    return _detail(kept, ingredients, again=again, present=present, now=now)


def _ruleset_of(session: Session, kept: Determination) -> Ruleset | None:
    """Return the rule set that was kept, if it still reads as one and has what a run asks for by name."""
    version = queries.ruleset_by_hash(session, kept.ruleset_hash)
    try:
        ruleset = Ruleset.stored(version.text, version.rules)
    except BookError:
        return None  # somebody wrote in the table; the verdict will say that it differs
    asked = [RECIPES[Programme(programme)] for programme in ruleset.programmes]
    names = {name for recipe in asked for name in (recipe.procedure, recipe.opened_by, recipe.decided_by)}
    return ruleset if names <= ruleset.rules.keys() | ruleset.procedures.keys() else None


def _detail(
    kept: Determination,
    ingredients: list[IngredientComparison],
    *,
    again: Determined,
    present: Determined,
    now: datetime,
) -> ReplayDetail:
    differences = _between(kept, again)
    own_rules = again.ruleset.version == kept.ruleset_hash
    unchanged = all(each.same for each in ingredients if each.ingredient in _REPRODUCED)
    same = own_rules and unchanged and not differences
    return ReplayDetail(
        determination_id=kept.id,
        result=ReplayVerdict.IDENTICAL if same else ReplayVerdict.DIFFERS,
        ingredients=ingredients,
        differences=differences,
        under_present_rules=_between(kept, present),
        replayed_at=now,
    )


def _between(kept: Determination, determined: Determined) -> list[Difference]:
    present = determined.answer.model_dump(mode="json")
    return list(islice(_differences(kept.answer, present, ""), _MOST_DIFFERENCES))


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
