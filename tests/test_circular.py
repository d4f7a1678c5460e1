"""The circular, the code and the numbers never drift apart."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from shared.circular import whereabouts
from shared.circular.__main__ import main
from shared.circular.clause import LATER, ORGANISATIONAL, PARAMETER, Clause, cited_in
from shared.circular.clauses import CLAUSES
from shared.schemas.clauses import ClauseDetail, ClauseStatus

ROOT = Path(__file__).parents[1]
CIRCULAR = re.sub(r"\s", "", (ROOT / "shared/circular/circular-61.txt").read_text("utf-8"))
IDS = {clause.id for clause in CLAUSES}
LETTERS = {
    "0.1": "ab", "1.1": "a", "1.2": "abcdef",
    "2.1": "abcdefghijk", "2.2": "abcd", "2.3": "abcd", "2.4": "abcde", "2.5": "abcde",
    "3.1": "abcde", "3.2": "abcdefghijklmno", "3.3": "abcdef", "3.4": "ab", "3.5": "a", "3.6": "ab", "3.7": "a",
    "3.8": "a", "4.1": "ab", "4.2": "abc", "4.3": "abcde",
}  # fmt: skip
NATIONAL_SOURCE = re.compile(r"〔\d{4}〕\s*\d+\s*号|国务院令第\s*\d+\s*号|《[^》]+》")
CODE = [(clause, path) for clause in CLAUSES for path in clause.code_paths]
NUMBERS = [(clause, key) for clause in CLAUSES for key in clause.parameters]
RULES = whereabouts.rules(ROOT)
RULE_FILES = sorted(path.relative_to(ROOT) for path in ROOT.glob("services/*/rules/**/[!_]*.py"))


def test_every_measure_of_the_circular_is_listed_once_and_in_its_order():
    assert [clause.id for clause in CLAUSES] == [
        f"{section}-{letter}" for section, letters in LETTERS.items() for letter in letters
    ]


def test_the_measures_are_the_circulars_own_words_and_leave_nothing_but_its_headings():
    rest = CIRCULAR
    for clause in CLAUSES:
        for words in re.sub(r"\s", "", clause.text).split("…"):
            assert words in rest, clause.id
            rest = rest.replace(words, "|", 1)

    left = [words for words in rest.split("|") if words]
    assert left[0].startswith("攀枝花市民政局关于印发")
    assert left[-1] == "攀枝花市民政局2021年9月22日"
    assert all(re.fullmatch(r"[一二四、]*[^。，]*|.*[）)][^。]*。", words) for words in left[1:-1])


def test_every_heading_stands_in_the_circular():
    for clause in CLAUSES:
        title = re.sub(r"^[文首一二三四]*[、（(]?[一二三四五六七八]?[）)]?", "", clause.heading)
        assert title in CIRCULAR, clause.id


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_every_clause_says_what_carries_it_out(clause):
    forms = (PARAMETER, LATER, ORGANISATIONAL, "services.", "shared.")

    assert clause.carried_out_by
    assert all(by.startswith(forms) for by in clause.carried_out_by)
    assert ORGANISATIONAL not in clause.carried_out_by or clause.carried_out_by == (ORGANISATIONAL,)


@pytest.mark.parametrize(("clause", "path"), CODE, ids=[f"{clause.id} {path}" for clause, path in CODE])
def test_the_function_named_for_a_clause_exists_and_cites_it(clause, path):
    module, _, name = path.rpartition(".")
    function = inspect.unwrap(getattr(import_module(module), name))
    in_decorators = {rule.clause for rule in RULES if rule.function == name and rule.place == path_of(module)}

    assert clause.id in cited_in(inspect.getdoc(function) or "") | cited_in(" ".join(in_decorators))


def path_of(module):
    path = Path(*module.split("."))
    return path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")


@pytest.mark.parametrize(("clause", "key"), NUMBERS, ids=[f"{clause.id} {key}" for clause, key in NUMBERS])
def test_the_number_named_for_a_clause_exists_and_cites_it(clause, key):
    assert key in {place.name for place in whereabouts.numbers_citing(clause.id, ROOT)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id} {rule.function}")
def test_every_rule_cites_a_clause_that_exists_or_a_national_source(rule):
    cited = cited_in(rule.clause)

    assert cited or NATIONAL_SOURCE.search(rule.clause), f"{rule.place}:{rule.line} {rule.id} cites “{rule.clause}”"
    assert cited <= IDS


@pytest.mark.parametrize("path", RULE_FILES, ids=str)
def test_every_public_function_that_judges_cites_its_source(path):
    decorated = {rule.function for rule in RULES if rule.place == path}
    for node in ast.parse((ROOT / path).read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and judges(node) and node.name not in decorated:
            docstring = ast.get_docstring(node) or ""
            assert cited_in(docstring) or NATIONAL_SOURCE.search(docstring), f"{path}:{node.lineno} {node.name}"


def judges(function):
    """Tell a public function that answers yes or no or refuses, from arithmetic that only serves such."""
    answer = ast.unparse(function.returns) if function.returns else ""
    return not function.name.startswith("_") and ("bool" in answer or "Refusal" in answer)


def test_every_clause_cited_anywhere_exists():
    files = [path for folder in ("services", "shared") for path in (ROOT / folder).rglob("*.py")]
    unknown = {
        f"{path.relative_to(ROOT)}: {cited}"
        for path in [*files, *(ROOT / "services").rglob("*.toml")]
        for cited in cited_in(path.read_text("utf-8")) - IDS
    }

    assert unknown == set()


def test_a_clause_that_code_or_numbers_cite_is_not_called_future_or_organisational():
    cited = {
        clause.id: places
        for clause in CLAUSES
        if clause.status in (ClauseStatus.LATER, ClauseStatus.ORGANISATIONAL)
        if (places := [str(place) for place in whereabouts.code_citing(clause.id, ROOT)])
    }

    assert cited == {}


@pytest.mark.parametrize(
    ("carried_out_by", "status"),
    [
        ((ORGANISATIONAL,), ClauseStatus.ORGANISATIONAL),
        ((f"{LATER}visits",), ClauseStatus.LATER),
        (("services.x.y", f"{LATER}visits"), ClauseStatus.PARTLY),
        ((f"{PARAMETER}lb.line",), ClauseStatus.CARRIED_OUT),
    ],
)
def test_the_status_of_a_clause_follows_from_what_carries_it_out(carried_out_by, status):
    assert Clause("2.1-a", "二（一）", "…", carried_out_by).status is status


def test_every_clause_can_be_put_on_the_wire():
    assert [ClauseDetail.model_validate(clause).id for clause in CLAUSES] == [clause.id for clause in CLAUSES]


def test_what_cites_a_clause_is_found_wherever_it_stands(tmp_path):
    write(
        tmp_path,
        "services/x/rules/income.py",
        'from b import rule\n\n@rule("DED-01", "成本", clause="2.1-h")\ndef cost(wages, lb_line, ded_work_ratio): ...\n',
    )
    write(
        tmp_path,
        "services/x/policy/2021.toml",
        '[ded.method]\nvalue = 1\nclause = "2.1-h"\n[other]\nclause = "2.1-i"\n',
    )
    write(tmp_path, "services/x/engine/dictionary.py", 'fen("lb.line")\nfor of in ALL:\n    ratio(f"ded.{of}.ratio")\n')
    write(tmp_path, "services/x/actions/a.py", 'def deduct():\n    """Deduct cost. Circular 2.1-h."""\n')
    write(tmp_path, "tests/x/cases/2.1-h_cost.yaml", "cases: []\n")
    write(tmp_path, "tests/x/test_a.py", '"""A."""\n\nCLAUSE = "2.1-h"\n')

    found = [
        str(place)
        for search in (
            whereabouts.rules_citing,
            whereabouts.numbers_citing,
            whereabouts.numbers_of_rules_citing,
            whereabouts.functions_citing,
            whereabouts.tests_citing,
        )
        for place in search("2.1-h", tmp_path)
    ]

    assert found == [
        "services/x/rules/income.py:4  cost  DED-01 成本",
        "services/x/policy/2021.toml:1  ded.method",
        "services/x/engine/dictionary.py:1  lb_line",
        "services/x/engine/dictionary.py:3  ded_work_ratio",
        "services/x/actions/a.py:1  deduct  Deduct cost. Circular 2.1-h.",
        "tests/x/cases/2.1-h_cost.yaml:1  2.1-h_cost",
        "tests/x/test_a.py:3  test_a",
    ]


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def test_the_command_prints_a_clause_with_its_words_and_where_it_lives(capsys):
    assert main(["2.1-h"]) == 0

    printed = capsys.readouterr().out
    assert "2.1-h  二（一）持续做好困难群众救助兜底工作" in printed
    assert "对农村低保对象就业产业的必要成本，在核算家庭收入时给予适当扣减；" in printed
    assert "测试" in printed


@pytest.mark.parametrize("arguments", [["9.9-z"], [], ["2.1-h", "2.1-i"]])
def test_an_unknown_clause_is_refused_with_the_list_of_those_there_are(arguments, capsys):
    assert main(arguments) == 1
    assert "2.1-h" in capsys.readouterr().err


def test_the_command_runs_from_the_shell():
    run = subprocess.run([sys.executable, "-m", "shared.circular", "9.9-z"], cwd=ROOT, capture_output=True, check=False)

    assert run.returncode == 1


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Circular 2.1-i, rule GR-03.", {"2.1-i"}),
        ("第3.2-l条、4.3-d", {"3.2-l", "4.3-d"}),
        ("version 1.2-beta, 12.1-a, 2.1-ab", set()),
    ],
)
def test_a_citation_is_read_whole(text, cited):
    assert cited_in(text) == cited
