"""Code tables of monitoring and early warning (监测预警代码表), domain chapter 6."""

from shared.schemas.types import Code


class Category(Code):
    """Why somebody stands in the information base (低收入人口类别, JC-01)."""

    LB = "LB", "低保对象", "Dibao"
    TK = "TK", "特困人员", "Tekun"
    CHILD_IN_NEED = "CHILD_IN_NEED", "其他困境儿童", "Other child in need"
    MON_UNSTABLE = "MON_UNSTABLE", "脱贫不稳定户", "Out of poverty, not stable"
    MON_MARGINAL = "MON_MARGINAL", "边缘易致贫户", "At the edge of poverty"
    MON_SUDDEN = "MON_SUDDEN", "突发严重困难户", "Sudden severe hardship"
    BY = "BY", "低保边缘家庭", "Marginal family"
    GX = "GX", "刚性支出困难家庭", "Rigid-expenditure family"
    ORPHAN = "ORPHAN", "孤儿", "Orphan"
    DEFACTO = "DEFACTO", "事实无人抚养儿童", "De facto unattended child"
    LEFT_CHILD = "LEFT_CHILD", "农村留守儿童", "Left-behind child"
    LEFT_ELDER = "LEFT_ELDER", "农村留守老人", "Left-behind elder"
    LEFT_WOMAN = "LEFT_WOMAN", "农村留守妇女", "Left-behind woman"
    DISABLED = "DISABLED", "享受残疾人补贴人员", "Receives a disability subsidy"
    OTHER = "OTHER", "其他低收入人口", "Other low-income person"


class CategoryStatus(Code):
    """How a category stands on a day (类别状态)."""

    CONFIRMED = "CONFIRMED", "待生效", "Confirmed, not yet in force"
    ACTIVE = "ACTIVE", "在享", "In force"
    REVIEW_DUE = "REVIEW_DUE", "待复核", "In force, review due"
    ENDED = "ENDED", "已终止", "Ended"
    VOID = "VOID", "未生效即终止", "Ended before it came into force"


class MonitoringView(Code):
    """The two views of the information base (JC-03)."""

    ASSISTED = "ASSISTED", "已纳入救助", "In assistance: watch whether policies are in place"
    NOT_ASSISTED = "NOT_ASSISTED", "未纳入救助", "Not in assistance: watch for changes"


class AlertLevel(Code):
    """How urgent an alert is (预警等级), lowest first."""

    BLUE = "BLUE", "蓝色", "Information"
    YELLOW = "YELLOW", "黄色", "Attention"
    ORANGE = "ORANGE", "橙色", "Urgent"
    RED = "RED", "红色", "Act the same day"


class AlertState(Code):
    """Where an alert stands (6.4); verification, triage and disposal come as further states."""

    OPEN = "OPEN", "待交办", "Open, waiting to be assigned"
    ASSIGNED = "ASSIGNED", "已交办", "Assigned"
    FEEDBACK = "FEEDBACK", "已反馈", "Fed back, waiting to be closed"
    CLOSED = "CLOSED", "已办结", "Closed with an outcome"
    FALSE_ALARM = "FALSE_ALARM", "误报", "False alarm"
    REOPENED = "REOPENED", "重新打开", "Reopened"


class AlertAction(Code):
    """What is done to an alert (6.4); the first three are done by the system alone."""

    RAISE = "RAISE", "发出预警", "Raise"
    RAISE_LEVEL = "RAISE_LEVEL", "提升等级", "Raise the level"
    SETTLE = "SETTLE", "事由消除", "Its cause has ceased"
    ASSIGN = "ASSIGN", "交办", "Assign"
    ACKNOWLEDGE = "ACKNOWLEDGE", "签收", "Acknowledge"
    CLOSE = "CLOSE", "办结", "Close with an outcome"
    DISMISS = "DISMISS", "认定为误报", "Dismiss as a false alarm"
    REOPEN = "REOPEN", "重新打开", "Reopen"


class AlertOutcome(Code):
    """What came of an alert (处置结果, 6.4)."""

    TAKEN_IN = "TAKEN_IN", "纳入救助", "Taken into a programme"
    AMOUNT_CHANGED = "AMOUNT_CHANGED", "调整金额", "Amount changed"
    STOPPED = "STOPPED", "停发", "Stopped"
    POLICY_IMPLEMENTED = "POLICY_IMPLEMENTED", "政策已落实", "Policy put in place (DISP-1)"
    PUSHED_TO_DEPT = "PUSHED_TO_DEPT", "分类推送", "Pushed to a department (DISP-2)"
    COMMITTEE = "COMMITTEE", "一事一议", "Decided by a committee (DISP-3)"
    CHECKED_STILL_ELIGIBLE = "CHECKED_STILL_ELIGIBLE", "核查后仍符合", "Checked, still eligible (DISP-4)"
    TERMINATED = "TERMINATED", "核查后终止", "Checked and terminated (DISP-4)"
    TEMP_RELIEF = "TEMP_RELIEF", "临时救助", "Temporary relief"
    CHARITY_REFERRAL = "CHARITY_REFERRAL", "转介慈善", "Referred to charity"
    VISIT_CONTINUED = "VISIT_CONTINUED", "持续走访", "Visits go on"
    ADVICE_GIVEN = "ADVICE_GIVEN", "政策告知", "Advice given"
    DUPLICATE = "DUPLICATE", "重复预警", "Duplicate"
    NOT_LOCAL = "NOT_LOCAL", "非本地事项，已移送", "Not local, transferred"


class FalseAlarmReason(Code):
    """Why an alert was a false alarm (误报原因, 6.4)."""

    DATA_ERROR = "DATA_ERROR", "数据错误", "Error in the data"
    ALREADY_ASSISTED = "ALREADY_ASSISTED", "已得到救助", "Already assisted"
    NOT_THE_PERSON = "NOT_THE_PERSON", "并非本人", "Not the person"
    NOT_REAL = "NOT_REAL", "困难不属实", "The hardship is not real"
    TEMPORARY = "TEMPORARY", "暂时情况，已消除", "Temporary, over by now"


class AlertSubject(Code):
    """What of intake's an alert is about."""

    APPLICATION = "APPLICATION", "申请", "Application"
    BENEFIT = "BENEFIT", "待遇", "Benefit"


class AssigneeRole(Code):
    """Whom an alert can be assigned to."""

    TOWNSHIP_OFFICER = "TOWNSHIP_OFFICER", "乡镇经办人员", "Township officer"
    TOWNSHIP_LEADER = "TOWNSHIP_LEADER", "乡镇负责人", "Township leader"
    VERIFICATION_OFFICER = "VERIFICATION_OFFICER", "核对机构人员", "Verification officer"
    COUNTY_OFFICER = "COUNTY_OFFICER", "县级经办人员", "County officer"
    COUNTY_LEADER = "COUNTY_LEADER", "县级负责人", "County leader"
