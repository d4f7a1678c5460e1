"""The parents of a child as rules see them (父母): outside the household, members of it, or not known."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from services.eligibility.determining.disability_records import disability_of
from services.eligibility.determining.item_records import holds_on
from services.eligibility.engine import codes
from services.eligibility.engine.unknown import Assumptions
from services.eligibility.engine.values import day_number
from shared.schemas.fact_codes import PersonStatusKind, Relation, SupporterRelation
from shared.schemas.facts import HouseholdFacts, Member, PersonStatus, Relative

_GROWN_UP_YEARS = 19
_LIFE_LONG = 1200
_MALE, _FEMALE = 1, 2
_PARENTS_BY_RELATION = {
    Relation.CHILD: {Relation.SELF, Relation.SPOUSE},
    Relation.SELF: {Relation.PARENT},
    Relation.SIBLING: {Relation.PARENT},
}
"""Who among the members is a parent of a member, where the relations to the applicant leave no doubt."""


@dataclass(frozen=True, slots=True)
class ParentRecord:
    """One parent of a child; months are whole months of a term."""

    is_dead: Any
    is_missing: Any
    is_seriously_ill: Any
    sentence_months: Any
    detention_months: int
    detoxification_months: Any
    out_of_contact_since: int
    works_away: Any
    disability_kind: Any
    disability_grade: Any
    certificate_issued_on: int
    certificate_expires_on: int
    certificate_cancelled_on: int


@dataclass(frozen=True, slots=True)
class OfParents:
    """What a member's record says of his parents, each number by itself, so that a population file has a column for it."""

    father_is_dead: Any
    father_is_missing: Any
    father_is_seriously_ill: Any
    father_sentence_months: Any
    father_detention_months: int
    father_detoxification_months: Any
    father_out_of_contact_since: int
    father_works_away: Any
    father_disability_kind: Any
    father_disability_grade: Any
    father_certificate_issued_on: int
    father_certificate_expires_on: int
    father_certificate_cancelled_on: int
    mother_is_dead: Any
    mother_is_missing: Any
    mother_is_seriously_ill: Any
    mother_sentence_months: Any
    mother_detention_months: int
    mother_detoxification_months: Any
    mother_out_of_contact_since: int
    mother_works_away: Any
    mother_disability_kind: Any
    mother_disability_grade: Any
    mother_certificate_issued_on: int
    mother_certificate_expires_on: int
    mother_certificate_cancelled_on: int


def parents_of(facts: HouseholdFacts, place: int, as_of: date, assumed: Assumptions) -> dict[str, Any]:
    """Return what is to be said of father and mother of a member (``OfParents``)."""
    found = _parents(facts, place, as_of, assumed)
    return {
        f"{word}_{each.name}": getattr(parent, each.name) for word, parent in found.items() for each in fields(parent)
    }


def _parents(facts: HouseholdFacts, place: int, as_of: date, assumed: Assumptions) -> dict[str, ParentRecord]:
    """Return father and mother of a member; of a grown-up nobody asks."""
    child = facts.members[place]
    if child.birth_date is not None and as_of.year - child.birth_date.year > _GROWN_UP_YEARS:
        return {"father": _NOT_ASKED, "mother": _NOT_ASKED}
    found: dict[str, ParentRecord] = {}
    for index, relative in enumerate(facts.relatives or []):
        word = {SupporterRelation.FATHER: "father", SupporterRelation.MOTHER: "mother"}.get(relative.relation)
        if relative.of == child.ref and word is not None and word not in found:
            found[word] = _outside(relative, f"/relatives/{index}", assumed)
    for index in sorted(_in_household(facts, child), key=lambda each: facts.members[each].sex not in {_MALE, _FEMALE}):
        word = _word_of(facts.members[index], found)
        if word:
            found[word] = _member(facts.members[index], f"/members/{index}", as_of, assumed)
    fact = f"/members/{place}/parents"
    return {word: found.get(word) or _not_known(fact, assumed) for word in ("father", "mother")}


def _in_household(facts: HouseholdFacts, child: Member) -> list[int]:
    """Return the places of a child's parents among the members: as told, else as the relations say."""
    if child.parents is not None:
        return [place for place, member in enumerate(facts.members) if member.ref in child.parents]
    relations = _PARENTS_BY_RELATION.get(child.relation, set())
    return [place for place, member in enumerate(facts.members) if member.relation in relations]


def _word_of(parent: Member, found: dict[str, ParentRecord]) -> str:
    """Return which parent a member is: by sex, else the one that is not found yet."""
    free = [word for word in ("father", "mother") if word not in found]
    own = {_MALE: "father", _FEMALE: "mother"}.get(parent.sex or 0)
    return own if own in free and own else (free or [""])[0]


def _outside(relative: Relative, at: str, assumed: Assumptions) -> ParentRecord:
    def known(field: str, *values: Any) -> Any:
        given = getattr(relative, field)
        return assumed.value(f"{at}/{field}", values) if given is None else given

    lost = relative.out_of_contact_since
    return ParentRecord(
        is_dead=known("dead", False, True),
        is_missing=known("missing", False, True),
        is_seriously_ill=known("seriously_ill", False, True),
        sentence_months=known("sentence_months", 0, _LIFE_LONG),
        detention_months=relative.detention_months or 0,
        detoxification_months=relative.detoxification_months or 0,
        out_of_contact_since=day_number(lost) if lost else 0,
        works_away=known("works_away", False, True),
        **disability_of(relative.disability, at, assumed),
    )


def _member(parent: Member, at: str, as_of: date, assumed: Assumptions) -> ParentRecord:
    """Return a parent who is a member; who lives with the family all the time is not away for work."""
    ill, away = parent.serious_illness_recognised, parent.works_away
    if away is None and parent.lives_apart is False:
        away = False
    now = [each for each in parent.statuses or [] if holds_on(as_of, each.since, each.until)]
    missing = any(each.kind is PersonStatusKind.DECLARED_MISSING for each in now)
    return ParentRecord(
        is_dead=parent.died_on is not None and parent.died_on <= as_of,
        is_missing=missing,
        is_seriously_ill=assumed.value(f"{at}/serious_illness_recognised", (False, True)) if ill is None else ill,
        sentence_months=_sentence(parent, now, at, assumed),
        detention_months=0,
        detoxification_months=_term(now, PersonStatusKind.COMPULSORY_DETOXIFICATION, at, assumed),
        out_of_contact_since=0,
        works_away=assumed.value(f"{at}/works_away", (False, True)) if away is None else away,
        **disability_of(parent.disability, at, assumed),
    )


def _sentence(parent: Member, now: list[PersonStatus], at: str, assumed: Assumptions) -> Any:
    if parent.statuses is None:
        return assumed.value(f"{at}/statuses", (0, _LIFE_LONG, 0))
    return _term(now, PersonStatusKind.IN_PRISON, at, assumed)


def _term(now: list[PersonStatus], kind: PersonStatusKind, at: str, assumed: Assumptions) -> Any:
    """Return the whole months of the longest term of a kind; one whose end is not told may be short or long."""
    terms = [each for each in now if each.kind is kind]
    if any(each.until is None for each in terms):
        return assumed.value(f"{at}/statuses", (0, _LIFE_LONG))
    return max((_months(each.since, each.until) for each in terms if each.until is not None), default=0)


def _months(since: date, until: date) -> int:
    """Return the whole months from the first to the last day of a term; its last day belongs to it."""
    return until.year * 12 + until.month - since.year * 12 - since.month - (until.day + 1 < since.day)


def _not_known(fact: str, assumed: Assumptions) -> ParentRecord:
    """Return a parent of whom nobody has said anything: with the child and well, dead, ill, or away for work."""
    known: dict[str, Any] = {
        "is_missing": False,
        "sentence_months": 0,
        "detention_months": 0,
        "detoxification_months": 0,
        "out_of_contact_since": 0,
        "disability_kind": int(codes.DisabilityKind.NONE),
        "disability_grade": 0,
        "certificate_issued_on": 0,
        "certificate_expires_on": 0,
        "certificate_cancelled_on": 0,
    }
    return ParentRecord(
        is_dead=assumed.value(fact, (False, True, False, False)),
        is_seriously_ill=assumed.value(fact, (False, False, True, False)),
        works_away=assumed.value(fact, (False, False, False, True)),
        **known,
    )


_NOT_ASKED = ParentRecord(
    is_dead=False,
    is_missing=False,
    is_seriously_ill=False,
    sentence_months=0,
    detention_months=0,
    detoxification_months=0,
    out_of_contact_since=0,
    works_away=False,
    disability_kind=0,
    disability_grade=0,
    certificate_issued_on=0,
    certificate_expires_on=0,
    certificate_cancelled_on=0,
)
"""A parent of a grown-up: nothing hangs on him."""
