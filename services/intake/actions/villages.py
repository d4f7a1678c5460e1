"""What becomes of the villages of a township that is merged (村随乡镇并入): each goes on, and each keeps its own work."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from services.intake.errors import VillagesUnclear
from services.intake.models.reference import Division
from services.intake.queries import divisions as queries
from services.intake.queries import reference
from shared.db import Session
from shared.divisions import Succession, parent_of
from shared.errors import FieldError, RuleRefused
from shared.schemas.divisions import DivisionLevel, NewSuccession

_LEVEL_OF_LENGTH = {6: DivisionLevel.COUNTY, 9: DivisionLevel.TOWNSHIP, 12: DivisionLevel.VILLAGE}


def add_division(session: Session, code: str, *, name: str, kind: str, valid_from: date) -> Division:
    """Add a division to the tree."""
    level = _LEVEL_OF_LENGTH[len(code)].value
    division = Division(code=code, name=name, level=level, kind=kind, parent=parent_of(code), valid_from=valid_from)
    session.add(division)
    session.flush()
    return division


def taken_along(session: Session, township: Division, new: NewSuccession) -> list[Succession]:
    """Return what the villages of a merged township go over into, with the codes registered that are not there yet.

    A village that the caller does not name keeps the last three digits of its code, where these are free under the new
    township or already stand for this very village. Every village for which they do not is told at once. Clause 1.2-e.
    """
    villages = queries.villages_from(session, township.code, on=new.effective_on)
    already = [village.name for village in villages if village.successor is not None]
    if already:
        raise RuleRefused(f"所辖村（社区）已另行登记撤并：{'、'.join(already)}", rule="1.2-e", clause="1.2-e")
    _check_named(session, new, {village.code for village in villages})
    named = {move.from_code: move.to_code for move in new.villages}
    return _moves(session, villages, into=new.successor, on=new.effective_on, named=named)


def _moves(
    session: Session, villages: Sequence[Division], *, into: str, on: date, named: Mapping[str, str]
) -> list[Succession]:
    moves: list[Succession] = []
    fresh: list[Division] = []
    unclear: list[Division] = []
    for village in sorted(villages, key=lambda village: (village.code not in named, village.code)):
        to_code = named.get(village.code) or into + village.code[-3:]
        target = queries.division_or_none(session, to_code)
        if target is None:
            fresh.append(add_division(session, to_code, name=village.name, kind=village.kind, valid_from=on))
        elif village.code not in named and not _is_same(session, target, village, on=on):
            unclear.append(village)
        moves.append(Succession(village.code, to_code, on))
    if unclear:
        raise VillagesUnclear([f"{village.name}（{village.code}）" for village in unclear])
    return [*moves, *_moves_onward(session, fresh, of=reference.division_by_code(session, into))]


def _moves_onward(session: Session, fresh: Sequence[Division], *, of: Division) -> list[Succession]:
    """Take new villages along once more where their township is itself to be merged on a later day."""
    if not fresh or of.successor is None or of.valid_to is None:
        return []
    return _moves(session, fresh, into=of.successor, on=of.valid_to + timedelta(days=1), named={})


def _is_same(session: Session, target: Division, village: Division, *, on: date) -> bool:
    """Tell whether a code stands for this very village, registered beforehand."""
    return (target.name, target.kind) == (village.name, village.kind) and reference.division_is_in_use(
        session, target.code, on=on
    )


def _check_named(session: Session, new: NewSuccession, villages: set[str]) -> None:
    """Raise for every named village that is not one of the township, or whose code is not one of the new township."""
    errors: list[FieldError] = []
    targets = [move.to_code for move in new.villages]
    for position, move in enumerate(new.villages):
        here = f"/villages/{position}"
        if move.from_code not in villages or [m.from_code for m in new.villages].count(move.from_code) > 1:
            errors.append(FieldError(f"{here}/from", "division", "应为被撤并乡镇在用的村（社区），且只出现一次"))
        known = queries.division_or_none(session, move.to_code)
        if len(move.to_code) != 12 or not move.to_code.startswith(new.successor):
            errors.append(FieldError(f"{here}/to", "division", "应为撤并后乡镇的村（社区）代码"))
        elif known is None and targets.count(move.to_code) > 1:
            errors.append(FieldError(f"{here}/to", "division", "多村合并时，应先登记新设的村（社区）"))
        elif known is not None and not reference.division_is_in_use(session, known.code, on=new.effective_on):
            errors.append(FieldError(f"{here}/to", "division", "该村（社区）在生效日尚未启用或者已经撤并"))
    if errors:
        raise VillagesUnclear([], errors=tuple(errors))
