"""The language of rules is small, and what is outside it is refused when the rule set is made."""

import pytest

from services.eligibility.engine.language import NotInTheLanguage, check_procedure, check_rule

NONE = frozenset()


def rule(expression, arguments="income, persons, lb_line, income_period_months"):
    check_rule(f"def test({arguments}):\n    return {expression}", callable_names=frozenset({"known"}), codes=NONE)


def procedure(body, **signatures):
    source = "def decide(hh, members, P):\n" + "\n".join(f"    {line}" for line in body.splitlines())
    check_procedure(source, callable_names=frozenset(signatures), codes=NONE, signatures=signatures)


@pytest.mark.parametrize(
    "allowed",
    [
        "income < lb_line * 12 * persons",
        "max(0, income - 5) if persons > 0 else 0",
        "(2 * income + income_period_months) // (2 * income_period_months)",
        "not (income < 5 and persons == 2)",
        "known(income)",
        "-(-income // 100)",
    ],
)
def test_whole_number_arithmetic_is_the_language(allowed):
    rule(allowed)


@pytest.mark.parametrize(
    "refused",
    [
        "income / persons < lb_line",
        "income * 0.5 < lb_line",
        "income // persons",
        "income // 0",
        "income % 3",
        "income ** 2",
        "[income]",
        "{income: 1}",
        "(income, persons)",
        "'低保'",
        "None",
        "len(income)",
        "unknown_rule(income)",
        "income.real",
        "other_name < 3",
        "(lambda: income)()",
        "known(value=income)",
        "__import__('os')",
        "income if persons else print(income)",
        "income | persons",
        "income is persons",
        "[x for x in income]",
        "(y := income)",
        "f'{income}'",
    ],
)
def test_everything_else_is_refused(refused):
    with pytest.raises(NotInTheLanguage):
        rule(refused)


def test_a_rule_is_one_expression():
    with pytest.raises(NotInTheLanguage, match="one returned expression"):
        check_rule("def test(a):\n    b = a\n    return b", callable_names=NONE, codes=NONE)


def test_a_procedure_may_assign_add_up_branch_and_loop():
    procedure(
        "total = 0\nfor m in members:\n    if counts(m.age):\n        total += counts(m.age)\nreturn total",
        counts=("age",),
    )


@pytest.mark.parametrize(
    "refused",
    [
        "while True:\n    total = 1\nreturn 0",
        "import os\nreturn 0",
        "return [m for m in members]",
        "try:\n    return 1\nfinally:\n    return 2",
        "raise hh",
        "return P.no_such_parameter",
        "return hh.as_of / 2",
        "with hh:\n    return 1",
        "return eval(hh)",
        "def inner(): return 1\nreturn inner()",
    ],
)
def test_a_procedure_may_nothing_else(refused):
    with pytest.raises(NotInTheLanguage):
        procedure(refused)


@pytest.mark.parametrize("given", ["P.income_period_months", "hh.line", "500"])
def test_a_rules_parameter_is_given_by_the_parameter_of_that_name(given):
    procedure("return below(hh.income, P.lb_line)", below=("income", "lb_line"))

    with pytest.raises(NotInTheLanguage, match="is given for lb_line"):
        procedure(f"return below(hh.income, {given})", below=("income", "lb_line"))


def test_a_parameter_is_not_passed_off_as_a_fact():
    with pytest.raises(NotInTheLanguage, match="is given for income"):
        procedure("return below(P.lb_line, P.lb_line)", below=("income", "lb_line"))


def test_a_call_gives_every_argument():
    with pytest.raises(NotInTheLanguage, match="takes 2 arguments"):
        procedure("return below(hh.income)", below=("income", "lb_line"))
