"""The turns a case can take. Every arrow of the life cycle lies on one of these ways."""

# ruff: noqa: D401  a way is described, not ordered

from collections.abc import Callable
from typing import Any, Final

from demo import wire
from demo.case import Case, Step
from demo.stretches import (
    APPLICANT,
    CLERK,
    COUNTY,
    VERIFIER,
    Script,
    accept,
    decide,
    forward,
    hand_in,
    notice,
    survey,
    verify,
    visit,
)


def straight(s: Script) -> None:
    """Nothing out of the ordinary."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s)
    forward(s, notice(s))
    decide(s)


def supplement(s: Script) -> None:
    """Papers are missing, and brought the next day (L3, L4)."""
    hand_in(s)
    s.do("REQUEST_SUPPLEMENT", CLERK, missing=[{"kind": "IDENTITY", "why": "缺少身份证复印件"}]).later()
    s.do("RESUBMIT", APPLICANT, documents=wire.papers("IDENTITY"))
    accept(s)
    survey(s)
    verify(s)
    forward(s, notice(s))
    decide(s)


def near_relative(s: Script) -> None:
    """A member is a relative of a village cadre: the county visits (LB-08)."""
    hand_in(s)
    accept(s, near_relative={"of_whom": "村委会委员", "relation": "兄弟"})
    survey(s)
    verify(s)
    forward(s, notice(s))
    visit(s)
    decide(s.later())


def complaint(s: Script) -> None:
    """Somebody complains: the county visits (LB-09)."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s)
    posted = notice(s)
    s.later().do("FILE_COMPLAINT", COUNTY, content="群众来电反映该户有隐瞒收入的情况")
    forward(s, posted)
    visit(s)
    decide(s.later())


def difficult(s: Script) -> None:
    """The survey is difficult and the verification cannot confirm everything; 45 working days hold."""
    hand_in(s)
    accept(s, special_case="SURVEY_DIFFICULT")
    survey(s)
    verify(s, "CANNOT_CONFIRM")
    forward(s, notice(s))
    decide(s)


def corrected(s: Script) -> None:
    """The verification finds a little more income than was declared."""
    hand_in(s)
    accept(s)
    survey(s)
    s.do("START_VERIFICATION", VERIFIER).later()
    s.step(Step("REPORT_VERIFICATION", VERIFIER, _found_more))
    forward(s, notice(s))
    decide(s)


def _found_more(case: Case) -> dict[str, Any]:
    case.family.applicant.transfers += 24_037
    report = {"conclusion": "FITS", "report_number": f"HD-{case.number:04d}"}
    return report | {"facts": wire.facts_of(case.family), "documents": wire.papers("VERIFICATION_REPORT")}


def recheck_fits(s: Script) -> None:
    """The verification does not fit, the family objects with evidence, the re-check fits (L9, L10, L12)."""
    _to_objection(s)
    s.do("REPORT_RECHECK", VERIFIER, conclusion="FITS")
    forward(s, notice(s))
    decide(s)


def recheck_fails(s: Script) -> None:
    """The re-check does not fit either: refused (L12, L11)."""
    _to_objection(s)
    s.do("REPORT_RECHECK", VERIFIER, conclusion="DOES_NOT_FIT").later()
    _refuse(s, "VERIFICATION_DOES_NOT_FIT", "复查结论仍为不符合")


def _to_objection(s: Script) -> None:
    hand_in(s)
    accept(s)
    survey(s)
    verify(s, "DOES_NOT_FIT")
    s.later().do("OBJECT_VERIFICATION", APPLICANT, evidence=wire.papers("INCOME_PROOF")).later()


def _refuse(s: Script, reason: str, note: str) -> None:
    s.do("REFUSE", COUNTY, reasons=[reason], note=note).later().do("DELIVER_DECISION", CLERK)


def no_objection(s: Script) -> None:
    """The verification does not fit and nobody objects: refused (L11)."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s, "DOES_NOT_FIT")
    _refuse(s.later(2), "VERIFICATION_DOES_NOT_FIT", "核对结论为不符合，家庭没有提出异议")


def concealed(s: Script) -> None:
    """The verification shows what was concealed."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s, "DOES_NOT_FIT")
    _refuse(s.later(), "FALSE_STATEMENT", "核对发现隐瞒经营收入")


def died(s: Script) -> None:
    """The applicant dies before the county decides."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s)
    forward(s, notice(s))
    s.later().do("REFUSE", COUNTY, fresh=True, reasons=["DIED"], note="申请人于公示期后死亡").later(2).do(
        "DELIVER_DECISION", CLERK
    )


def appraisal(s: Script) -> None:
    """The notice is disputed and the village appraises (L15, L16)."""
    _to_dispute(s)
    record = wire.papers("APPRAISAL_RECORD")
    s.do(
        "RESOLVE_DISPUTE", CLERK, fresh=True, resolution="APPRAISAL", opinion="经民主评议，维持原初审意见",
        in_favour=True, documents=record,
    )  # fmt: skip
    decide(s.later())


def resurvey(s: Script) -> None:
    """The notice is disputed, the family is surveyed again, and a little more income is found (L15, L16)."""
    _to_dispute(s)
    s.step(Step("CORRECT_FACTS", CLERK, _corrected_facts))
    s.do(
        "RESOLVE_DISPUTE", CLERK, fresh=True, resolution="RESURVEY", opinion="经重新调查，按更正后的收入纳入",
        in_favour=True, surveyors=["clerk-a", "clerk-b"],
    )  # fmt: skip
    decide(s.later())


def _corrected_facts(case: Case) -> dict[str, Any]:
    case.family.applicant.transfers += 31_415
    return {
        "facts": wire.facts_of(case.family),
        "reason": "重新调查核实的收入",
        "documents": wire.papers("INCOME_PROOF"),
    }


def _to_dispute(s: Script) -> None:
    hand_in(s)
    accept(s)
    survey(s)
    verify(s)
    posted = notice(s)
    s.at = min(posted + 2, max(posted, s.month.after_notice(posted) - 1))
    s.do("DISPUTE", CLERK, objection="群众认为该户外出务工收入未如实申报").later(2)


def withdrawn_as_draft(s: Script) -> None:
    """Opened and withdrawn again."""
    s.do("OPEN", APPLICANT).later()
    _withdraw(s)


def withdrawn_when_papers_are_asked(s: Script) -> None:
    """Withdrawn instead of bringing the missing papers."""
    hand_in(s)
    s.do("REQUEST_SUPPLEMENT", CLERK, missing=[{"kind": "INCOME_PROOF", "why": "缺少收入证明"}]).later()
    _withdraw(s)


def withdrawn_during_survey(s: Script) -> None:
    """Withdrawn while the survey is on."""
    hand_in(s)
    accept(s)
    s.do("START_SURVEY", CLERK, surveyors=["clerk-a", "clerk-b"]).later()
    _withdraw(s)


def withdrawn_during_notice(s: Script) -> None:
    """Withdrawn while the notice is up."""
    hand_in(s)
    accept(s)
    survey(s)
    verify(s)
    notice(s)
    _withdraw(s.later())


def _withdraw(s: Script) -> None:
    s.do("WITHDRAW", APPLICANT, reason="子女已有稳定收入，主动撤回")


def uncooperative(s: Script) -> None:
    """The family lets nobody in: the procedure ends (L27)."""
    hand_in(s)
    accept(s)
    s.do("START_SURVEY", CLERK, surveyors=["clerk-a", "clerk-b"]).later()
    s.do("ABORT", CLERK, reason="REFUSES_COOPERATION")


def moved_away(s: Script) -> None:
    """The family moves away before it is accepted."""
    hand_in(s)
    s.do("ABORT", CLERK, reason="MOVED_AWAY")


WAYS: Final[dict[str, Callable[[Script], None]]] = {
    way.__name__: way
    for way in (
        straight, supplement, near_relative, complaint, difficult, corrected, recheck_fits, recheck_fails, no_objection,
        concealed, died, appraisal, resurvey, withdrawn_as_draft, withdrawn_when_papers_are_asked,
        withdrawn_during_survey, withdrawn_during_notice, uncooperative, moved_away,
    )
}  # fmt: skip
"""By name, as the plots say it."""
