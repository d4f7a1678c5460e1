"""Life cycle of a payment batch (PAY-02): proposed, checked, approved by a second person, exported, reconciled."""

from datetime import date

from services.intake.rules import benefit_guards as guards
from services.intake.rules.benefit_guards import BatchSituation
from shared.identity import Role
from shared.lifecycle import Lifecycle, Step
from shared.schemas.codes import BatchAction as Do
from shared.schemas.codes import BatchState as In

_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEADER})

LIFECYCLE: Lifecycle[BatchSituation] = Lifecycle(
    name="payment-batch",
    since=date(2021, 7, 1),
    steps=(
        Step("PAY-02", Do.PROPOSE, Do.PROPOSE.zh, (None,), In.PROPOSED, _COUNTY, "payments:prepare"),
        Step(
            "PAY-02", Do.CHECK, Do.CHECK.zh, (In.PROPOSED,), In.CHECKED, _COUNTY, "payments:check",
            guards=(guards.checker_did_not_prepare, guards.nobody_has_left),
        ),
        Step(
            "PAY-02", Do.APPROVE, Do.APPROVE.zh, (In.CHECKED,), In.APPROVED, _COUNTY, "payments:approve",
            guards=(guards.approver_did_not_prepare, guards.nobody_has_left),
        ),
        Step(
            "PAY-02", Do.EXPORT, Do.EXPORT.zh, (In.APPROVED,), In.SENT, _COUNTY, "payments:prepare",
            guards=(guards.nobody_has_left,),
        ),
        Step(
            "PAY-02", Do.RECORD_RESULTS, Do.RECORD_RESULTS.zh, (In.SENT, In.RESULT), In.RESULT, _COUNTY,
            "payments:prepare",
        ),
        Step(
            "PAY-02", Do.RECONCILE, Do.RECONCILE.zh, (In.RESULT,), In.RECONCILED, _COUNTY, "payments:check",
            checks=(guards.totals_agree,),
        ),
        Step(
            "PAY-02", Do.CANCEL, Do.CANCEL.zh, (In.PROPOSED, In.CHECKED, In.APPROVED), In.CANCELLED, _COUNTY,
            "payments:prepare",
        ),
    ),
)  # fmt: skip
