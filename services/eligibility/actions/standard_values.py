"""What a draft may hold: known keys, values that suit them, each once."""

from collections.abc import Iterator
from datetime import date

from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.errors import InvalidStandard, StandardRefused
from services.eligibility.models import StandardValue
from shared.errors import FieldError
from shared.identity import CITY
from shared.schemas.standards import NewStandardValue

_SET_BY_COUNTIES = (
    *("lb.line", "lb.amount_method", "lb.bands", "lb.category_supplement", "lb.approval_level"),
    *("tk.basic.", "tk.care.", "ls.", "gx.income_ceiling", "inspect."),
)
"""Keys a county may set for itself; the others are one for the whole city (domain chapter 3)."""

_GROWS = frozenset({"ge.institution", "ge.scattered", "sw.amount"})
"""Child standards, which grow by a mechanism of their own (2.3-c)."""

_BOUNDS = {"payment.day": range(1, 29)}
"""The day of payment exists in every month."""


def checked_values(new: list[NewStandardValue], *, division: str, valid_from: date) -> list[StandardValue]:
    """Return the rows of what a standard sets, or raise ``InvalidStandard`` naming every value that does not suit."""
    faults = [*_repetitions(new)]
    for position, value in enumerate(new):
        faults += _faults(value, f"/values/{position}", valid_from)
    if faults:
        raise InvalidStandard("标准内容不符合要求，详见 errors。", errors=tuple(faults))
    _refuse_what_only_the_city_sets(new, division)
    return [_row(value, position, division) for position, value in enumerate(new)]


def refuse_ends_before_start(values: list[StandardValue], valid_from: date) -> None:
    """Raise ``InvalidStandard`` when the standard's first day was moved behind the end of a value."""
    faults = [
        _end_fault(f"/values/{value.position}") for value in values if value.valid_to and value.valid_to <= valid_from
    ]
    if faults:
        raise InvalidStandard("标准内容不符合要求，详见 errors。", errors=tuple(faults))


def _refuse_what_only_the_city_sets(new: list[NewStandardValue], division: str) -> None:
    """Refuse a county's own value of what holds for the whole city. Clause 4.1-a."""
    beyond = [value.key for value in new if division != CITY and not value.key.startswith(_SET_BY_COUNTIES)]
    if beyond:
        raise StandardRefused(f"{'、'.join(beyond)} 由全市统一规定，县（区）不能另定", rule="STD-SCOPE", clause="4.1-a")


def _faults(value: NewStandardValue, at: str, valid_from: date) -> Iterator[FieldError]:
    definition = PARAMETERS.get(value.key)
    if definition is None:
        yield FieldError(f"{at}/key", "unknown_parameter_key", "没有这个参数，参数键见参数字典")
        return
    try:
        definition.check(value.value)
        _check_bounds(value)
    except ValueError as error:
        yield FieldError(f"{at}/value", "unsuitable_value", str(error))
    if value.residence is not None and not (definition.by_residence or definition.may_differ_by_residence):
        yield FieldError(f"{at}/residence", "not_by_residence", "该参数不分城乡")
    if value.residence is None and definition.by_residence:
        # A value for both would have no effect beside those for town or country, and nobody would see it.
        yield FieldError(f"{at}/residence", "residence_required", "该参数分城乡规定，须写明城市还是农村")
    if value.valid_to is not None and value.valid_to <= valid_from:
        yield _end_fault(at)
    if value.formula is not None and value.key != "lb.line":
        yield FieldError(f"{at}/formula", "formula_of_line_only", "只有低保标准可附测算公式")
    if value.growth is not None and value.key not in _GROWS:
        yield FieldError(f"{at}/growth", "growth_of_child_standards_only", "只有儿童基本生活标准可附自然增长率")


def _check_bounds(value: NewStandardValue) -> None:
    """Raise ValueError for a whole number outside what its key allows."""
    allowed = _BOUNDS.get(value.key)
    if allowed is not None and value.value not in allowed:
        raise ValueError(f"应在 {allowed[0]} 至 {allowed[-1]} 之间")


def _end_fault(at: str) -> FieldError:
    return FieldError(f"{at}/valid_to", "ends_before_start", "失效日期应晚于生效日期")


def _repetitions(new: list[NewStandardValue]) -> Iterator[FieldError]:
    seen: set[tuple[str, str | None]] = set()
    for position, value in enumerate(new):
        if (value.key, value.residence) in seen:
            yield FieldError(f"/values/{position}/key", "repeated_parameter", "同一参数在一份标准中只能出现一次")
        seen.add((value.key, value.residence))


def _row(value: NewStandardValue, position: int, division: str) -> StandardValue:
    return StandardValue(
        division=division,
        county=division[:6],
        position=position,
        key=value.key,
        residence=value.residence,
        value=value.value,
        valid_to=value.valid_to,
        clause=value.clause,
        evidence=value.evidence,
        status=value.status,
        formula=None if value.formula is None else value.formula.model_dump(mode="json"),
        growth=None if value.growth is None else value.growth.model_dump(mode="json"),
    )
