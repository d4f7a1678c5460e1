"""One determination with its explanation, in process, beside the bare engine that only decides."""

import time
from collections.abc import Callable

from benchmarks.report import Report, middle
from services.eligibility.determining.answers import determine
from services.eligibility.determining.case import usable
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.determining.records import Published, household_record, member_record
from services.eligibility.engine.parameters import Numbers
from services.eligibility.engine.unknown import Assumptions
from shared.schemas.determination_codes import Programme
from tests.support.questions import parameters, person, question, wages

ROUNDS = 7
TIMES = 200


def measure(report: Report) -> None:
    """Measure both in turns; the bare engine runs the same procedure on the same household without noting a call."""
    family = [person("A"), person("B", "SPOUSE"), person("C", "CHILD", birth_date="2010-05-01")]
    request, known = question(*family, income_items=[wages("10800.00")], programmes=["DIBAO"]), parameters()
    ruleset, nobody = ruleset_on(request.as_of.isoformat()), Assumptions({})
    here = usable(known, "RURAL")

    def bare() -> None:
        household = household_record(
            "RURAL", request, nobody, published=Published(central_pension=False, orphans_standard_alone=False)
        )
        members = tuple(member_record(request.facts, place, request.as_of, nobody) for place in range(len(family)))
        numbers = Numbers(here, "RURAL", lambda: None)
        ruleset.decide(RECIPES[Programme.DIBAO].procedure, household, members, numbers)

    def explained() -> None:
        determine(request, known)

    turns = [(_microseconds(explained), _microseconds(bare)) for _ in range(ROUNDS)]
    ours, reference = (middle([turn[side] for turn in turns]) for side in (0, 1))
    report.add_alone(
        "one determination of 低保 for a family of three, explained, in process", f"{ours:.0f} µs",
        f"the engine deciding only, explaining nothing {reference:.0f} µs ({ours / reference:.0f} times)",
    )  # fmt: skip


def _microseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    for _ in range(TIMES):
        work()
    return (time.perf_counter() - began) / TIMES * 1e6
