"""Code tables of case work (代码表), each value with its Chinese and English label."""

from shared.schemas.types import Code


class ApplicationState(Code):
    """Where an application stands (domain 5.1)."""

    DRAFT = "DRAFT", "草稿", "Draft"
    SUBMITTED = "SUBMITTED", "已提交", "Submitted"
    SUPPLEMENT = "SUPPLEMENT", "待补正", "Waiting for missing papers"
    ACCEPTED = "ACCEPTED", "已受理", "Accepted"
    SURVEY = "SURVEY", "入户调查", "Household survey"
    VERIFYING = "VERIFYING", "经济状况核对", "Verification of economic status"
    VERIFY_FAILED = "VERIFY_FAILED", "核对不符", "Verification does not fit"
    RECHECK = "RECHECK", "复查", "Re-check after objection"
    OPINION = "OPINION", "初审", "Township opinion"
    NOTICE = "NOTICE", "公示", "Public notice"
    DISPUTED = "DISPUTED", "公示有异议", "Notice disputed"
    COUNTY_REVIEW = "COUNTY_REVIEW", "县级审核", "County review"
    COUNTY_VISIT = "COUNTY_VISIT", "县级入户核查", "County home visit"
    CONFIRMED = "CONFIRMED", "已确认", "Confirmed"
    REFUSED = "REFUSED", "不予确认", "Refused"
    WITHDRAWN = "WITHDRAWN", "已撤回", "Withdrawn"
    ABORTED = "ABORTED", "终止办理", "Aborted"


class ApplicationAction(Code):
    """What can be done to an application (domain 5.1, L2-L19, L26, L27)."""

    SUBMIT = "SUBMIT", "提交申请", "Hand in"
    REQUEST_SUPPLEMENT = "REQUEST_SUPPLEMENT", "一次性告知补正", "Name all missing papers at once"
    RESUBMIT = "RESUBMIT", "补正后提交", "Hand in missing papers"
    ACCEPT = "ACCEPT", "受理", "Accept"
    START_SURVEY = "START_SURVEY", "开始入户调查", "Start the survey"
    REQUEST_VERIFICATION = "REQUEST_VERIFICATION", "提请核对", "Request verification"
    START_VERIFICATION = "START_VERIFICATION", "启动核对", "Start verification"
    REPORT_VERIFICATION = "REPORT_VERIFICATION", "出具核对报告", "Report verification"
    OBJECT_VERIFICATION = "OBJECT_VERIFICATION", "对核对结果提出异议", "Object to verification"
    REPORT_RECHECK = "REPORT_RECHECK", "出具复查报告", "Report the re-check"
    GIVE_OPINION = "GIVE_OPINION", "提出初审意见并公示", "Give the opinion and post the notice"
    FORWARD = "FORWARD", "公示期满上报", "Forward after the notice"
    CORRECT_FACTS = "CORRECT_FACTS", "更正家庭情况", "Correct the facts"
    DISPUTE = "DISPUTE", "登记公示异议", "Register a dispute"
    RESOLVE_DISPUTE = "RESOLVE_DISPUTE", "异议处理后上报", "Resolve the dispute and forward"
    REQUIRE_VISIT = "REQUIRE_VISIT", "转县级入户核查", "Require a county visit"
    RECORD_VISIT = "RECORD_VISIT", "登记入户核查", "Record the county visit"
    FILE_COMPLAINT = "FILE_COMPLAINT", "登记投诉举报", "File a complaint"
    CONFIRM = "CONFIRM", "审核确认", "Confirm"
    REFUSE = "REFUSE", "不予确认", "Refuse"
    DELIVER_DECISION = "DELIVER_DECISION", "送达不予确认告知书", "Deliver the refusal"
    WITHDRAW = "WITHDRAW", "撤回申请", "Withdraw"
    ABORT = "ABORT", "终止审核确认程序", "Abort"


class Channel(Code):
    """How an application reaches us (线上线下办理, 3.2-m)."""

    WINDOW = "WINDOW", "窗口", "Township window"
    ONLINE = "ONLINE", "网上", "Online"
    VILLAGE_AGENT = "VILLAGE_AGENT", "村级代办", "Village agent"
    ACTIVE_DISCOVERY = "ACTIVE_DISCOVERY", "主动发现", "Active discovery"
    TRANSFERRED = "TRANSFERRED", "转办", "Transferred"
    IMPORT = "IMPORT", "台账导入", "Ledger import"


class DocumentKind(Code):
    """Papers of an application (申请材料)."""

    APPLICATION_FORM = "APPLICATION_FORM", "申请书", "Application form"
    COMMITMENT = "COMMITMENT", "承诺书", "Declaration of honesty"
    AUTHORISATION = "AUTHORISATION", "核对授权书", "Authorisation for verification"
    IDENTITY = "IDENTITY", "身份证明", "Proof of identity"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER", "户口簿", "Household register"
    ENTRUSTMENT = "ENTRUSTMENT", "委托书", "Entrustment"
    DISABILITY_CERTIFICATE = "DISABILITY_CERTIFICATE", "残疾人证", "Disability certificate"
    ILLNESS_PROOF = "ILLNESS_PROOF", "重特大疾病认定材料", "Recognition of serious illness"
    INCOME_PROOF = "INCOME_PROOF", "收入证明", "Proof of income"
    SURVEY_FORM = "SURVEY_FORM", "入户调查表", "Survey form"
    VERIFICATION_REPORT = "VERIFICATION_REPORT", "核对报告", "Verification report"
    NOTICE_PHOTO = "NOTICE_PHOTO", "公示照片", "Photo of the notice"
    APPRAISAL_RECORD = "APPRAISAL_RECORD", "民主评议记录", "Record of the appraisal"
    VISIT_FORM = "VISIT_FORM", "入户核查表", "County visit form"
    WITHDRAWAL = "WITHDRAWAL", "撤回申请书", "Signed withdrawal"
    OTHER = "OTHER", "其他材料", "Other"


class SpecialCase(Code):
    """Why the total limit is 45 working days (domain 5.1)."""

    DISPUTED_NOTICE = "DISPUTED_NOTICE", "公示有异议", "Notice disputed"
    RESIDENCE_DIFFERS = "RESIDENCE_DIFFERS", "人户分离", "Registered elsewhere"
    OTHER_PLACE = "OTHER_PLACE", "异地申办", "Applied at another place"
    SURVEY_DIFFICULT = "SURVEY_DIFFICULT", "家庭经济状况调查难度较大", "Survey is difficult"


class VerificationConclusion(Code):
    """Conclusion of a verification report (核对结论, HD-06)."""

    FITS = "FITS", "符合", "Fits"
    DOES_NOT_FIT = "DOES_NOT_FIT", "不符合", "Does not fit"
    CANNOT_CONFIRM = "CANNOT_CONFIRM", "无法确认", "Cannot be confirmed"


class DisputeResolution(Code):
    """How a disputed notice was settled (L16)."""

    RESURVEY = "RESURVEY", "重新调查", "Surveyed again"
    APPRAISAL = "APPRAISAL", "民主评议", "Democratic appraisal"


class RefusalCode(Code):
    """Coded reasons of a refusal (LB-17); each stands for a rule that failed."""

    INCOME_NOT_BELOW_LINE = "INCOME_NOT_BELOW_LINE", "家庭人均收入不低于低保标准", "Income is not below the line"
    INCOME_NOT_BELOW_MARGINAL_LINE = (
        "INCOME_NOT_BELOW_MARGINAL_LINE",
        "家庭人均收入不低于低保边缘标准",
        "Income is not below the marginal line",
    )
    PROPERTY_OVER_LIMIT = "PROPERTY_OVER_LIMIT", "家庭财产超过规定", "Property is over the limit"
    NOT_A_SINGLE_PERSON_CASE = "NOT_A_SINGLE_PERSON_CASE", "不符合单人户条件", "Not a single-person case"
    ANOTHER_PROGRAMME_APPLIES = (
        "ANOTHER_PROGRAMME_APPLIES",
        "应由其他救助项目保障，不能同时享受",
        "Another programme applies",
    )
    NO_COUNTED_MEMBERS = "NO_COUNTED_MEMBERS", "没有可以计入的家庭成员", "Nobody counts as a member"
    ALREADY_RECEIVING = "ALREADY_RECEIVING", "已享受同类待遇", "Already receiving the same benefit"
    VERIFICATION_DOES_NOT_FIT = (
        "VERIFICATION_DOES_NOT_FIT",
        "核对结果不符合且无异议",
        "Verification does not fit, no objection",
    )
    FALSE_STATEMENT = "FALSE_STATEMENT", "隐瞒或者虚报", "False statement"
    DIED = "DIED", "申请人死亡", "The applicant has died"


class AbortReason(Code):
    """Why a procedure was aborted (LB-13)."""

    REFUSES_COOPERATION = "REFUSES_COOPERATION", "无正当理由不配合调查核对", "Refuses to cooperate without good reason"
    DIED = "DIED", "申请人死亡", "The applicant has died"
    MOVED_AWAY = "MOVED_AWAY", "户籍迁出", "Moved away"


class NoticeKind(Code):
    """What is shown to the village (L13, LB-19)."""

    OPINION = "OPINION", "初审公示", "Notice of the opinion"
    RESULT = "RESULT", "确认公布", "Publication of the result"


class DeterminationState(Code):
    """Whether an answer of eligibility for today's facts is at hand."""

    NONE = "NONE", "未测算", "None yet"
    PENDING = "PENDING", "测算中", "Requested"
    CURRENT = "CURRENT", "当日有效", "Current"
    STALE = "STALE", "需重新测算", "Stale"


class BenefitState(Code):
    """Where a benefit stands (L20, L21, L25)."""

    CONFIRMED = "CONFIRMED", "待生效", "Confirmed, not yet in force"
    ACTIVE = "ACTIVE", "享受中", "Active"
    REVIEW_DUE = "REVIEW_DUE", "待复核", "Review due"
    STOPPED = "STOPPED", "已停发", "Stopped"


class BenefitAction(Code):
    """What can be done to a benefit."""

    ACTIVATE = "ACTIVATE", "生效", "Take effect"
    CALL_REVIEW = "CALL_REVIEW", "启动复核", "Call a review"
    KEEP = "KEEP", "复核后继续救助", "Keep after a review"
    STOP = "STOP", "停发", "Stop"


class ReviewReason(Code):
    """Why a benefit is to be looked at again out of turn (复核事由)."""

    STANDARD_CHANGE = "STANDARD_CHANGE", "标准调整", "Change of a standard"


class StopReason(Code):
    """Why a benefit stops (L25)."""

    NO_LONGER_FITS = "NO_LONGER_FITS", "不再符合条件", "No longer fits"
    DIED = "DIED", "死亡", "Died"
    MOVED_AWAY = "MOVED_AWAY", "户籍迁出", "Moved away"
    VOLUNTARY = "VOLUNTARY", "自愿退出", "Gave up voluntarily"
    FRAUD = "FRAUD", "骗取救助", "Obtained by fraud"


class ReviewClass(Code):
    """How often a benefit is reviewed (RV-01, RV-02)."""

    A = "A", "A类（12个月）", "Every 12 months"
    B = "B", "B类（6个月）", "Every 6 months"


class MonthKind(Code):
    """Kind of an entry of the month ledger."""

    NORMAL = "NORMAL", "当月", "Regular"
    OVERPAID = "OVERPAID", "超发", "Paid beyond the end of the benefit"


class MonthStatus(Code):
    """Whether a month of a benefit is paid."""

    DUE = "DUE", "应发", "Due"
    IN_BATCH = "IN_BATCH", "已编入批次", "In a batch"
    PAID = "PAID", "已发", "Paid"
    FAILED = "FAILED", "发放失败", "Failed"
    VOID = "VOID", "不再应发", "No longer due"
    TO_RECOVER = "TO_RECOVER", "待追回", "To be recovered"


class BatchState(Code):
    """Where a payment batch stands (PAY-02)."""

    PROPOSED = "PROPOSED", "已编制", "Proposed"
    CHECKED = "CHECKED", "已复核", "Checked"
    APPROVED = "APPROVED", "已审批", "Approved"
    SENT = "SENT", "已导出", "Exported to the bank"
    RESULT = "RESULT", "结果已登记", "Results entered"
    RECONCILED = "RECONCILED", "已对账", "Reconciled"
    CANCELLED = "CANCELLED", "已撤销", "Cancelled"


class BatchAction(Code):
    """What can be done to a payment batch."""

    PROPOSE = "PROPOSE", "编制", "Propose"
    CHECK = "CHECK", "复核", "Check"
    APPROVE = "APPROVE", "审批", "Approve"
    EXPORT = "EXPORT", "导出", "Export"
    RECORD_RESULTS = "RECORD_RESULTS", "登记结果", "Record results"
    RECONCILE = "RECONCILE", "对账", "Reconcile"
    CANCEL = "CANCEL", "撤销", "Cancel"


class PaymentKind(Code):
    """Kind of a payment line (PAY-03, PAY-04)."""

    FIRST = "FIRST", "首次发放", "Sent for the first time"
    RESENT = "RESENT", "补发（前次发放失败）", "Sent again after the bank returned it"


class PaymentResult(Code):
    """What the bank did with a line."""

    PAID = "PAID", "成功", "Paid"
    FAILED = "FAILED", "失败", "Failed"


class FailureReason(Code):
    """Why the bank returned a line (PAY-04)."""

    ACCOUNT_NOT_FOUND = "ACCOUNT_NOT_FOUND", "账户不存在", "No such account"
    NAME_DIFFERS = "NAME_DIFFERS", "户名不符", "Name differs"
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED", "账户已销户或冻结", "Closed or frozen"
    NO_ACCOUNT = "NO_ACCOUNT", "未登记账户", "No account on file"
    OTHER = "OTHER", "其他", "Other"


class DisclosurePurpose(Code):
    """For what full personal data are looked at; each look is logged."""

    CASE_WORK = "CASE_WORK", "办理救助", "Case work"
    VERIFICATION = "VERIFICATION", "经济状况核对", "Verification"
    PAYMENT = "PAYMENT", "资金发放", "Payment"
    MONITORING = "MONITORING", "监测预警", "Monitoring"
    INSPECTION = "INSPECTION", "监督检查", "Inspection"
    OWN_DATA = "OWN_DATA", "本人查询", "The person himself"
