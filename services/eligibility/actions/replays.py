"""Making a kept determination again from its own facts and what was known at the time (重演)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from services.eligibility import queries
from services.eligibility.actions.determinations import hash_of, parameters_for
from services.eligibility.actions.determine import determine
from services.eligibility.models import Determination
from shared.calendar import built_in
from shared.db import Session
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.replays import Difference, Ingredient, IngredientComparison, ReplayDetail, ReplayVerdict

_MOST_DIFFERENCES = 500
_ABSENT = object()


def replay(session: Session, determination_id: UUID, *, now: datetime) -> ReplayDetail:
    """Return whether the same facts, law and knowledge give the same answer today, and where they do not."""
    kept = queries.determination_by_id(session, determination_id)
    request = DeterminationRequest.model_validate(kept.request)
    resolved = parameters_for(session, request, known_at=kept.known_at)
    determined = determine(request, resolved)
    ingredients = [
        _compared(Ingredient.FACTS, kept.facts_hash, hash_of(kept.request)),
        _compared(Ingredient.PARAMETERS, kept.parameters_hash, resolved.hash),
        _compared(Ingredient.RULESET, kept.ruleset_hash, determined.ruleset.version),
        _compared(Ingredient.CALENDAR, kept.calendar_hash, built_in().hash),
    ]
    present = determined.answer.model_dump(mode="json")
    return _detail(kept, ingredients, list(islice(_differences(kept.answer, present, ""), _MOST_DIFFERENCES)), now)


def _detail(
    kept: Determination, ingredients: list[IngredientComparison], differences: list[Difference], now: datetime
) -> ReplayDetail:
    same = not differences and all(each.same for each in ingredients)
    return ReplayDetail(
        determination_id=kept.id,
        result=ReplayVerdict.IDENTICAL if same else ReplayVerdict.DIFFERS,
        ingredients=ingredients,
        differences=differences,
        replayed_at=now,
    )


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
