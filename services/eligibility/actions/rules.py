"""The rule book and the circular's clauses as anybody may read them."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from pydantic_core import PydanticCustomError

from services.eligibility.engine.book import FOREVER, Kind, Rule
from services.eligibility.engine.dictionary import PARAMETER_NAMES
from services.eligibility.errors import ClauseNotFound, RuleNotFound
from services.eligibility.rules import dibao, marginal, single_person
from services.eligibility.rules.book import BOOK
from shared.circular.clause import Clause, cited_in
from shared.circular.clauses import CLAUSES, clause_by_id
from shared.paging import Paging, Slice, cursor_of
from shared.schemas.rules import RuleArgument, RuleDetail, RuleVersion

Item = TypeVar("Item")

_PROGRAMMES = (dibao, marginal, single_person)
"""Modules that enter their rules, and those they build on, in the book."""


def known_clause(clause: str) -> str:
    """Return the id of a clause; raise for any other."""
    if clause_by_id(clause) is None:
        raise PydanticCustomError("unknown_clause", "攀民政〔2021〕61号中没有该编号的条款")
    return clause


def rules(paging: Paging, *, on: date | None, clause: str | None) -> Slice[RuleDetail]:
    """Return the rules by id (规则库): those in force on a day, those that cite a clause."""
    chosen = [rule for rule in BOOK.rules if _is_wanted(rule, on, clause)]
    by_id = sorted({rule.id for rule in chosen})
    return _slice([_detail_of(rule_id, chosen) for rule_id in by_id], paging)


def rule(rule_id: str) -> RuleDetail:
    """Return a rule with all its versions, or raise ``RuleNotFound``."""
    if all(rule.id != rule_id for rule in BOOK.rules):
        raise RuleNotFound
    return _detail_of(rule_id, BOOK.rules)


def clauses(paging: Paging) -> Slice[Clause]:
    """Return the circular's measures in its own order (条款)."""
    return _slice(CLAUSES, paging)


def clause(clause_id: str) -> Clause:
    """Return one measure, or raise ``ClauseNotFound``."""
    found = clause_by_id(clause_id)
    if found is None:
        raise ClauseNotFound
    return found


def _is_wanted(rule: Rule, on: date | None, clause: str | None) -> bool:
    in_force = on is None or rule.since <= on.isoformat() < rule.until
    return in_force and (clause is None or clause in cited_in(rule.clause))


def _detail_of(rule_id: str, among: Sequence[Rule]) -> RuleDetail:
    versions = sorted((rule for rule in among if rule.id == rule_id), key=lambda rule: (rule.since, rule.name))
    newest = versions[-1]
    return RuleDetail(
        id=rule_id, title=newest.title, clause=newest.clause, versions=[_version_of(rule) for rule in versions]
    )


def _version_of(rule: Rule) -> RuleVersion:
    return RuleVersion(
        name=rule.name,
        title=rule.title,
        clause=rule.clause,
        law=rule.law,
        in_force_from=date.fromisoformat(rule.since),
        in_force_until=None if rule.until == FOREVER else date.fromisoformat(rule.until),
        is_test=rule.is_test,
        unit=rule.result.unit.value,
        arguments=[_argument_of(name, kind) for name, kind in rule.arguments],
        says=rule.says,
        otherwise=rule.otherwise,
        text=rule.source,
        source_hash=hashlib.sha256(rule.source.encode()).hexdigest(),
    )


def _argument_of(name: str, kind: Kind) -> RuleArgument:
    definition = PARAMETER_NAMES.get(name)
    return RuleArgument(
        name=name,
        unit=kind.unit.value,
        parameter=None if definition is None else definition.key,
        title=None if definition is None else definition.title,
    )


def _slice(items: Sequence[Item], paging: Paging) -> Slice[Item]:
    """Return a page of a list that is part of the program: its cursor is the place in the list."""
    start = 0 if paging.after is None else paging.after.int
    end = start + paging.limit
    following = cursor_of(UUID(int=end)) if end < len(items) else None
    return Slice(items[start:end], following, len(items) if paging.include_total else None)
