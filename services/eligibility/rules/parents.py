"""How the parents of a child stand (父母情况). Clause 2.3-b; domain 4.10, SW-02…SW-05 of 民发〔2019〕62号.

Each rule is written once and entered for the father and for the mother: ``some`` in its names becomes that word.
"""

# ruff: noqa: PLR1714  the language of rules has no containers to look into

from collections.abc import Callable
from typing import Any, TypeVar

from services.eligibility.engine.codes import DisabilityKind
from services.eligibility.engine.values import DayNumber, Whole
from services.eligibility.rules.book import BOOK, LAW_62, Parents, procedure

Function = TypeVar("Function", bound=Callable[..., Any])

SINCE = "2021-07-01"
PARENTS = {"father": "父亲", "mother": "母亲"}


def _of_parents(id: str, title: str, *, says: str, otherwise: str = "") -> Callable[[Function], Function]:  # noqa: A002
    """Enter a rule for both parents; ``%`` in its words is the parent, ``some`` the word in names."""

    def enter(function: Function) -> Function:
        for word, name in PARENTS.items():
            title_of, says_of, otherwise_of = (
                text.replace("%", name).replace("{some_", f"{{{word}_") for text in (title, says, otherwise)
            )
            BOOK.rule(
                id,
                title_of,
                clause="2.3-b",
                law=f"{LAW_62}一",
                since=SINCE,
                says=says_of,
                otherwise=otherwise_of,
                bound=word,
            )(function)
        return function

    return enter


@_of_parents(
    "SW-05",
    "%死亡或者失踪",
    says="%死亡（含宣告死亡）或者被宣告失踪。",
    otherwise="%没有死亡或者被宣告失踪。",
)
def some_is_lost(some_is_dead: bool, some_is_missing: bool) -> bool:
    """Dead, also by declaration of a court, or declared missing (死亡、失踪). 民发〔2019〕62号."""
    return some_is_dead or some_is_missing


@_of_parents(
    "SW-02",
    "%重残",
    says="%持有效残疾人证，类别 {some_disability_kind}、等级 {some_disability_grade}，属于一级、二级或者三级、四级精神、智力残疾。",
    otherwise="%残疾类别 {some_disability_kind}、等级 {some_disability_grade}，不是持有效残疾人证的一级、二级或者三级、四级精神、智力残疾。",
)
def some_is_severely_disabled(
    some_disability_kind: DisabilityKind,
    some_disability_grade: Whole,
    some_certificate_issued_on: DayNumber,
    some_certificate_expires_on: DayNumber,
    as_of: DayNumber,
) -> bool:
    """Grade 1 or 2 of any kind, grade 3 or 4 of mind, by a certificate that holds (重残). 民发〔2019〕62号."""
    return (
        some_disability_kind != DisabilityKind.NONE
        and some_certificate_issued_on <= as_of
        and as_of <= some_certificate_expires_on
        and (
            (some_disability_grade >= 1 and some_disability_grade <= 2)
            or (
                some_disability_grade >= 3
                and (
                    some_disability_kind == DisabilityKind.INTELLECTUAL or some_disability_kind == DisabilityKind.MENTAL
                )
            )
        )
    )


@_of_parents(
    "SW-04",
    "%服刑在押、强制隔离戒毒或者被限制人身自由六个月以上",
    says="%刑期 {some_sentence_months} 个月、在押或者其他限制人身自由 {some_detention_months} 个月、"
    "强制隔离戒毒 {some_detoxification_months} 个月，其中有一项在六个月以上（含六个月）。",
    otherwise="%刑期 {some_sentence_months} 个月、在押或者其他限制人身自由 {some_detention_months} 个月、"
    "强制隔离戒毒 {some_detoxification_months} 个月，都不满六个月。",
)
def some_is_detained(
    some_sentence_months: Whole, some_detention_months: Whole, some_detoxification_months: Whole
) -> bool:
    """A term of six months or more, each measure by itself (服刑在押等). 民发〔2019〕62号."""
    return max(some_sentence_months, some_detention_months, some_detoxification_months) >= 6


@_of_parents(
    "SW-03",
    "%失联月数",
    says="%自 {some_out_of_contact_since} 起失去联系（“无”为没有失联），至 {as_of} 满 {some_months_out_of_contact} 个月。",
)
def some_months_out_of_contact(some_out_of_contact_since: DayNumber, as_of: DayNumber) -> Whole:
    """Whole months out of contact; a month ends on the corresponding day, or on the last of the month (D-14). 民发〔2019〕62号."""
    return (
        0
        if some_out_of_contact_since == 0
        else max(
            0,
            as_of // 10000 * 12
            + as_of // 100
            - as_of // 10000 * 100
            - some_out_of_contact_since // 10000 * 12
            - some_out_of_contact_since // 100
            + some_out_of_contact_since // 10000 * 100
            - (
                0
                if as_of - as_of // 100 * 100
                >= min(
                    some_out_of_contact_since - some_out_of_contact_since // 100 * 100,
                    30
                    if as_of // 100 - as_of // 10000 * 100 == 4
                    or as_of // 100 - as_of // 10000 * 100 == 6
                    or as_of // 100 - as_of // 10000 * 100 == 9
                    or as_of // 100 - as_of // 10000 * 100 == 11
                    else 31
                    if as_of // 100 - as_of // 10000 * 100 != 2
                    else 29
                    if as_of // 10000 // 4 * 4 == as_of // 10000
                    and (as_of // 10000 // 100 * 100 != as_of // 10000 or as_of // 10000 // 400 * 400 == as_of // 10000)
                    else 28,
                )
                else 1
            ),
        )
    )


@_of_parents(
    "SW-03",
    "%失联六个月以上",
    says="%失去联系且未履行监护抚养责任满 {some_months_out_of_contact} 个月，在六个月以上（含六个月）。",
    otherwise="%失去联系且未履行监护抚养责任满 {some_months_out_of_contact} 个月，不满六个月。",
)
def some_is_out_of_contact(some_months_out_of_contact: Whole) -> bool:
    """Out of contact and not fulfilling the duty for six months or more (失联). 民发〔2019〕62号."""
    return some_months_out_of_contact >= 6


@_of_parents(
    "SW-01",
    "%不能抚养",
    says="%重残、重病、被限制人身自由或者失联，不能抚养。",
    otherwise="%没有重残、重病、被限制人身自由或者失联的情形。",
)
def some_is_unable(
    some_is_severely_disabled: bool, some_seriously_ill: bool, some_is_detained: bool, some_is_out_of_contact: bool
) -> bool:
    """One of the circumstances in which a parent cannot bring up a child (重残、重病、服刑等、失联). 民发〔2019〕62号."""
    return some_is_severely_disabled or some_seriously_ill or some_is_detained or some_is_out_of_contact


def loss_of_some(m: Any) -> Any:
    """Whether a parent is dead or declared missing."""
    return some_is_lost(m.some_is_dead, m.some_is_missing)


def inability_of_some(hh: Any, m: Any) -> Any:
    """Whether a parent cannot bring up the child; every circumstance is asked, so that every reason is known."""
    return some_is_unable(
        some_is_severely_disabled(
            m.some_disability_kind,
            m.some_disability_grade,
            m.some_certificate_issued_on,
            m.some_certificate_expires_on,
            hh.as_of,
        ),
        m.some_is_seriously_ill,
        some_is_detained(m.some_sentence_months, m.some_detention_months, m.some_detoxification_months),
        some_is_out_of_contact(some_months_out_of_contact(m.some_out_of_contact_since, hh.as_of)),
    )


for _word in PARENTS:
    BOOK.procedure(since=SINCE, bound=_word)(loss_of_some)
    BOOK.procedure(since=SINCE, bound=_word)(inability_of_some)

loss_of_father = loss_of_mother = loss_of_some
inability_of_father = inability_of_mother = inability_of_some
"""The names under which the procedure below calls them; the frozen text has one version for each parent."""


@procedure(since=SINCE)
def parents_of(hh: Any, m: Any) -> Any:
    """How father and mother of one child stand."""
    return Parents(loss_of_father(m), inability_of_father(hh, m), loss_of_mother(m), inability_of_mother(hh, m))
