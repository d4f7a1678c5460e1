"""Life cycle of a benefit (domain 5.1, L20-L22, L25). Other amounts and the grace period come as further steps."""

from datetime import date

from services.intake.rules import benefit_guards as guards
from services.intake.rules.benefit_guards import BenefitSituation
from shared.identity import Role
from shared.lifecycle import Lifecycle, Step
from shared.schemas.codes import BenefitAction as Do
from shared.schemas.codes import BenefitState as In

_TIMER = frozenset({Role.SERVICE})
_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEADER})

LIFECYCLE: Lifecycle[BenefitSituation] = Lifecycle(
    name="benefit-2021",
    since=date(2021, 7, 1),
    steps=(
        Step(
            "L20", Do.ACTIVATE, Do.ACTIVATE.zh, (In.CONFIRMED,), In.ACTIVE, _TIMER, "benefits:stop",
            guards=(guards.start_month_has_come,),
        ),
        Step("L21", Do.CALL_REVIEW, Do.CALL_REVIEW.zh, (In.ACTIVE,), In.REVIEW_DUE, _TIMER | _COUNTY, "benefits:stop"),
        Step("L22", Do.KEEP, Do.KEEP.zh, (In.REVIEW_DUE,), In.ACTIVE, _COUNTY, "benefits:stop"),
        Step(
            "L25", Do.STOP, Do.STOP.zh, (In.CONFIRMED, In.ACTIVE, In.REVIEW_DUE), In.STOPPED, _COUNTY, "benefits:stop",
            checks=(guards.happened_already,),
        ),
    ),
)  # fmt: skip
