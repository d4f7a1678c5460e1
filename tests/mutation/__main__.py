"""``python -m tests.mutation [FILE …]``: how many wrong rules the tests notice (变异测试). Writes docs/mutation.md.

Each test is run once and it is noted which rules it calls. Then, for each mutant, a forked process puts it in and runs
the tests that call the rule until one fails.
"""

import contextlib
import gc
import os
import signal
import sys
import time
from typing import Any

import pytest

from services.eligibility.engine.ruleset import Ruleset
from tests.mutation import report
from tests.mutation.changing import Mutant, all_mutants, put

TESTS = ["tests/eligibility/rules", "tests/mutation/worked_cases.py", "tests/eligibility/determining/test_answers.py"]
FILES = (
    "amounts", "deductions", "dibao", "disability", "excluded_income", "household", "income", "marginal", "overlap",
    "property", "property_limits", "single_person",
)  # fmt: skip
"""The files of rules that are tried when none is named."""
TOO_LONG = 60
"""Seconds after which a mutant that never ends counts as noticed."""


class Mutating:
    """Takes the place of the loop over the tests."""

    def __init__(self, files: list[str]) -> None:
        self._files = files
        self.survivors: list[Mutant] = []
        self.mutants: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test once, then for every mutant those that call it."""
        self.mutants = [each for each in all_mutants() if each.module in (self._files or FILES)]
        called = {item: _calls_of(item) for item in session.items if _needs_nothing(item)}
        print(f"{len(called)} of {len(session.items)} tests are run for {len(self.mutants)} mutants", flush=True)
        rulesets = [each for each in gc.get_objects() if isinstance(each, Ruleset)]
        gc.freeze()  # what a forked process does not touch is not copied
        for number, mutant in enumerate(self.mutants, start=1):
            items = [item for item, names in called.items() if names & mutant.names]
            if number % 50 == 0:
                print(f"{number}/{len(self.mutants)}", flush=True)
            if not _is_noticed(mutant, items, rulesets):
                self.survivors.append(mutant)
                print(f"{number}/{len(self.mutants)} {mutant.module}.{mutant.entry.name}: {mutant.what}", flush=True)
        return True


def _calls_of(item: pytest.Item) -> set[str]:
    """Return the names of the rules a test calls; a test that fails on the right rules ends everything."""
    names: set[str] = set()

    def note(frame: Any, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and (code.co_filename == "<rule set>" or "/eligibility/rules/" in code.co_filename):
            names.add(code.co_name)

    sys.setprofile(note)
    try:
        passed = _passes(item)
    finally:
        sys.setprofile(None)
    if not passed:
        pytest.exit(f"{item.nodeid} fails on the right rules", returncode=2)
    return names


def _needs_nothing(item: pytest.Item) -> bool:
    """Whether a test is called with its own parameters alone: then nothing has to be set up for it."""
    return isinstance(item, pytest.Function) and set(item._fixtureinfo.argnames) <= {*_parameters(item)}


def _parameters(item: Any) -> dict[str, Any]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def _passes(item: Any, changed: dict[Any, Any] | None = None) -> bool:
    """Call a test; where one of its parameters is a rule, the changed one takes its place."""
    given = _parameters(item)
    for right, wrong in (changed or {}).items():
        given = {name: wrong if value is right else value for name, value in given.items()}
    try:
        item.obj(**given)
    except Exception:  # noqa: BLE001  a wrong rule may do anything
        return False
    return True


def _is_noticed(mutant: Mutant, items: list[pytest.Item], rulesets: list[Ruleset]) -> bool:
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            signal.alarm(TOO_LONG)
            _silence()
            changed = {mutant.function: put(mutant, rulesets)}
            if all(_passes(item, changed) for item in items):
                os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] != 0


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def main(files: list[str]) -> int:
    """Run and write the report; the status is that of the tests, and 1 when a survivor has no explanation."""
    began, mutating = time.monotonic(), Mutating(files)
    status = pytest.main(["-q", "-n0", "-p", "no:cacheprovider", *TESTS], plugins=[mutating])
    if status:
        return int(status)
    print(f"{len(mutating.mutants)} mutants, {len(mutating.survivors)} survive, {time.monotonic() - began:.0f} s")
    return report.write(mutating.mutants, mutating.survivors, whole=not files)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
