"""One explained determination in process beside OpenFisca traced: the same families, in turns, medians of CPU time."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.oracle import columns, compare, worlds
from services.eligibility.determining.answers import determine
from shared.schemas.determinations import DeterminationRequest

FAMILIES = 100
ASKED = {
    "低保 of the family": (["DIBAO"], compare.OUTPUTS[1:2]),
    "低保, marginal family and every person alone": (["DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON"], compare.OUTPUTS),
}
"""What both sides are asked: our programmes, and the variables of OpenFisca that say the same."""


def measure(seed: int) -> None:
    """Print microseconds of both sides for one family, and how many times ours the others take."""
    world, questions = next(compare.families(FAMILIES, seed, worlds_of=FAMILIES))
    for what, (programmes, outputs) in ASKED.items():
        took = _took(world, [question | {"programmes": programmes} for question in questions], outputs)
        print(f"{what}, CPU of one family, median of {FAMILIES}:")
        ours = took["ours, explained"]
        for name, median in took.items():
            print(f"  {name:45} {median:8.0f} µs  {median / ours:6.1f} times ours")


def _took(world: worlds.World, questions: list[dict[str, Any]], outputs: tuple[str, ...]) -> dict[str, float]:
    known, system, day = worlds.ours(world), worlds.theirs(world), world.on.isoformat()
    took: dict[str, list[float]] = {}

    def explained(request: DeterminationRequest) -> None:
        determine(request, known)

    def calculated(made: Any) -> None:
        for each in outputs:
            made.calculate(each, day)

    def built(question: dict[str, Any]) -> None:
        calculated(columns.simulation(system, [question], trace=True))

    explained(DeterminationRequest.model_validate(questions[0]))  # the rule set is frozen at its first use
    for question in questions:
        request = DeterminationRequest.model_validate(question)
        traced, plain = (columns.simulation(system, [question], trace=trace) for trace in (True, False))
        for name, work, given in (
            ("ours, explained", explained, request),
            ("OpenFisca, traced", calculated, traced),
            ("OpenFisca, not traced", calculated, plain),
            ("OpenFisca, traced, its simulation built too", built, question),
        ):
            took.setdefault(name, []).append(_microseconds(work, given))
    return {name: statistics.median(each) for name, each in took.items()}


def _microseconds(work: Callable[[Any], None], given: Any) -> float:
    began = time.thread_time()
    work(given)
    return (time.thread_time() - began) * 1e6
