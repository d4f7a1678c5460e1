"""What intake can refuse, and how it says so. No message contains personal data."""

from collections.abc import Callable
from typing import Any, ClassVar

from shared.errors import DomainError, FieldError, Forbidden, InvalidInput, NotFound, RuleRefused


class ApplicationNotFound(NotFound):
    """No such application, or not the caller's to see."""

    code = "application_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该申请")


class CaseNotFound(NotFound):
    """No such case file."""

    code = "case_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该案卷")


class PersonNotFound(NotFound):
    """No such person."""

    code = "person_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该人员")


class HouseholdNotFound(NotFound):
    """No such household."""

    code = "household_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该家庭")


class BenefitNotFound(NotFound):
    """No such benefit."""

    code = "benefit_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该待遇")


class BatchNotFound(NotFound):
    """No such payment batch."""

    code = "payment_batch_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该发放批次")


class NoticeNotFound(NotFound):
    """No such public notice."""

    code = "public_notice_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该公示")


class ImportNotFound(NotFound):
    """No such import."""

    code = "import_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该导入批次")


class EventNotFound(NotFound):
    """No such event, or not the caller's to see."""

    code = "event_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该事件")


class EventOutOfPlace(InvalidInput):
    """The event is about a place outside the caller's."""

    code = "event_out_of_place"
    title = "事件不在管辖范围内"

    def __init__(self) -> None:
        message = "事件所属区划不在您的管理范围内"
        super().__init__(message, errors=(FieldError("/event/division", "division", message),))


class DivisionNotFound(NotFound):
    """No such division."""

    code = "division_not_found"

    def __init__(self) -> None:
        super().__init__("未找到该行政区划")


class DivisionExists(DomainError):
    """The code stands for another place."""

    code = "division_exists"
    title = "代码已被使用"

    def __init__(self) -> None:
        super().__init__("该代码已登记为其他行政区划")


class VillagesUnclear(InvalidInput):
    """It does not follow which codes the villages of a merged township go on under."""

    code = "villages_unclear"
    title = "所辖村（社区）的去向不明"

    def __init__(self, villages: list[str], *, errors: tuple[FieldError, ...] = ()) -> None:
        message = "请在 villages 中逐一列出撤并后的代码"
        found = tuple(FieldError("/villages", "required", f"{village}的代码已被其他村占用") for village in villages)
        super().__init__(message, errors=errors or found)


class CityOnly(Forbidden):
    """The working calendar is one for the whole city; a county's officer does not load it."""

    code = "city_only"

    def __init__(self) -> None:
        super().__init__("全市共用的工作日历由市级装载")


class CalendarYearNotFound(NotFound):
    """No calendar is loaded for the year."""

    code = "calendar_year_not_found"

    def __init__(self) -> None:
        super().__init__("该年度日历尚未装载")


class DeterminationPending(DomainError):
    """No answer of eligibility for today's facts is stored yet."""

    status = 409
    code = "determination_pending"
    title = "认定测算尚未完成"


class NoAuthorisation(RuleRefused):
    """Verification without the members' authorisation (HD-08)."""

    code = "no_authorisation"
    title = "未取得核对授权"


class FourEyes(Forbidden):
    """The same person may not take both steps."""

    code = "four_eyes"
    title = "同一人员不得办理前后两个环节"


class DocumentsMissing(RuleRefused):
    """Papers that the step demands are not on file."""

    code = "documents_missing"
    title = "缺少办理材料"


class AlreadyBeneficiary(RuleRefused):
    """A member already receives the programme somewhere in the city (HH-11)."""

    code = "already_beneficiary"
    title = "已享受同类待遇"

    def __init__(self, programme: str, county: str, *, afterwards: Callable[[Any], None]) -> None:
        detail = f"有家庭成员已在{county}享受{programme}"
        super().__init__(detail, rule="HH-11", clause="2.1-g", afterwards=afterwards)


class ProgrammeNotServed(RuleRefused):
    """The life cycle in force does not carry this programme."""

    code = "programme_not_served"
    title = "不能办理该救助项目"

    def __init__(self, programmes: str) -> None:
        super().__init__(f"目前不能办理：{programmes}", rule="L1", clause="3.1-b")


class IdentityRefused(InvalidInput):
    """An identity number is impossible, or two members share one."""

    code = "identity_refused"
    title = "身份信息有误"

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("身份信息有误", errors=errors)


class ChannelRefused(InvalidInput):
    """The channel says that somebody else hands in, or that a ledger does."""

    code = "channel_refused"
    title = "受理渠道与办理人不符"

    def __init__(self, allowed: list[str]) -> None:
        message = f"您可以使用的受理渠道：{'、'.join(allowed)}；台账请通过导入办理"
        super().__init__(message, errors=(FieldError("/channel", "channel", message),))


class OutOfPlace(InvalidInput):
    """The division is unknown, not in force, or outside the caller's place."""

    code = "division_refused"
    title = "行政区划不可用"

    def __init__(self, pointer: str) -> None:
        message = "行政区划不存在、已撤并或者不在您的管理范围内"
        super().__init__(message, errors=(FieldError(pointer, "division", message),))


class AlreadyApplied(DomainError):
    """The household has an undecided application for the same programme."""

    code = "already_applied"
    title = "已有在办申请"

    def __init__(self) -> None:
        super().__init__("该家庭已有同一救助项目的在办申请")


class WrongFacts(InvalidInput):
    """The facts are about other people or another place than the application."""

    code = "facts_refused"
    title = "家庭情况有误"

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(message, errors=(FieldError(pointer, "facts", message),))


class LedgerRefused(InvalidInput):
    """The file is no ledger as the template has it; nothing of it was taken in."""

    code = "ledger_refused"
    title = "台账文件不符合要求"

    def __init__(self, message: str) -> None:
        super().__init__(message, errors=(FieldError("/file", "ledger", message),))


class NothingToPay(RuleRefused):
    """No month is due that stands in no batch yet (PAY-02)."""

    code = "nothing_to_pay"
    title = "没有应发待遇"

    def __init__(self, message: str) -> None:
        super().__init__(message, rule="PAY-02", clause="2.4-c")


class CarriesNoMoney(RuleRefused):
    """The programme is a status; nothing is paid for it, in no month."""

    code = "carries_no_money"
    title = "该项目不发放资金"

    def __init__(self, programme: str) -> None:
        super().__init__(f"{programme}只认定身份，不发放救助金，没有发放批次", rule="BY-04", clause="3.1-a")


class TokensNotIssuedHere(Forbidden):
    """The system trusts another issuer, or no client has been configured."""

    code = "tokens_not_issued_here"
    title = "本系统不签发令牌"
    oauth_error: ClassVar[str] = "unauthorized_client"


class InvalidClient(DomainError):
    """The client is not known, or its secret is wrong."""

    status = 401
    code = "invalid_client"
    title = "客户端或密钥不正确"
    oauth_error: ClassVar[str] = "invalid_client"
    challenge: ClassVar[str] = 'Basic realm="doudi"'


class UnsupportedGrant(InvalidInput):
    """Only client credentials are given tokens here."""

    code = "unsupported_grant_type"
    title = "只支持 client_credentials"
    oauth_error: ClassVar[str] = "unsupported_grant_type"


class InvalidTokenRequest(InvalidInput):
    """A token like this would be refused everywhere."""

    code = "invalid_token_request"
    title = "不能签发这样的令牌"
    oauth_error: ClassVar[str] = "invalid_request"


class InvalidScope(InvalidInput):
    """The client's role does not carry a scope that was asked for."""

    code = "invalid_scope"
    title = "超出客户端的权限范围"
    oauth_error: ClassVar[str] = "invalid_scope"


class ResultDiffers(DomainError):
    """The bank's result of a line is on file already, and is another one."""

    code = "result_differs"
    title = "已登记的结果不一致"

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("部分明细行已登记了不同的结果", errors=errors)
