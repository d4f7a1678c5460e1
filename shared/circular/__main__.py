"""``python -m shared.circular 2.1-h``: what a clause says, and the rules, numbers, functions and tests that cite it."""

import sys
from pathlib import Path
from typing import Final

from shared.circular import whereabouts
from shared.circular.clause import Clause
from shared.circular.clauses import CLAUSES, clause_by_id

_ROOT: Final = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Print one clause; return 1 and the ids there are when it is unknown."""
    clause = clause_by_id(arguments[0]) if len(arguments) == 1 else None
    if clause is None:
        sys.stderr.write(f"用法：make clause C=2.1-h\n条款编号：{' '.join(clause.id for clause in CLAUSES)}\n")
        return 1
    sys.stdout.write("\n".join([*_the_clause(clause), *_whereabouts(clause.id, _ROOT), ""]))
    return 0


def _the_clause(clause: Clause) -> list[str]:
    """Return what the circular says and what carries it out."""
    return [
        f"{clause.id}  {clause.heading}  [{clause.status.zh}]",
        f"  {clause.text}",
        "落实",
        *(f"  {by}" for by in clause.carried_out_by),
    ]


def _whereabouts(clause_id: str, root: Path) -> list[str]:
    """Return the places that cite a clause, by kind; a kind without any is left out."""
    rules = whereabouts.rules_citing(clause_id, root)
    in_rules = {(place.path, place.line) for place in rules}
    functions = whereabouts.functions_citing(clause_id, root)
    kinds = {
        "规则": rules,
        "参数": whereabouts.numbers_citing(clause_id, root),
        "规则所用参数": whereabouts.numbers_of_rules_citing(clause_id, root),
        "函数": [place for place in functions if (place.path, place.line) not in in_rules],
        "测试": whereabouts.tests_citing(clause_id, root),
    }
    return [line for kind, places in kinds.items() if places for line in (kind, *(f"  {place}" for place in places))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
