"""The bodies of ``POST /v1/applications/{id}/transitions``, one named schema for each action."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.schemas.codes import (
    AbortReason,
    ApplicationAction,
    DisputeResolution,
    DocumentKind,
    RefusalCode,
    SpecialCase,
    VerificationConclusion,
)
from shared.schemas.determination_codes import Programme
from shared.schemas.facts import HouseholdFacts
from shared.schemas.people import Ref
from shared.schemas.types import Body, Day, Flag, ShortText, Text

Subject = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:_.@-]{1,100}$")]
"""Who did it, as the token's ``sub`` names him."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class NewDocument(Body):
    """A paper handed in; the scan is known by its hash."""

    kind: Annotated[DocumentKind, Field(title="材料种类")]
    title: Annotated[ShortText, Field(title="材料名称")]
    sha256: Annotated[Sha256 | None, Field(title="扫描件的 SHA-256")] = None
    obtained_online: Annotated[Flag, Field(title="是否通过共享取得")] = False


class _Change(Body):
    """What every step may bring along."""

    note: Annotated[Text | None, Field(title="说明")] = None
    documents: Annotated[list[NewDocument], Field(title="本环节材料", max_length=50)] = []


class SignedAuthorisation(Body):
    """A member's authorisation for verification that was signed meanwhile (核对授权, HD-01)."""

    ref: Annotated[Ref, Field(title="成员编号")]
    signed_on: Annotated[Day, Field(title="签署日期")]
    version: Annotated[ShortText, Field(title="授权书版本")]


class _SigningChange(_Change):
    """A step with which authorisations may be brought along."""

    authorisations: Annotated[list[SignedAuthorisation], Field(title="新签署的核对授权", max_length=50)] = []


class Submit(_SigningChange):
    """提交申请 (L2)."""

    action: Literal[ApplicationAction.SUBMIT]


class CorrectFacts(_Change):
    """更正家庭情况: by the applicant before it is accepted, afterwards by the township, with evidence once verified."""

    action: Literal[ApplicationAction.CORRECT_FACTS]
    facts: Annotated[HouseholdFacts, Field(title="更正后的家庭情况")]
    reason: Annotated[ShortText, Field(title="更正原因")]


class MissingPaper(Body):
    """One missing paper, named once and for all (一次性告知)."""

    kind: Annotated[DocumentKind, Field(title="材料种类")]
    why: Annotated[ShortText, Field(title="补正要求")]


class RequestSupplement(_Change):
    """一次性告知补正 (L3)."""

    action: Literal[ApplicationAction.REQUEST_SUPPLEMENT]
    missing: Annotated[list[MissingPaper], Field(title="需补正的全部材料", min_length=1, max_length=30)]


class Resubmit(_SigningChange):
    """补正后提交 (L4)."""

    action: Literal[ApplicationAction.RESUBMIT]
    facts: Annotated[HouseholdFacts | None, Field(title="更正后的家庭情况")] = None


class NearRelative(Body):
    """A member is a near relative of a case worker or of a village cadre (近亲属备案, LB-08)."""

    of_whom: Annotated[ShortText, Field(title="经办人员或村（居）干部")]
    relation: Annotated[ShortText, Field(title="亲属关系")]


class Accept(_Change):
    """受理 (L5)."""

    action: Literal[ApplicationAction.ACCEPT]
    near_relative: Annotated[NearRelative | None, Field(title="近亲属备案")] = None
    special_case: Annotated[SpecialCase | None, Field(title="特殊情形（办结时限45个工作日）")] = None


class StartSurvey(_Change):
    """开始入户调查 (L6)."""

    action: Literal[ApplicationAction.START_SURVEY]
    surveyors: Annotated[list[Subject], Field(title="调查人员（不少于两人）", min_length=1, max_length=10)]


class RequestVerification(_SigningChange):
    """提请核对 (L7); the survey is finished with it."""

    action: Literal[ApplicationAction.REQUEST_VERIFICATION]
    surveyed_on: Annotated[Day, Field(title="入户调查日期")]
    member_present: Annotated[ShortText, Field(title="在场家庭成员")]
    facts: Annotated[HouseholdFacts | None, Field(title="调查后的家庭情况")] = None


class StartVerification(_Change):
    """启动核对 (TL-LB-VERIFY)."""

    action: Literal[ApplicationAction.START_VERIFICATION]


class ReportVerification(_Change):
    """出具核对报告 (L8, L9)."""

    action: Literal[ApplicationAction.REPORT_VERIFICATION]
    conclusion: Annotated[VerificationConclusion, Field(title="核对结论")]
    report_number: Annotated[ShortText, Field(title="报告编号")]
    facts: Annotated[HouseholdFacts | None, Field(title="核对后的家庭情况")] = None


class ObjectVerification(_Change):
    """对核对结果提出异议 (L10)."""

    action: Literal[ApplicationAction.OBJECT_VERIFICATION]
    evidence: Annotated[list[NewDocument], Field(title="异议证明材料", max_length=50)]


class ReportRecheck(_Change):
    """出具复查报告 (L12)."""

    action: Literal[ApplicationAction.REPORT_RECHECK]
    conclusion: Annotated[VerificationConclusion, Field(title="复查结论")]
    facts: Annotated[HouseholdFacts | None, Field(title="复查后的家庭情况")] = None


class GiveOpinion(_Change):
    """提出初审意见并公示 (L13)."""

    action: Literal[ApplicationAction.GIVE_OPINION]
    in_favour: Annotated[Flag, Field(title="是否建议纳入")]
    opinion: Annotated[Text, Field(title="初审意见")]


class Forward(_Change):
    """公示期满上报 (L14)."""

    action: Literal[ApplicationAction.FORWARD]


class Dispute(_Change):
    """登记公示异议 (L15)."""

    action: Literal[ApplicationAction.DISPUTE]
    objection: Annotated[Text, Field(title="异议内容")]


class ResolveDispute(_Change):
    """异议处理后上报 (L16)."""

    action: Literal[ApplicationAction.RESOLVE_DISPUTE]
    resolution: Annotated[DisputeResolution, Field(title="处理方式")]
    surveyors: Annotated[list[Subject], Field(title="重新调查人员（重新调查时不少于两人）", max_length=10)] = []
    opinion: Annotated[Text, Field(title="处理后的初审意见")]
    in_favour: Annotated[Flag, Field(title="是否建议纳入")]


class RequireVisit(_Change):
    """转县级入户核查 (L17)."""

    action: Literal[ApplicationAction.REQUIRE_VISIT]


class RecordVisit(_Change):
    """登记入户核查 (L17)."""

    action: Literal[ApplicationAction.RECORD_VISIT]
    visitors: Annotated[list[Subject], Field(title="核查人员", min_length=1, max_length=10)]
    finding: Annotated[Text, Field(title="核查情况")]


class FileComplaint(_Change):
    """登记投诉举报 (LB-09)."""

    action: Literal[ApplicationAction.FILE_COMPLAINT]
    content: Annotated[Text, Field(title="投诉举报内容")]


class ConfirmedLine(Body):
    """A line to confirm: a programme for the household, or for one person of it."""

    programme: Annotated[Programme, Field(title="救助项目")]
    person_ref: Annotated[str | None, Field(title="单人户成员编号", max_length=32)] = None


class RefusedLine(ConfirmedLine):
    """A line not to confirm, with its own coded reasons (LB-17)."""

    reasons: Annotated[list[RefusalCode], Field(title="不予确认的理由", min_length=1, max_length=5)]


def _require_each_once(lines: Sequence[ConfirmedLine]) -> None:
    """Refuse a decision that speaks of one unit twice."""
    if len({(line.programme, line.person_ref) for line in lines}) != len(lines):
        raise PydanticCustomError("line_repeated", "同一事项只能确认或者不予确认一次")


class Confirm(_Change):
    """审核确认 (L18). Amounts are those of today's determination; a person confirms them (D-19)."""

    action: Literal[ApplicationAction.CONFIRM]
    lines: Annotated[list[ConfirmedLine], Field(title="确认事项", min_length=1, max_length=20)]
    refused: Annotated[
        list[RefusedLine], Field(title="不予确认的事项；测算符合而不予确认的必填，并在 note 中说明情况", max_length=20)
    ] = []
    decision_number: Annotated[ShortText | None, Field(title="文书编号")] = None

    @model_validator(mode="after")
    def _decides_once(self) -> Self:
        _require_each_once([*self.lines, *self.refused])
        return self


class Refuse(_Change):
    """不予确认 (L19, L11), with coded reasons (LB-17); what a person found is said in ``note``."""

    action: Literal[ApplicationAction.REFUSE]
    reasons: Annotated[
        list[RefusalCode],
        Field(title="不予确认的理由；每个申请事项适用其中有依据的理由", min_length=1, max_length=5),
    ]
    lines: Annotated[
        list[RefusedLine], Field(title="理由不同的事项；单人户申请人以外的成员在此列明", max_length=20)
    ] = []
    decision_number: Annotated[ShortText | None, Field(title="文书编号")] = None

    @model_validator(mode="after")
    def _decides_once(self) -> Self:
        _require_each_once(self.lines)
        return self


class DeliverDecision(_Change):
    """送达不予确认告知书 (LB-07)."""

    action: Literal[ApplicationAction.DELIVER_DECISION]
    delivered_on: Annotated[Day, Field(title="送达日期")]


class Withdraw(_Change):
    """撤回申请 (L26)."""

    action: Literal[ApplicationAction.WITHDRAW]
    reason: Annotated[ShortText, Field(title="撤回原因")]


class Abort(_Change):
    """终止审核确认程序 (L27)."""

    action: Literal[ApplicationAction.ABORT]
    reason: Annotated[AbortReason, Field(title="终止原因")]


ApplicationChange = Annotated[
    Submit | CorrectFacts | RequestSupplement | Resubmit | Accept | StartSurvey | RequestVerification | StartVerification
    | ReportVerification | ObjectVerification | ReportRecheck | GiveOpinion | Forward | Dispute | ResolveDispute
    | RequireVisit | RecordVisit | FileComplaint | Confirm | Refuse | DeliverDecision | Withdraw | Abort,
    Field(discriminator="action"),
]  # fmt: skip
"""A step of an application."""
