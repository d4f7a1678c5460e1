"""Facts that cannot be true are refused with their place; the value itself is not echoed (不可能的事实).

Refused is only what contradicts the day asked for, the calendar or itself. What is unlikely is not refused: an officer may
have seen it. Identity numbers and certificate numbers never reach this service, so that a certificate is held to its own
kind, grade and days here; its number is held to the person's where both are taken in. How many self-care items there are
is a bound of the schema (0…6).
"""

from collections.abc import Iterator
from datetime import date

from services.eligibility.errors import ImpossibleFacts
from shared.errors import FieldError
from shared.schemas.determinations import DeterminationRequest
from shared.schemas.fact_codes import DisabilityKind, Relation, SupporterRelation
from shared.schemas.facts import Disability, HouseholdFacts, Member, Relative

_OLDER = {SupporterRelation.FATHER, SupporterRelation.MOTHER, SupporterRelation.GRANDPARENT}
_YOUNGER = {SupporterRelation.CHILD, SupporterRelation.GRANDCHILD}
_OF_AGE = 18


def refuse_the_impossible(request: DeterminationRequest) -> None:
    """Refuse facts that cannot be true on the day asked for, all of them at once."""
    wrong = [*_of_members(request), *_of_relatives(request), *_of_items(request), *_of_the_case(request)]
    if wrong:
        raise ImpossibleFacts("事实自相矛盾或者与测算日矛盾", errors=tuple(wrong))


def _of_members(request: DeterminationRequest) -> Iterator[FieldError]:
    facts = request.facts
    for place, member in enumerate(facts.members):
        at = f"/facts/members/{place}"
        yield from _in_future(f"{at}/birth_date", "出生日期", member.birth_date, request.as_of)
        yield from _in_future(f"{at}/died_on", "死亡日期", member.died_on, request.as_of)
        yield from _before(f"{at}/died_on", "死亡日期早于出生日期", member.died_on, member.birth_date)
        for number, status in enumerate(member.statuses or []):
            yield from _before(f"{at}/statuses/{number}/since", "起始日期早于出生日期", status.since, member.birth_date)
        yield from _of_certificate(f"{at}/disability", member.disability, member.birth_date)
        yield from _of_parents(at, member, facts, request.as_of)


def _of_parents(at: str, child: Member, facts: HouseholdFacts, as_of: date) -> Iterator[FieldError]:
    """Refuse a parent in the household who is not older than his child.

    One who is a parent by his relation to the applicant alone may have married into the family, and a grown-up stepchild
    may be older than he is; of a minor this cannot be.
    """
    born = {member.ref: member.birth_date for member in facts.members}
    named = [born[ref] for ref in child.parents or []]
    if child.birth_date is not None and _is_minor(child.birth_date, as_of):
        named += _parents_by_relation(child, facts)
    if any(_is_not_older(parent, child.birth_date) for parent in named):
        yield FieldError(f"{at}/birth_date", "out_of_order", "出生日期不晚于其父母的出生日期")


def _parents_by_relation(child: Member, facts: HouseholdFacts) -> list[date | None]:
    """Return the birth dates of those who are parents by their relation to the applicant."""
    of = {Relation.SELF: Relation.PARENT, Relation.CHILD: Relation.SELF}.get(child.relation)
    return [member.birth_date for member in facts.members if member.relation is of]


def _is_minor(born: date, as_of: date) -> bool:
    return (as_of.year - born.year, as_of.month, as_of.day) < (_OF_AGE, born.month, born.day)


def _of_relatives(request: DeterminationRequest) -> Iterator[FieldError]:
    born = {member.ref: member.birth_date for member in request.facts.members}
    for place, relative in enumerate(request.facts.relatives or []):
        at, lost = f"/facts/relatives/{place}", relative.out_of_contact_since
        yield from _in_future(f"{at}/birth_date", "出生日期", relative.birth_date, request.as_of)
        yield from _in_future(f"{at}/out_of_contact_since", "失联起始日", lost, request.as_of)
        yield from _before(f"{at}/out_of_contact_since", "失联起始日早于出生日期", lost, relative.birth_date)
        yield from _of_certificate(f"{at}/disability", relative.disability, relative.birth_date)
        yield from _of_generation(f"{at}/birth_date", relative, born[relative.of])


def _of_generation(at: str, relative: Relative, member: date | None) -> Iterator[FieldError]:
    """Refuse a parent or grandparent who is not older than the member, and a child or grandchild who is not younger."""
    if relative.relation in _OLDER and _is_not_older(relative.birth_date, member):
        yield FieldError(at, "out_of_order", f"{relative.relation.zh}的出生日期不早于该成员")
    if relative.relation in _YOUNGER and _is_not_older(member, relative.birth_date):
        yield FieldError(at, "out_of_order", f"{relative.relation.zh}的出生日期不晚于该成员")


def _of_certificate(at: str, certificate: Disability | None, born: date | None) -> Iterator[FieldError]:
    """Refuse a certificate whose kind, grade and days contradict one another (残疾人证)."""
    if certificate is None:
        return
    if certificate.kind is DisabilityKind.NONE:
        for name in ("grade", "issued_on", "expires_on", "cancelled_on"):
            if getattr(certificate, name) is not None:
                yield FieldError(f"{at}/{name}", "contradiction", "残疾类别为无残疾，不得填写等级和残疾人证日期")
        return
    yield from _before(f"{at}/issued_on", "发证日期早于出生日期", certificate.issued_on, born)
    yield from _before(f"{at}/expires_on", "有效期截止日早于发证日期", certificate.expires_on, certificate.issued_on)
    yield from _before(
        f"{at}/cancelled_on", "注销、冻结日早于发证日期", certificate.cancelled_on, certificate.issued_on
    )


def _of_items(request: DeterminationRequest) -> Iterator[FieldError]:
    """Refuse an event or relief that has not happened yet, and a benefit from before a person was born."""
    facts, born = request.facts, {member.ref: member.birth_date for member in request.facts.members}
    for place, event in enumerate(facts.sudden_events or []):
        yield from _in_future(f"/facts/sudden_events/{place}/happened_on", "发生日期", event.happened_on, request.as_of)
    for place, relief in enumerate(facts.past_relief):
        yield from _in_future(f"/facts/past_relief/{place}/paid_on", "以往救助日期", relief.paid_on, request.as_of)
    for place, benefit in enumerate(facts.current_benefits):
        at = f"/facts/current_benefits/{place}/start_on"
        person = born[benefit.person] if benefit.person is not None else None
        yield from _before(at, "享受起始日早于出生日期", benefit.start_on, person)


def _of_the_case(request: DeterminationRequest) -> Iterator[FieldError]:
    """Refuse days of the case that have not come, or come before what they follow.

    The day of confirmation may lie ahead: a proposal is asked for before the case is decided.
    """
    days, as_of = request.dates, request.as_of
    if request.review is not None:
        yield from _in_future("/review/standard_since", "新标准施行日", request.review.standard_since, as_of)
    yield from _in_future("/dates/handed_in_on", "递交申请日", days.handed_in_on, as_of)
    yield from _in_future("/dates/accepted_on", "受理日", days.accepted_on, as_of)
    yield from _before("/dates/accepted_on", "受理日早于递交申请日", days.accepted_on, days.handed_in_on)
    latest = max((day for day in (days.handed_in_on, days.accepted_on) if day is not None), default=None)
    yield from _before("/dates/decided_on", "审核确认日早于受理日或者递交申请日", days.decided_on, latest)


def _in_future(pointer: str, title: str, day: date | None, as_of: date) -> Iterator[FieldError]:
    if day is not None and day > as_of:
        yield FieldError(pointer, "in_future", f"{title}晚于测算日")


def _before(pointer: str, sentence: str, day: date | None, first: date | None) -> Iterator[FieldError]:
    if day is not None and first is not None and day < first:
        yield FieldError(pointer, "out_of_order", sentence)


def _is_not_older(older: date | None, younger: date | None) -> bool:
    return older is not None and younger is not None and older >= younger
