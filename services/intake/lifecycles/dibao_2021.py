"""Life cycle of 低保 (domain 5.1, L2-L19, L26, L27), in force since 最低生活保障审核确认办法 of 2021-07-01.

A newer method is a new module with its own date; applications that began with this one keep it.
"""

from datetime import date
from typing import Any

from services.intake.rules import application_guards as guards
from services.intake.rules.situation import ApplicationSituation
from shared.identity import Role
from shared.lifecycle import Lifecycle, Step
from shared.schemas.codes import ApplicationAction as Do
from shared.schemas.codes import ApplicationState as In
from shared.schemas.codes import DocumentKind
from shared.schemas.determination_codes import Programme

_APPLICANT = frozenset({Role.VILLAGER, Role.VILLAGE_AGENT, Role.TOWNSHIP_OFFICER, Role.PARTNER_SYSTEM})
_TOWNSHIP = frozenset({Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER})
_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEADER})
_VERIFIERS = frozenset({Role.VERIFICATION_OFFICER})
_PROCESS_OR_DECIDE = frozenset({"applications:process", "applications:decide"})
_PROCESS_OR_VERIFY = frozenset({"applications:process", "applications:verify"})

_BEFORE_DECISION: tuple[str | None, ...] = (
    In.DRAFT, In.SUBMITTED, In.SUPPLEMENT, In.ACCEPTED, In.SURVEY, In.VERIFYING, In.VERIFY_FAILED, In.RECHECK,
    In.OPINION, In.NOTICE, In.DISPUTED, In.COUNTY_REVIEW, In.COUNTY_VISIT,
)  # fmt: skip
_AFTER_HAND_IN = _BEFORE_DECISION[1:]
_HAND_IN_PAPERS = frozenset({DocumentKind.APPLICATION_FORM, DocumentKind.COMMITMENT, DocumentKind.AUTHORISATION})
_DECISION_GUARDS = (guards.confirmer_did_not_survey, guards.confirmer_gave_no_opinion)


def _step(
    id: str,  # noqa: A002  the L-number of the domain is the id of the step
    action: Do,
    sources: tuple[str | None, ...],
    to: In | None,
    roles: frozenset[Role],
    scope: str | frozenset[str],
    **more: Any,
) -> Step[ApplicationSituation]:
    return Step(id, action.value, action.zh, sources, to and to.value, roles, scope, **more)


LIFECYCLE: Lifecycle[ApplicationSituation] = Lifecycle(
    name="dibao-2021",
    since=date(2021, 7, 1),
    programmes=frozenset({Programme.DIBAO, Programme.DIBAO_SINGLE_PERSON, Programme.MARGINAL}),
    steps=(
        _step(
            "L2", Do.SUBMIT, (In.DRAFT,), In.SUBMITTED, _APPLICANT, "applications:write",
            guards=(guards.every_adult_authorised, guards.agent_has_entrustment), documents=_HAND_IN_PAPERS,
        ),
        _step(
            "L2", Do.CORRECT_FACTS, (In.DRAFT, In.SUPPLEMENT), None, _APPLICANT, "applications:write",
            guards=(guards.agent_is_entrusted,),
        ),
        _step(
            "L3", Do.REQUEST_SUPPLEMENT, (In.SUBMITTED,), In.SUPPLEMENT, _TOWNSHIP, "applications:process",
            guards=(guards.supplement_is_asked_once,),
        ),
        _step(
            "L4", Do.RESUBMIT, (In.SUPPLEMENT,), In.SUBMITTED, _APPLICANT, "applications:write",
            guards=(guards.every_adult_authorised, guards.agent_has_entrustment),
            checks=(guards.supplement_is_complete,),
        ),
        _step(
            "L5", Do.ACCEPT, (In.SUBMITTED,), In.ACCEPTED, _TOWNSHIP, "applications:process",
            starts=("TL-LB-SURVEY", "TL-LB-TOTAL"),
        ),
        _step(
            "L6", Do.START_SURVEY, (In.ACCEPTED,), In.SURVEY, _TOWNSHIP, "applications:process",
            checks=(guards.survey_by_two,), stops=("TL-LB-SURVEY",),
        ),
        _step("L7", Do.CORRECT_FACTS, (In.SURVEY,), None, _TOWNSHIP, "applications:process"),
        _step(
            "L7", Do.CORRECT_FACTS, (In.RECHECK, In.OPINION, In.DISPUTED), None, _TOWNSHIP, "applications:process",
            checks=(guards.correction_brings_evidence,),
        ),
        _step(
            "L7", Do.REQUEST_VERIFICATION, (In.SURVEY,), In.VERIFYING, _TOWNSHIP, "applications:process",
            guards=(guards.verification_authorised,), checks=(guards.survey_day_is_sound,), documents=frozenset({DocumentKind.SURVEY_FORM}),
            starts=("TL-LB-VERIFY",),
        ),
        _step(
            "L7", Do.START_VERIFICATION, (In.VERIFYING,), None, _VERIFIERS, "applications:verify",
            stops=("TL-LB-VERIFY",),
        ),
        _step(
            "L8", Do.REPORT_VERIFICATION, (In.VERIFYING,), In.OPINION, _VERIFIERS, "applications:verify",
            documents=frozenset({DocumentKind.VERIFICATION_REPORT}), stops=("TL-LB-VERIFY",),
            otherwise=In.VERIFY_FAILED,
        ),
        _step(
            "L10", Do.OBJECT_VERIFICATION, (In.VERIFY_FAILED,), In.RECHECK, _APPLICANT, "applications:write",
            guards=(guards.agent_is_entrusted,), checks=(guards.objection_brings_evidence,),
        ),
        _step(
            "L12", Do.REPORT_RECHECK, (In.RECHECK,), In.OPINION, _VERIFIERS | _TOWNSHIP, _PROCESS_OR_VERIFY,
            otherwise=In.VERIFY_FAILED,
        ),
        _step(
            "L13", Do.GIVE_OPINION, (In.OPINION,), In.NOTICE, _TOWNSHIP, "applications:process",
            guards=(guards.determination_is_current,),
        ),
        _step(
            "L14", Do.FORWARD, (In.NOTICE,), In.COUNTY_REVIEW, _TOWNSHIP, "applications:process",
            guards=(guards.notice_period_is_over,), documents=frozenset({DocumentKind.NOTICE_PHOTO}),
            starts=("TL-LB-COUNTY",), stops=("TL-LB-NOTICE",),
        ),
        _step(
            "L15", Do.DISPUTE, (In.NOTICE,), In.DISPUTED, _TOWNSHIP | _COUNTY, "applications:process",
            guards=(guards.notice_still_open,), stops=("TL-LB-NOTICE",),
        ),
        _step(
            "L16", Do.RESOLVE_DISPUTE, (In.DISPUTED,), In.COUNTY_REVIEW, _TOWNSHIP, "applications:process",
            guards=(guards.determination_is_current,), checks=(guards.dispute_has_its_paper,), starts=("TL-LB-COUNTY",),
        ),
        _step(
            "L17", Do.REQUIRE_VISIT, (In.COUNTY_REVIEW,), In.COUNTY_VISIT, _COUNTY, "applications:decide",
            guards=(guards.visit_is_required,),
        ),
        _step(
            "L17", Do.RECORD_VISIT, (In.COUNTY_VISIT,), None, _COUNTY, "applications:decide",
            documents=frozenset({DocumentKind.VISIT_FORM}),
        ),
        _step("L17", Do.FILE_COMPLAINT, _AFTER_HAND_IN, None, _TOWNSHIP | _COUNTY, _PROCESS_OR_DECIDE),
        _step(
            "L18", Do.CONFIRM, (In.COUNTY_REVIEW, In.COUNTY_VISIT), In.CONFIRMED, _COUNTY, "applications:decide",
            guards=(*_DECISION_GUARDS, guards.visited_when_required, guards.determination_is_current),
            stops=("TL-LB-COUNTY", "TL-LB-TOTAL", "TL-LB-SPECIAL"),
        ),
        _step(
            "L19", Do.REFUSE, (In.COUNTY_REVIEW, In.COUNTY_VISIT), In.REFUSED, _COUNTY, "applications:decide",
            guards=(*_DECISION_GUARDS, guards.visited_when_required, guards.determination_is_current),
            starts=("TL-LB-REFUSAL",), stops=("TL-LB-COUNTY", "TL-LB-TOTAL", "TL-LB-SPECIAL"),
        ),
        _step(
            "L11", Do.REFUSE, (In.VERIFY_FAILED,), In.REFUSED, _COUNTY, "applications:decide",
            guards=_DECISION_GUARDS,
            starts=("TL-LB-REFUSAL",), stops=("TL-LB-TOTAL", "TL-LB-SPECIAL"),
        ),
        _step(
            "L19", Do.DELIVER_DECISION, (In.REFUSED, In.CONFIRMED), None, _TOWNSHIP, "applications:process",
            guards=(guards.something_was_refused, guards.decision_is_undelivered), checks=(guards.delivery_day_is_sound,),
            stops=("TL-LB-REFUSAL",),
        ),
        _step(
            "L26", Do.WITHDRAW, _BEFORE_DECISION, In.WITHDRAWN, _APPLICANT, "applications:write",
            checks=(guards.withdrawal_is_signed,), stops=("*",),
        ),
        _step("L27", Do.ABORT, _AFTER_HAND_IN, In.ABORTED, _TOWNSHIP | _COUNTY, "applications:process", stops=("*",)),
    ),
    suspending={
        In.SUPPLEMENT: "等待申请人补正材料",
        In.VERIFY_FAILED: "等待申请人对核对结果提出异议",
    },
)  # fmt: skip
"""A report that does not fit leads to VERIFY_FAILED (L9, L12); one that cannot confirm leaves it to the township's opinion."""
