"""Self-care of a 特困 person and what care it gives (生活自理能力、照料护理). Circular 2.1-e and 2.2-d; domain 4.7, CARE-01…CARE-04."""

# ruff: noqa: N803  P is the parameter table in every procedure

from typing import Any

from services.eligibility.engine.codes import SelfCareClass
from services.eligibility.engine.values import Fen, Whole
from services.eligibility.rules.book import LAW_43, procedure, rule

SINCE = "2021-07-01"


@rule(
    "CARE-02",
    "生活自理能力等级",
    clause="2.1-e",
    law=f"{LAW_43}第二十一条、第二十二条",
    since=SINCE,
    says="吃饭、穿衣、上下床、如厕、室内行走、洗澡中有 {self_care_items_not_reached} 项不达标，{self_care_class}。",
)
def self_care_class(self_care_items_not_reached: Whole) -> SelfCareClass:
    """None of the six items missed: able; one to three: part lost; four and more: lost (自理能力等级, CARE-01)."""
    return (
        SelfCareClass.SELF_CARE
        if self_care_items_not_reached == 0
        else SelfCareClass.PARTIAL_LOSS
        if self_care_items_not_reached <= 3
        else SelfCareClass.FULL_LOSS
    )


@rule(
    "CARE-04",
    "全护理照料护理标准",
    clause="2.1-e",
    law=f"{LAW_43}第二十条",
    since=SINCE,
    gives="part",
    says="完全丧失自理能力，照料护理每月 {tk_care_full_loss} 元。",
)
def care_of_full_loss(tk_care_full_loss: Fen) -> Fen:
    """Care of one who lost self-care (全护理)."""
    return tk_care_full_loss


@rule(
    "CARE-04",
    "半护理照料护理标准",
    clause="2.1-e",
    law=f"{LAW_43}第二十条",
    since=SINCE,
    gives="part",
    says="部分丧失自理能力，照料护理每月 {tk_care_partial_loss} 元。",
)
def care_of_partial_loss(tk_care_partial_loss: Fen) -> Fen:
    """Care of one who partly lost self-care (半护理)."""
    return tk_care_partial_loss


@rule(
    "CARE-04",
    "全自理照料护理标准",
    clause="2.1-e",
    law=f"{LAW_43}第二十条",
    since=SINCE,
    gives="part",
    says="具备自理能力，照料护理每月 {tk_care_self_care} 元。",
)
def care_of_self_care(tk_care_self_care: Fen) -> Fen:
    """Care of one who looks after himself (全自理)."""
    return tk_care_self_care


@rule(
    "2.2-d",
    "有入住需求的失能、半失能特困人员应当集中供养",
    clause="2.2-d",
    law="攀民政〔2021〕61号二（二）",
    since="2021-09-22",
    before=False,
    says="{self_care_class}且愿意入住供养机构，应当安排集中供养。",
    otherwise="不属于有入住需求的失能、半失能特困人员。",
)
def must_be_placed(self_care_class: SelfCareClass, wishes_institution: bool) -> bool:
    """Whoever lost self-care, wholly or partly, and wishes to enter has to be placed, all of them (全部纳入集中供养)."""
    return self_care_class != SelfCareClass.SELF_CARE and wishes_institution


@procedure(since=SINCE)
def care_amount(of_class: Any, P: Any) -> Any:
    """Care by class; the standards of other classes are not asked for."""
    if of_class == SelfCareClass.FULL_LOSS:
        return care_of_full_loss(P.tk_care_full_loss)
    if of_class == SelfCareClass.PARTIAL_LOSS:
        return care_of_partial_loss(P.tk_care_partial_loss)
    return care_of_self_care(P.tk_care_self_care)
