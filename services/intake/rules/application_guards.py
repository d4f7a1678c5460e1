"""Guards of an application's steps: each returns why the step is refused, or None.

They cite the rule of the domain and the clause it comes from. None of them looks at money: that is eligibility's.
"""

from collections.abc import Iterable
from typing import Any

from services.intake.rules.situation import ApplicationSituation as Situation
from shared.lifecycle import Refusal

ADULT_AGE = 18
"""From this age on a member signs for himself (成年), Civil Code article 17."""
AGENT_NOT_ENTRUSTED = "代办人应持有申请人指明本人的书面委托"


def every_adult_authorised(situation: Situation) -> Refusal | None:
    """Every adult member has signed the authorisation (授权书). Rule HD-01, clause 3.2-l."""
    if situation.unauthorised_adults:
        return Refusal(
            f"还有{situation.unauthorised_adults}名成年家庭成员未签署核对授权书", rule="HD-01", clause="3.2-l"
        )
    return None


def agent_is_entrusted(situation: Situation) -> Refusal | None:
    """A village agent acts only for whom he holds a written entrustment (委托书). Clause 3.3-c."""
    if situation.role == "VILLAGE_AGENT" and situation.entrusted_to != situation.acts_for:
        return Refusal(AGENT_NOT_ENTRUSTED, rule="3.3-c", clause="3.3-c")
    return None


def agent_has_entrustment(situation: Situation) -> Refusal | None:
    """What a village agent hands in has a written entrustment (委托书) that names him. Clause 3.3-c."""
    refusal = agent_is_entrusted(situation)
    if refusal is not None:
        return refusal
    if situation.through_agent and situation.entrusted_to is None:
        return Refusal("村级代办应有申请人的书面委托", rule="3.3-c", clause="3.3-c")
    return None


def verification_authorised(situation: Situation) -> Refusal | None:
    """No query without authorisation. Rule HD-08, clause 3.2-l."""
    if situation.unauthorised_adults:
        return Refusal("未经家庭成员授权不得核对", rule="HD-08", clause="3.2-l", code="no_authorisation")
    return None


def survey_by_two(situation: Situation, change: Any) -> Refusal | None:
    """A survey is made by at least two people, of whom the one who starts it is one. Rule L6, clause 3.1-b."""
    surveyors = _accounts(change.surveyors)
    if len(surveyors) < 2:
        return Refusal("入户调查人员不得少于两人", rule="L6", clause="3.1-b")
    if not surveyors & _accounts([situation.acts_for]):
        return Refusal("开始入户调查的经办人员应是调查人员之一", rule="L6", clause="3.1-b")
    return None


def _accounts(subjects: Iterable[str]) -> set[str]:
    """Return who is meant: accounts that differ in nothing but capitals are one."""
    return {subject.casefold() for subject in subjects}


def notice_period_is_over(situation: Situation) -> Refusal | None:
    """The seven days of the notice are over (公示期满). Rule TL-LB-NOTICE, decision D-13, clause 3.1-b."""
    if situation.forward_from is None or situation.today < situation.forward_from:
        return Refusal(f"公示期未满，{situation.forward_from}起方可上报", rule="TL-LB-NOTICE", clause="3.1-b")
    return None


def notice_still_open(situation: Situation) -> Refusal | None:
    """An objection is registered while the notice is up. Rule L15, clause 3.1-b."""
    if situation.forward_from is not None and situation.today >= situation.forward_from:
        return Refusal("公示期已满，可按投诉举报登记", rule="L15", clause="3.1-b")
    return None


def determination_is_current(situation: Situation) -> Refusal | None:
    """An answer of eligibility for today's facts is stored. Decision D-19, clause 3.1-b."""
    if situation.determination != "CURRENT":
        return Refusal("今日的认定测算结果尚未返回，请稍后再试", "D-19", "3.1-b", code="determination_pending")
    return None


def visited_when_required(situation: Situation) -> Refusal | None:
    """A near relative or a complaint demands a county visit first. Rules LB-08, LB-09, clause 4.3-d."""
    if situation.visited:
        return None
    if situation.near_relative:
        return Refusal("经办人员或村（居）干部近亲属的申请，县级应先入户核查", rule="LB-08", clause="4.3-d")
    if situation.complaint_open:
        return Refusal("有投诉举报的申请，县级应先入户核查", rule="LB-09", clause="4.3-d")
    return None


def visit_is_required(situation: Situation) -> Refusal | None:
    """A county visit is opened for a near relative or a complaint. Rules LB-08, LB-09, clause 4.3-d."""
    if not (situation.near_relative or situation.complaint_open):
        return Refusal("没有近亲属备案或者投诉举报，不需要强制入户核查", rule="L17", clause="4.3-d")
    return None


def confirmer_did_not_survey(situation: Situation) -> Refusal | None:
    """Who surveyed does not confirm (四眼原则). Rule L18, clause 4.3-b."""
    if _accounts([situation.acts_for]) & _accounts(situation.surveyors):
        return Refusal("入户调查人员不得确认同一申请", rule="L18", clause="4.3-b", code="four_eyes")
    return None


def confirmer_gave_no_opinion(situation: Situation) -> Refusal | None:
    """Who gave the township's opinion, the first or a new one, does not confirm (四眼原则). Rule L18, clause 4.3-b."""
    opinions = (situation.acted.get(action, frozenset()) for action in ("GIVE_OPINION", "RESOLVE_DISPUTE"))
    if any(situation.acts_for in people for people in opinions):
        return Refusal("提出初审意见的人员不得确认同一申请", rule="L18", clause="4.3-b", code="four_eyes")
    return None


def objection_brings_evidence(_situation: Situation, change: Any) -> Refusal | None:
    """An objection to the verification brings evidence. Rule HD-05, clause 3.2-l."""
    if not change.evidence:
        return Refusal("提出异议应附证明材料", rule="HD-05", clause="3.2-l")
    return None


def supplement_is_asked_once(situation: Situation) -> Refusal | None:
    """Everything missing is named at once, and once only (一次性告知). Rule L3, clause 3.1-b."""
    if "REQUEST_SUPPLEMENT" in situation.acted:
        return Refusal("补正材料应当一次性告知，不得再次要求补正", rule="L3", clause="3.1-b")
    return None


def supplement_is_complete(situation: Situation, change: Any) -> Refusal | None:
    """What was asked for is brought. Rule L4, clause 3.1-b."""
    still_missing = situation.missing_papers - {document.kind.value for document in change.documents}
    if still_missing:
        return Refusal(f"告知补正的材料还缺{len(still_missing)}种", rule="L4", clause="3.1-b")
    return None


def withdrawal_is_signed(situation: Situation, change: Any) -> Refusal | None:
    """The applicant withdraws himself, through the agent he entrusted, or by a signed paper. Rule L26, clause 3.1-b."""
    if situation.role == "VILLAGER" and not situation.is_applicant:
        return Refusal("只有申请人本人可以撤回申请", rule="L26", clause="3.1-b")
    if situation.role == "VILLAGE_AGENT":
        return agent_has_entrustment(situation)
    signed = any(document.kind == "WITHDRAWAL" for document in change.documents)
    if situation.role == "TOWNSHIP_OFFICER" and not signed:
        return Refusal("代为登记撤回应附申请人签字的撤回申请书", rule="L26", clause="3.1-b")
    return None


def correction_brings_evidence(_situation: Situation, change: Any) -> Refusal | None:
    """Facts that were surveyed or verified change only on evidence. Rule HD-05, clause 3.2-l."""
    if not change.documents:
        return Refusal("核对后更正家庭情况应附证明材料", rule="HD-05", clause="3.2-l")
    return None


def survey_day_is_sound(situation: Situation, change: Any) -> Refusal | None:
    """A survey lies between acceptance and today. Rule L7, clause 3.1-b."""
    if change.surveyed_on > situation.today or (situation.accepted_on and change.surveyed_on < situation.accepted_on):
        return Refusal("入户调查日期不得早于受理日或者晚于今日", rule="L7", clause="3.1-b")
    return None


def dispute_has_its_paper(_situation: Situation, change: Any) -> Refusal | None:
    """A new survey names two surveyors, an appraisal brings its record. Rule L16, clause 3.1-b."""
    kinds = {document.kind.value for document in change.documents}
    if change.resolution == "RESURVEY" and len(_accounts(change.surveyors)) < 2:
        return Refusal("重新调查人员不得少于两人", rule="L16", clause="3.1-b")
    if change.resolution == "APPRAISAL" and "APPRAISAL_RECORD" not in kinds:
        return Refusal("民主评议应附评议记录", rule="L16", clause="3.1-b")
    return None


def something_was_refused(situation: Situation) -> Refusal | None:
    """Only what is refused, wholly or in part, is delivered; a confirmation is published. Rule LB-07, clause 3.1-b."""
    if not situation.lines_refused:
        return Refusal("全部事项已予确认，没有需要送达的不予确认告知书", rule="LB-07", clause="3.1-b")
    return None


def decision_is_undelivered(situation: Situation) -> Refusal | None:
    """A refusal is delivered once; the time to appeal runs from then (送达). Rules LB-07, AP-02, clause 3.1-b."""
    if situation.delivered_on is not None:
        return Refusal(f"不予确认告知书已于{situation.delivered_on}送达", rule="LB-07", clause="3.1-b")
    return None


def delivery_day_is_sound(situation: Situation, change: Any) -> Refusal | None:
    """A decision is delivered between the day it was made and today. Rule LB-07, clause 3.1-b."""
    if not (situation.decided_on or situation.today) <= change.delivered_on <= situation.today:
        return Refusal("送达日期不得早于决定日或者晚于今日", rule="LB-07", clause="3.1-b")
    return None
