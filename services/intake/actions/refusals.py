"""Refused lines (不予确认事项): what was applied for and is not granted, each with the reasons that bear it out (LB-17)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from services.intake.actions.claims import Look, concerned, look_at, standing_claim
from services.intake.models.applications import Application, DecisionLine
from services.intake.rules.refusals import FOUND_BY_A_PERSON, Grounds, supports
from shared.db import Session
from shared.errors import FieldError, RuleRefused
from shared.identity import Caller
from shared.schemas.application_changes import ConfirmedLine, RefusedLine
from shared.schemas.codes import RefusalCode
from shared.schemas.determination_codes import Outcome, Programme
from shared.schemas.determinations import ProgrammeResult, RefusalReason

Unit = tuple[str, str | None]
"""A programme, for the household or for the person with this reference."""

_FOR_PERSONS = Programme.DIBAO_SINGLE_PERSON
_TELLS_WHY = {Outcome.NOT_ELIGIBLE, Outcome.NOT_APPLICABLE, Outcome.EXCLUDED}

_UNPROVEN = "该理由没有依据：当日认定测算中没有相应的未通过规则，或者没有相应的核对结论、在享待遇"
_NO_REASON = "测算符合条件或者不能确定，没有写明有依据的不予确认理由"
_NOT_APPLIED_FOR = "没有申请该事项，或者没有该编号的家庭成员"
_NOT_NAMED = "有家庭成员符合单人户条件，请写明对哪些成员确认或者不予确认"
_NO_NOTE = "经办人员查明的情况，请在说明中写明"


def unit_of(line: ConfirmedLine) -> Unit:
    """Return the unit a line of the request speaks of."""
    return (line.programme.value, line.person_ref)


@dataclass(frozen=True, slots=True)
class Deciding:
    """An application on the day it is decided, with what is known against it."""

    session: Session
    application: Application
    caller: Caller
    now: datetime
    note: str | None
    results: Mapping[Unit, ProgrammeResult]
    verification_failed: bool
    review_months: Mapping[str, int]
    """The intervals of review in force, by class."""
    looks: list[Look] = field(default_factory=list)
    """What the caller was told of benefits elsewhere on the way; written down whatever comes of it."""


def lines_left_out(case: Deciding, confirmed: Collection[Unit], named: Sequence[RefusedLine]) -> list[DecisionLine]:
    """Return the refused lines beside confirmed ones.

    What the rules refuse carries their reasons; what they do not refuse needs a reason of the officer. A single
    person has applied when a line names him (SP-07).
    """
    own = _own(case, named, "/refused")
    _require_named(case, {*confirmed, *own}, "/lines")
    left = [unit for unit in _of_household(case) if unit not in {*confirmed, *own}]
    unsaid = [unit for unit in left if not _found(case, unit)]
    _require(case, [FieldError("/refused", "reason_missing", f"{_named(unit)}：{_NO_REASON}") for unit in unsaid])
    return _lines(case, dict.fromkeys(left, ()) | own)


def lines_of_everything(
    case: Deciding, reasons: Sequence[RefusalCode], named: Sequence[RefusedLine]
) -> list[DecisionLine]:
    """Return a refused line for everything applied for, with those of the reasons that hold for it.

    Where the application is for a single person and none is named, it is the applicant's own.
    """
    own = _own(case, named, "/lines")
    _require_said(case, reasons)
    _require_named(case, {*own}, "/lines")
    units = [unit for unit in (*_of_household(case), *_of_applicant(case, own)) if unit not in own]
    lines = {unit: _holding(case, unit, reasons) for unit in units} | own
    used = {code for codes in lines.values() for code in codes}
    _require(
        case,
        [
            *(
                FieldError(f"/reasons/{position}", "unproven", _UNPROVEN)
                for position, code in enumerate(reasons)
                if code not in used
            ),
            *(
                FieldError("/reasons", "reason_missing", f"{_named(unit)}：{_NO_REASON}")
                for unit, codes in lines.items()
                if not codes
            ),
        ],
    )
    return _lines(case, lines)


def _own(case: Deciding, named: Sequence[RefusedLine], pointer: str) -> dict[Unit, Sequence[RefusalCode]]:
    """Return the reasons of the lines that have their own; each was applied for and every reason holds."""
    refs = {member.ref for member in case.application.members}
    errors: list[FieldError] = []
    for position, line in enumerate(named):
        programme, ref = unit_of(line)
        if programme not in case.application.programmes or (programme == _FOR_PERSONS) != (ref in refs):
            errors.append(FieldError(f"{pointer}/{position}", "not_applied_for", _NOT_APPLIED_FOR))
            continue
        holding = _holding(case, (programme, ref), line.reasons)
        errors += [
            FieldError(f"{pointer}/{position}/reasons/{place}", "unproven", _UNPROVEN)
            for place, code in enumerate(line.reasons)
            if code not in holding
        ]
    _require(case, errors)
    _require_said(case, [code for line in named for code in line.reasons])
    return {unit_of(line): line.reasons for line in named}


def _of_household(case: Deciding) -> list[Unit]:
    return [(programme, None) for programme in case.application.programmes if programme != _FOR_PERSONS]


def _of_applicant(case: Deciding, own: Collection[Unit]) -> list[Unit]:
    if _FOR_PERSONS not in case.application.programmes or any(ref is not None for _, ref in own):
        return []
    return [(_FOR_PERSONS.value, str(case.application.facts["applicant"]))]


def _require_named(case: Deciding, units: Collection[Unit], pointer: str) -> None:
    """Raise where the rules favour a member and nobody is named: for whom it was applied is said, by whoever decides.

    Only who applies himself is decided upon (SP-07), so others whom the rules favour need not be named.
    """
    favoured = any(
        result.programme is _FOR_PERSONS and result.outcome is Outcome.ELIGIBLE for result in case.results.values()
    )
    if favoured and not any(ref is not None for _, ref in units):
        _require(case, [FieldError(pointer, "person_missing", _NOT_NAMED)], rule="SP-07", clause="2.1-b")


def _require_said(case: Deciding, codes: Collection[RefusalCode]) -> None:
    if not case.note and any(code in FOUND_BY_A_PERSON for code in codes):
        _require(case, [FieldError("/note", "required", _NO_NOTE)])


def _holding(case: Deciding, unit: Unit, codes: Sequence[RefusalCode]) -> Sequence[RefusalCode]:
    """Return those of the reasons that hold for a unit."""
    grounds = Grounds(
        failed_rules=frozenset(reason.rule for reason in _found(case, unit)),
        verification_failed=case.verification_failed,
        already_receiving=RefusalCode.ALREADY_RECEIVING in codes and _is_received(case, unit),
    )
    return [code for code in codes if supports(code.value, grounds)]


def _is_received(case: Deciding, unit: Unit) -> bool:
    """Tell whether somebody concerned receives what excludes the programme."""
    programme, ref = unit
    claim = standing_claim(case.session, programme, concerned(case.application, ref, case.results.get(unit)))
    if claim is not None:
        case.looks.append(look_at(case.application, claim, caller=case.caller, now=case.now))
    return claim is not None


def _found(case: Deciding, unit: Unit) -> list[RefusalReason]:
    """Return what the rules have against a unit; that it gives way to another programme is one of these reasons."""
    result = case.results.get(unit)
    if result is None or result.outcome not in _TELLS_WHY:
        return []
    if result.outcome is not Outcome.EXCLUDED:
        return result.reasons
    way = RefusalReason(
        rule="4.13", title="不得同时享受", clause="2.1-g", law=None, person=unit[1], sentence=result.sentence
    )
    return result.reasons or [way]


def _lines(case: Deciding, reasons: Mapping[Unit, Sequence[RefusalCode]]) -> list[DecisionLine]:
    _note_looks(case.looks, case.session)
    return [_line(case, unit, codes) for unit, codes in reasons.items()]


def _line(case: Deciding, unit: Unit, codes: Sequence[RefusalCode]) -> DecisionLine:
    programme, ref = unit
    people = {member.ref: member.person_id for member in case.application.members}
    coded: list[dict[str, Any]] = [{"code": code.value, "sentence": code.zh} for code in codes]
    return DecisionLine(
        division=case.application.division,
        created_at=case.now,
        programme=programme,
        person_id=people.get(ref or ""),
        confirmed=False,
        monthly_amount_fen=0,
        start_month=None,
        reasons=[*coded, *(reason.model_dump(mode="json") for reason in _found(case, unit))],
        decided_by=case.caller.acts_for,
        decided_on=case.now.date(),
    )


def _named(unit: Unit) -> str:
    programme, ref = unit
    return Programme(programme).zh if ref is None else f"{ref} {Programme(programme).zh}"


def _require(case: Deciding, errors: list[FieldError], *, rule: str = "LB-17", clause: str = "3.1-b") -> None:
    """Raise what is wrong with a refusal, all of it at once."""
    if errors:
        afterwards = partial(_note_looks, case.looks)
        raise RuleRefused(errors[0].message, rule=rule, clause=clause, errors=tuple(errors), afterwards=afterwards)


def _note_looks(looks: list[Look], session: Session) -> None:
    for look in looks:
        look(session)
