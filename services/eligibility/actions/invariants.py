"""What must hold between standards before one of them is published. Refusals carry the clause they come from."""

from collections.abc import Iterator
from datetime import date

from services.eligibility.actions import floors, origins
from services.eligibility.actions.standing import Breach, row_on, turning_days, value_on
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.values import Unit, ratio
from services.eligibility.models import Parameter, Standard
from services.eligibility.rules import standards as rules
from shared.identity import CITY
from shared.schemas.types import yuan

_LINE = "lb.line"
_FLOORED = {"tk.basic.scattered": "分散供养基本生活标准", "tk.basic.centralised": "集中供养基本生活标准"}
_MULTIPLIER = "tk.floor_multiplier"
_BOUND_BY_FLOOR = {_LINE, _MULTIPLIER, *_FLOORED}
_INSTITUTION, _SCATTERED = "ge.institution", "ge.scattered"
_BANDS, _METHOD = "lb.bands", "lb.amount_method"
_GRACE = "grace.max_months"
_LONGEST_GRACE = 12
CONCERNED = {*_BOUND_BY_FLOOR, _INSTITUTION, _SCATTERED, _BANDS, _METHOD, *floors.CONCERNED}
"""Keys whose values bind one another: all of them are looked at before one is published."""

_RESIDENCES = {"URBAN": "城市", "RURAL": "农村"}
_MAY_NOT_FALL = ("lb.line", "tk.basic.", "tk.care.", "db.", "ge.", "sw.", "marginal.multiplier", "tk.floor_multiplier")


def breaches(standard: Standard, *, before: list[Parameter], after: list[Parameter]) -> list[Breach]:
    """Return every invariant that would break, were the standard published."""
    return [
        *_floor_breaches(standard, after),
        *_orphan_breaches(standard, after),
        *_short_bands(standard, after),
        *_long_graces(standard),
        *_unexplained_falls(standard, before, after),
        *floors.county_floor_breaches(standard, after),
        *floors.provincial_floor_breaches(standard, after),
        *origins.wrong_formulas(standard),
        *origins.wrong_growths(standard, before),
    ]


def _floor_breaches(standard: Standard, after: list[Parameter]) -> Iterator[Breach]:
    """Yield where 特困 basic standards would lie under their floor, on any day from this standard on. Clause 2.1-d."""
    if not _BOUND_BY_FLOOR & {value.key for value in standard.values}:
        return
    places = {row.division for row in after} if standard.division == CITY else set()
    for place in sorted(places | {standard.division}):
        for residence in _RESIDENCES:
            for key in _FLOORED:
                for on in turning_days(standard, after, CONCERNED):
                    if breach := _floor_breach(after, place, residence, key, on):
                        yield breach
                        break


def _floor_breach(rows: list[Parameter], place: str, residence: str, key: str, on: date) -> Breach | None:
    line = value_on(rows, _LINE, place, residence, on)
    basic = value_on(rows, key, place, residence, on)
    multiplier = value_on(rows, _MULTIPLIER, place, residence, on)
    if line is None or basic is None or multiplier is None:
        return None
    if rules.tekun_basic_reaches_floor(tk_basic=basic, lb_line=line, tk_floor_multiplier=multiplier):
        return None
    floor = rules.tekun_floor(lb_line=line, tk_floor_multiplier=multiplier)
    sentence = (
        f"{place} {_RESIDENCES[residence]}{_FLOORED[key]} {yuan(basic)} 元自 {on} 起低于供养标准低限 {yuan(floor)} 元"
        f"（低保标准 {yuan(line)} 元的 {ratio(multiplier)} 倍）"
    )
    return Breach("STD-FLOOR", "2.1-d", sentence, (key, _LINE, _MULTIPLIER), residence)


def _orphan_breaches(standard: Standard, after: list[Parameter]) -> Iterator[Breach]:
    """Yield where children in an institution would not get more than those who live scattered. GE-03, clause 2.3-c."""
    if not {_INSTITUTION, _SCATTERED} & {value.key for value in standard.values}:
        return
    for on in turning_days(standard, after, CONCERNED):
        institution = value_on(after, _INSTITUTION, standard.division, None, on)
        scattered = value_on(after, _SCATTERED, standard.division, None, on)
        if institution is not None and scattered is not None and institution <= scattered:
            sentence = (
                f"机构养育孤儿基本生活费 {yuan(institution)} 元自 {on} 起不高于社会散居孤儿的 {yuan(scattered)} 元，"
                "机构养育标准应高于社会散居标准"
            )
            yield Breach("GE-03", "2.3-c", sentence, (_INSTITUTION, _SCATTERED))
            return


def _short_bands(standard: Standard, after: list[Parameter]) -> Iterator[Breach]:
    """Yield where bands end below the line, so that families between would get nothing. LB-04, clause 2.1-c.

    Bands that are published must reach it; a line may only rise above bands by which nobody is paid.
    """
    keys = {value.key for value in standard.values}
    if not keys & {_BANDS, _LINE, _METHOD}:
        return
    places = {row.division for row in after} if standard.division == CITY else set()
    for place in sorted(places | {standard.division}):
        for residence in _RESIDENCES:
            found = (
                _short_band(after, place, residence, on, always=_BANDS in keys)
                for on in turning_days(standard, after, CONCERNED)
            )
            yield from [breach for breach in found if breach is not None][:1]


def _short_band(rows: list[Parameter], place: str, residence: str, on: date, *, always: bool) -> Breach | None:
    bands, line = (row_on(rows, key, place, residence, on) for key in (_BANDS, _LINE))
    method = row_on(rows, _METHOD, place, residence, on)
    if bands is None or line is None or not (always or (method is not None and method.value == "BANDED")):
        return None
    if PARAMETERS[_BANDS].is_reached(bands.value, line.value):
        return None
    ends = bands.value[-1]["income_below"] if bands.value else "0.00"
    sentence = (
        f"{place} {_BANDS}（{PARAMETERS[_BANDS].title}）最高一档收入上限 {ends} 元自 {on} 起未达到"
        f"{_RESIDENCES[residence]}低保标准 {line.value} 元，其间的家庭没有对应的档次"
    )
    return Breach("LB-04", "2.1-c", sentence, (_BANDS, _LINE, _METHOD), residence)


def _long_graces(standard: Standard) -> Iterator[Breach]:
    """Yield a grace period beyond what the circular allows, unless it is said which later document does. Clause 2.1-i."""
    if standard.reason:
        return
    for value in standard.values:
        if value.key == _GRACE and value.value > _LONGEST_GRACE:
            sentence = f"渐退期最长 {_LONGEST_GRACE} 个月；规定更长的，须在理由中写明所依据的新文件"
            yield Breach("STD-GRACE", "2.1-i", sentence, (_GRACE,))


def _unexplained_falls(standard: Standard, before: list[Parameter], after: list[Parameter]) -> Iterator[Breach]:
    """Yield each standard that would fall without a stated reason. Clauses 1.2-b and 2.3-c."""
    if standard.reason:
        return
    for value in standard.values:
        if value.key.startswith(_MAY_NOT_FALL) and _is_number(value.key):
            for on in sorted({standard.valid_from, *_following_starts(standard, value.key, value.residence, after)}):
                old, new = _step(standard, value.key, value.residence, on, before=before, after=after)
                if old is not None and new is not None and rules.standard_falls(old=old, new=new):
                    sentence = f"{value.key} 自 {on} 起低于原标准，下调标准须写明理由（保持政策总体稳定）"
                    yield Breach("STD-FALL", _fall_clause_of(value.key), sentence, (value.key,), value.residence)
                    break


def _following_starts(standard: Standard, key: str, residence: str | None, rows: list[Parameter]) -> list[date]:
    """Return when the value after the new one begins, if one is already known."""
    same = [row for row in rows if (row.key, row.division, row.residence) == (key, standard.division, residence)]
    return sorted(row.valid_from for row in same if row.valid_from > standard.valid_from)[:1]


def _step(
    standard: Standard, key: str, residence: str | None, on: date, *, before: list[Parameter], after: list[Parameter]
) -> tuple[int | None, int | None]:
    """Return the value that held and the one that would: on the standard's own day, and where the next one follows."""
    new = value_on(after, key, standard.division, residence, on)
    if on == standard.valid_from:
        return value_on(before, key, standard.division, residence, on), new
    return value_on(after, key, standard.division, residence, standard.valid_from), new


def _is_number(key: str) -> bool:
    return PARAMETERS[key].unit in {Unit.FEN, Unit.PERMILLE, Unit.WHOLE}


def _fall_clause_of(key: str) -> str:
    return "2.3-c" if key.startswith(("ge.", "sw.")) else "1.2-b"
