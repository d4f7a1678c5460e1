"""What a person should look at (提示). A warning decides nothing."""

from services.eligibility.determining.runs import UnitRuns
from services.eligibility.engine.explain import parameter_of, sentence
from services.eligibility.engine.parameters import Parameter, ParameterSet
from services.eligibility.engine.ruleset import Call
from shared.schemas.determination_codes import Outcome, Programme, WarningCode
from shared.schemas.determinations import Caution, DeterminationRequest
from shared.schemas.fact_codes import FactStatus, IncomeKind, SoftSignal
from shared.schemas.facts import IncomeItem

ON_PARAMETERS = {WarningCode.UNCONFIRMED_PARAMETER, WarningCode.ILLUSTRATIVE_PARAMETER}
"""Warnings about parameters, which an answer gathers over all its results."""


_NET_OF_COSTS = {IncomeKind.BUSINESS, IncomeKind.PROPERTY}

_NOT_MONTHLY = {Programme.MARGINAL, Programme.RIGID, Programme.TEMPORARY}
"""Programmes that pay nothing by the month."""

_WHY_ZERO = {
    "banded_over_period": "所属档次的金额为零",
    "share_of_line": "按比例计算的金额取整后为零",
    "fixed_over_period": "定额为零",
    "difference_over_period": "差额取整后为零",
    "own_difference_over_period": "差额取整后为零",
    "topped_up_amount": "现领的救助金不低于标准，没有差额",
}
"""Why nothing is paid, by the rule that gave the amount."""

_WHERE_TRUE = {
    "must_be_placed": (
        WarningCode.MUST_BE_PLACED,
        "2.2-d",
        "失能、半失能且愿意入住供养机构，应当安排集中供养；没有床位的，须落实安置。",
    ),
    "is_to_be_referred": (
        WarningCode.REFER_AFTER_TEKUN,
        "TK-19",
        "终止特困供养后，符合低保、临时救助等条件的，应当及时纳入。",
    ),
}
"""Warnings that follow where a rule answers yes, by the rule's name."""


def of_request(request: DeterminationRequest) -> list[Caution]:
    """Warnings that the facts themselves give rise to."""
    facts = request.facts
    found = [_signal(signal) for signal in dict.fromkeys(facts.soft_signals)]
    if request.dates.accepted_on is None:
        found.append(_caution(WarningCode.ACCEPTED_ON_UNKNOWN, "D-11", "受理日未知，年龄暂按测算日计算。"))
    if facts.near_relative_of_staff:
        found.append(
            _caution(
                WarningCode.COUNTY_VISIT_REQUIRED,
                "LB-08",
                "申请人是经办人员或村（社区）干部的近亲属，须单独登记，县级民政部门应当入户调查。",
            )
        )
    found += [
        _caution(WarningCode.DISPUTED_FACT, "HD-05", f"事实 {each.fact} 有争议，来源：{each.source}。")
        for each in facts.provenance
        if each.status is FactStatus.DISPUTED
    ]
    if any(item.kind is IncomeKind.DEEMED_LABOUR for item in facts.income_items or []):
        found.append(
            _caution(
                WarningCode.DEEMED_INCOME, "INC-18", "含推定收入：应尊重实际情况，不得对确实不能劳动的人员推定收入。"
            )
        )
    found += [_costs(item) for item in facts.income_items or [] if item.costs and item.kind not in _NET_OF_COSTS]
    return found


def _costs(item: IncomeItem) -> Caution:
    sentence = f"{item.kind.zh}不减成本；就业必要成本请另列扣减项并附凭证。"
    return _caution(WarningCode.COSTS_NOT_TAKEN_OFF, "INC-01", sentence, item.person)


def of_unit(unit: UnitRuns, amount: int | None, ref: str | None, calls: list[Call]) -> list[Caution]:
    """Warnings that one result gives rise to."""
    found = []
    if unit.exploration.too_many:
        found.append(
            _caution(
                WarningCode.NOT_ALL_TRIED,
                "PRO-04",
                "未知事实过多，未逐一测算各种组合：结果为不能确定，所列缺少的事实可能不全，也未按重要程度排列。",
                ref,
            )
        )
    if any(_window_has_ended(call) for call in calls):
        found.append(
            _caution(
                WarningCode.EXCLUSION_WINDOW_ENDED,
                "INC-12",
                "中央基础养老金不计入收入的期限已届满，已按计入测算；请确认是否延长。",
            )
        )
    if any(call.rule.name == "central_pension_income_unchecked" for call in calls):
        found.append(
            _caution(
                WarningCode.PENSION_NOT_PUBLISHED, "INC-12", "当期中央基础养老金标准未公布，申报金额未能核对。", ref
            )
        )
    if unit.outcome is Outcome.ELIGIBLE and amount == 0 and unit.programme not in _NOT_MONTHLY:
        why = next(
            (words for name, words in _WHY_ZERO.items() if any(call.rule.name == name for call in calls)),
            "金额取整后为零",
        )
        found.append(_caution(WarningCode.AMOUNT_ROUNDS_TO_ZERO, "D-03", f"符合条件，但{why}。", ref))
    if unit.outcome is Outcome.ELIGIBLE and any(_replaces(call) for call in calls):
        sentence = "现领的同类补贴金额较低：择高享受本补贴的，须停领现领补贴。"
        found.append(_caution(WarningCode.REPLACES_BENEFIT, "DB-08", sentence, ref))
    found += [
        _caution(code, rule, said, ref) for name, (code, rule, said) in _WHERE_TRUE.items() if _is_true(name, calls)
    ]
    if unit.outcome is Outcome.ELIGIBLE and unit.programme is Programme.DIBAO_SINGLE_PERSON:
        found.append(_caution(WarningCode.OWN_APPLICATION_REQUIRED, "SP-07", "须由本人或其书面委托人提出申请。", ref))
    return found


def of_review_and_screening(unit: UnitRuns, calls: list[Call], refs: list[str]) -> list[Caution]:
    """Warnings about a long graduation period (D-08), and whom the circular wants screened (LB-16)."""
    screened = [call for call in calls if call.rule.name == "must_be_screened" and call.result is True]
    found = [
        _caution(WarningCode.SCREEN_FOR_DIBAO, call.rule.id, sentence(call), refs[call.person])
        for call in screened
        if call.person is not None
    ]
    if unit.outcome is Outcome.ELIGIBLE:
        found += [
            _caution(WarningCode.GRACE_EXCEEDS_NATIONAL_PRINCIPLE, call.rule.id, sentence(call))
            for call in calls
            if call.rule.name == "grace_exceeds_principle" and call.result is True
        ]
    return found


def of_parameters(calls: list[Call], parameters: ParameterSet, residence: str | None) -> list[Caution]:
    """Warnings about the parameters a run used: not confirmed, or illustrative."""
    names = dict.fromkeys(name for call in calls for name, _ in call.rule.arguments)
    definitions = [definition for name in names if (definition := parameter_of(name)) is not None]
    rows = {each.key: parameters.get(each.key, residence) for each in definitions}
    used = [row for row in rows.values() if row is not None]
    return [*_illustrative(used), *_unconfirmed(used)]


def _illustrative(used: list[Parameter]) -> list[Caution]:
    keys = sorted(row.key for row in used if row.illustrative)
    if not keys:
        return []
    return [
        _caution(WarningCode.ILLUSTRATIVE_PARAMETER, "PRO-04", f"所用参数为示例，并非真实标准：{'、'.join(keys)}。")
    ]


def _unconfirmed(used: list[Parameter]) -> list[Caution]:
    keys = sorted(row.key for row in used if row.status != "CONFIRMED")
    if not keys:
        return []
    return [_caution(WarningCode.UNCONFIRMED_PARAMETER, "PRO-04", f"所用参数尚待确认：{'、'.join(keys)}。")]


def _is_true(name: str, calls: list[Call]) -> bool:
    return any(call.rule.name == name and call.result is True for call in calls)


def _window_has_ended(call: Call) -> bool:
    """Return whether the day asked for is after the window, not before it."""
    if call.rule.name != "central_pension_is_excluded" or call.result:
        return False
    as_of, _, until = call.arguments
    return bool(as_of > until)


def _replaces(call: Call) -> bool:
    """Return whether a lower allowance of the same kind is drawn now, which has to be given up (DB-08)."""
    if call.rule.name not in {"care_allowance_is_kept", "living_allowance_is_kept"} or call.result:
        return False
    return bool(call.arguments[0] > 0)


def _signal(signal: SoftSignal) -> Caution:
    return _caution(WarningCode.FURTHER_VERIFICATION, "PRO-06", f"{signal.zh}：需进一步核实，不得仅凭此项不予确认。")


def _caution(code: WarningCode, rule: str, sentence: str, person: str | None = None) -> Caution:
    return Caution(code=code, rule=rule, person=person, sentence=sentence)
