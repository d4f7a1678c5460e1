"""How a published amount came about: the formula of a line, the growth of a child standard. Clauses 2.1-c and 2.3-c."""

from collections.abc import Iterator
from datetime import timedelta

from services.eligibility.actions.standing import Breach, value_on
from services.eligibility.engine.dictionary import PARAMETERS
from services.eligibility.engine.values import fen
from services.eligibility.models import Parameter, Standard, StandardValue
from services.eligibility.rules import standards as rules
from shared.schemas.standards import Formula, NaturalGrowth
from shared.schemas.types import yuan


def formula_amount(formula: Formula) -> int:
    """Return the line that a formula gives, in fen."""
    return rules.line_by_formula(annual_amount=formula.annual_amount, ratio_permille=formula.ratio_permille)


def wrong_formulas(standard: Standard) -> Iterator[Breach]:
    """Yield each line that is not what its formula gives, to the fen, unless it is said why (rounded to whole yuan, say)."""
    if standard.reason:
        return
    for value in standard.values:
        if value.formula is not None:
            given = formula_amount(Formula.model_validate(value.formula))
            if given != fen(value.value):
                sentence = f"低保标准 {value.value} 元与所附公式测算的 {yuan(given)} 元不一致，须更正或写明理由"
                yield Breach("STD-FORMULA", "2.1-c", sentence, (value.key,), value.residence)


def wrong_growths(standard: Standard, before: list[Parameter]) -> Iterator[Breach]:
    """Yield each child standard that is not what held the day before, grown by the rate recorded (自然增长机制)."""
    for value in standard.values:
        if value.growth is not None and (sentence := _why_wrong(standard, value, before)):
            yield Breach("STD-GROWTH", "2.3-c", sentence, (value.key,))


def _why_wrong(standard: Standard, value: StandardValue, before: list[Parameter]) -> str | None:
    growth, title = NaturalGrowth.model_validate(value.growth), PARAMETERS[value.key].title
    held = value_on(before, value.key, standard.division, None, standard.valid_from - timedelta(days=1))
    if held is None:
        return f"{title}此前没有标准，不能按增长率测算"
    grown = rules.grown(base=held, rate_permille=growth.rate_permille)
    if grown == fen(value.value):
        return None
    return f"{title} {value.value} 元与原标准 {yuan(held)} 元按增长率测算的 {yuan(grown)} 元不一致"
