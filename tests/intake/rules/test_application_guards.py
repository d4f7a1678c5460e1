from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from services.intake.rules import application_guards as guards
from services.intake.rules.situation import ApplicationSituation
from shared.schemas.codes import DocumentKind

READY = ApplicationSituation(
    today=date(2021, 11, 15),
    acts_for="officer",
    role="COUNTY_OFFICER",
    is_applicant=False,
    unauthorised_adults=0,
    entrusted_to=None,
    through_agent=False,
    missing_papers=frozenset(),
    near_relative=False,
    complaint_open=False,
    visited=False,
    surveyors=frozenset({"surveyor-1", "surveyor-2"}),
    acted={"GIVE_OPINION": frozenset({"leader"}), "RESOLVE_DISPUTE": frozenset({"settler"})},
    forward_from=date(2021, 11, 15),
    determination="CURRENT",
    accepted_on=date(2021, 11, 8),
)


@pytest.mark.parametrize(("unsigned", "rule"), [(0, None), (1, "HD-01"), (3, "HD-01")])
def test_every_adult_signs_before_the_application_is_handed_in(unsigned, rule):
    refusal = guards.every_adult_authorised(replace(READY, unauthorised_adults=unsigned))
    assert (refusal.rule if refusal else None) == rule


@pytest.mark.parametrize(
    ("surveyors", "refused"),
    [
        (["a"], True),
        (["a", "a"], True),
        (["a", "A"], True),
        (["a", "b"], False),
        (["A", "b"], False),
        (["b", "c"], True),
    ],
)
def test_two_accounts_survey_and_one_of_them_is_who_starts_it(surveyors, refused):
    refusal = guards.survey_by_two(replace(READY, acts_for="a"), SimpleNamespace(surveyors=surveyors))
    assert (refusal is not None) is refused


@pytest.mark.parametrize(
    ("today", "rule"), [(date(2021, 11, 14), "TL-LB-NOTICE"), (date(2021, 11, 15), None), (date(2021, 11, 16), None)]
)
def test_the_notice_is_over_on_the_day_after_its_last_day(today, rule):
    refusal = guards.notice_period_is_over(replace(READY, today=today))
    assert (refusal.rule if refusal else None) == rule


def test_a_case_without_a_notice_cannot_be_forwarded():
    refusal = guards.notice_period_is_over(replace(READY, forward_from=None))
    assert refusal is not None
    assert refusal.rule == "TL-LB-NOTICE"


@pytest.mark.parametrize(("today", "refused"), [(date(2021, 11, 14), False), (date(2021, 11, 15), True)])
def test_an_objection_comes_while_the_notice_is_up(today, refused):
    assert (guards.notice_still_open(replace(READY, today=today)) is not None) is refused


@pytest.mark.parametrize(("state", "refused"), [("CURRENT", False), ("PENDING", True), ("STALE", True), ("NONE", True)])
def test_only_an_answer_for_todays_facts_will_do(state, refused):
    refusal = guards.determination_is_current(replace(READY, determination=state))
    assert (refusal.code if refusal else None) == ("determination_pending" if refused else None)


@pytest.mark.parametrize(
    ("relative", "complaint", "visited", "rule"),
    [
        (False, False, False, None),
        (True, False, False, "LB-08"),
        (False, True, False, "LB-09"),
        (True, True, False, "LB-08"),
        (True, True, True, None),
    ],
)
def test_a_near_relative_or_a_complaint_demands_a_visit(relative, complaint, visited, rule):
    situation = replace(READY, near_relative=relative, complaint_open=complaint, visited=visited)
    refusal = guards.visited_when_required(situation)
    assert (refusal.rule if refusal else None) == rule


@pytest.mark.parametrize(("who", "refused"), [("officer", False), ("surveyor-1", True), ("Surveyor-1", True)])
def test_who_surveyed_does_not_decide(who, refused):
    assert (guards.confirmer_did_not_survey(replace(READY, acts_for=who)) is not None) is refused


@pytest.mark.parametrize(("who", "refused"), [("officer", False), ("leader", True), ("settler", True)])
def test_who_gave_the_opinion_does_not_decide(who, refused):
    assert (guards.confirmer_gave_no_opinion(replace(READY, acts_for=who)) is not None) is refused


def test_verification_without_authorisation_has_its_own_code():
    refusal = guards.verification_authorised(replace(READY, unauthorised_adults=1))
    assert refusal is not None
    assert (refusal.code, refusal.rule) == ("no_authorisation", "HD-08")


@pytest.mark.parametrize(("evidence", "refused"), [([], True), (["paper"], False)])
def test_an_objection_to_the_verification_brings_evidence(evidence, refused):
    assert (guards.objection_brings_evidence(READY, SimpleNamespace(evidence=evidence)) is not None) is refused


@pytest.mark.parametrize(
    ("relative", "complaint", "refused"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_a_county_visit_is_opened_for_a_reason(relative, complaint, refused):
    situation = replace(READY, near_relative=relative, complaint_open=complaint)
    assert (guards.visit_is_required(situation) is not None) is refused


@pytest.mark.parametrize(
    ("role", "entrusted_to", "through_agent", "refused"),
    [
        ("VILLAGE_AGENT", "officer", False, False),
        ("VILLAGE_AGENT", "somebody-else", True, True),
        ("VILLAGE_AGENT", None, False, True),
        ("TOWNSHIP_OFFICER", None, True, True),
        ("TOWNSHIP_OFFICER", "agent-1", True, False),
        ("TOWNSHIP_OFFICER", None, False, False),
    ],
)
def test_an_agent_acts_on_an_entrustment_that_names_him(role, entrusted_to, through_agent, refused):
    situation = replace(READY, role=role, entrusted_to=entrusted_to, through_agent=through_agent)
    assert (guards.agent_has_entrustment(situation) is not None) is refused


@pytest.mark.parametrize(
    ("role", "kinds", "entrusted_to", "refused"),
    [
        ("VILLAGER", [], None, False),
        ("TOWNSHIP_OFFICER", [], None, True),
        ("TOWNSHIP_OFFICER", ["WITHDRAWAL"], None, False),
        ("VILLAGE_AGENT", ["WITHDRAWAL"], None, True),
        ("VILLAGE_AGENT", [], "officer", False),
    ],
)
def test_a_withdrawal_is_the_applicants_own(role, kinds, entrusted_to, refused):
    situation = replace(READY, role=role, entrusted_to=entrusted_to, is_applicant=role == "VILLAGER")
    change = SimpleNamespace(documents=[SimpleNamespace(kind=DocumentKind(kind)) for kind in kinds])
    assert (guards.withdrawal_is_signed(situation, change) is not None) is refused


def test_missing_papers_are_asked_for_once_and_must_all_come():
    asked = replace(READY, acted={"REQUEST_SUPPLEMENT": frozenset({"a"})}, missing_papers=frozenset({"IDENTITY"}))
    brought = SimpleNamespace(documents=[SimpleNamespace(kind=DocumentKind.IDENTITY)])

    assert guards.supplement_is_asked_once(READY) is None
    assert guards.supplement_is_asked_once(asked) is not None
    assert guards.supplement_is_complete(asked, SimpleNamespace(documents=[])) is not None
    assert guards.supplement_is_complete(asked, brought) is None


@pytest.mark.parametrize(
    ("day", "refused"),
    [(date(2021, 11, 7), True), (date(2021, 11, 8), False), (date(2021, 11, 15), False), (date(2021, 11, 16), True)],
)
def test_a_survey_lies_between_acceptance_and_today(day, refused):
    assert (guards.survey_day_is_sound(READY, SimpleNamespace(surveyed_on=day)) is not None) is refused


@pytest.mark.parametrize(
    ("resolution", "surveyors", "kinds", "refused"),
    [
        ("RESURVEY", ["a", "b"], [], False),
        ("RESURVEY", ["a", "a"], [], True),
        ("APPRAISAL", [], [], True),
        ("APPRAISAL", [], ["APPRAISAL_RECORD"], False),
    ],
)
def test_a_dispute_is_settled_by_two_surveyors_or_a_record(resolution, surveyors, kinds, refused):
    papers = [SimpleNamespace(kind=DocumentKind(kind)) for kind in kinds]
    change = SimpleNamespace(resolution=resolution, surveyors=surveyors, documents=papers)
    assert (guards.dispute_has_its_paper(READY, change) is not None) is refused


@pytest.mark.parametrize(("papers", "refused"), [([], True), (["paper"], False)])
def test_verified_facts_change_on_evidence_only(papers, refused):
    assert (guards.correction_brings_evidence(READY, SimpleNamespace(documents=papers)) is not None) is refused


@pytest.mark.parametrize(("day", "rule"), [(7, "LB-07"), (8, None), (15, None), (16, "LB-07")])
def test_a_decision_is_delivered_between_the_day_it_was_made_and_today(day, rule):
    decided = replace(READY, decided_on=date(2021, 11, 8))
    refusal = guards.delivery_day_is_sound(decided, SimpleNamespace(delivered_on=date(2021, 11, day)))
    assert (refusal.rule if refusal else None) == rule


@pytest.mark.parametrize(("delivered_on", "rule"), [(None, None), (date(2021, 11, 12), "LB-07")])
def test_a_decision_is_delivered_once(delivered_on, rule):
    refusal = guards.decision_is_undelivered(replace(READY, delivered_on=delivered_on))
    assert (refusal.rule if refusal else None) == rule
