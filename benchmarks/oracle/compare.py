"""Both sides asked about the same families, and every answer that is not the same."""

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.oracle import columns, households, worlds
from services.eligibility.determining.answers import determine
from shared.schemas.determinations import DeterminationRequest

Told = dict[tuple[str, str | None], tuple[str, int | None]]
PAID = {"DIBAO": "dibao", "DIBAO_SINGLE_PERSON": "single"}


def families(count: int, seed: int, *, worlds_of: int = 250) -> Iterator[tuple[worlds.World, list[dict[str, Any]]]]:
    """Yield worlds with their families, so many families in all."""
    random = Random(seed)
    while count > 0:
        world = worlds.drawn(random)
        yield world, [households.drawn(random, world) for _ in range(min(worlds_of, count))]
        count -= worlds_of


def theirs(world: worlds.World, questions: list[dict[str, Any]]) -> list[Told]:
    """Return what OpenFisca tells of each family."""
    made, day = columns.simulation(worlds.theirs(world), questions), world.on.isoformat()
    ask = {name: made.calculate(name, day).tolist() for name in OUTPUTS}
    told: list[Told] = []
    first = 0
    for place, question in enumerate(questions):
        family: Told = {
            ("DIBAO", None): (ask["dibao_outcome"][place], ask["dibao_amount"][place]),
            ("MARGINAL", None): (ask["marginal_outcome"][place], 0),
        }
        for number, member in enumerate(question["facts"]["members"], start=first):
            answer = (ask["single_outcome"][number], ask["single_amount"][number])
            family["DIBAO_SINGLE_PERSON", member["ref"]] = answer
        first += len(question["facts"]["members"])
        told.append({key: _paid(answer) for key, answer in family.items()})
    return told


OUTPUTS = ("dibao_outcome", "dibao_amount", "marginal_outcome", "single_outcome", "single_amount")


def ours(world: worlds.World, questions: list[dict[str, Any]]) -> list[Told]:
    """Return what the product tells of each family."""
    known = worlds.ours(world)
    answers = [determine(DeterminationRequest.model_validate(each), known).answer for each in questions]
    return [
        {
            (result.programme.value, result.unit.person): _paid((result.outcome.value, result.monthly_amount))
            for result in answer.results
        }
        for answer in answers
    ]


def _paid(answer: tuple[str, int | None]) -> tuple[str, int | None]:
    """Leave the amount only where something is paid."""
    return answer if answer[0] == "ELIGIBLE" else (answer[0], None)


def differences(count: int, seed: int) -> Iterator[tuple[Counter[tuple[str, str]], list[str]]]:
    """Yield for each world how often each outcome came, and a line for every answer that differs."""
    for world, questions in families(count, seed):
        outcomes: Counter[tuple[str, str]] = Counter()
        lines = []
        for question, one, other in zip(questions, ours(world, questions), theirs(world, questions), strict=True):
            outcomes.update((programme, outcome) for (programme, _), (outcome, _) in one.items())
            if one != other:
                apart = [(key, one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)]
                lines.append(f"{apart} {world} {question}")
        yield outcomes, lines
