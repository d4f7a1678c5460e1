"""Populations for tests: questions as a population file tells them, run together."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa

from services.eligibility.batch import population
from services.eligibility.batch.overlaps import settle_overlaps
from services.eligibility.batch.packing import pack
from services.eligibility.batch.plain import OUTCOMES
from services.eligibility.batch.runner import Runner, Scenario
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.determining.records import household_record
from services.eligibility.engine.parameters import ParameterSet
from services.eligibility.engine.unknown import Assumptions
from shared.schemas.determination_codes import Programme
from shared.schemas.determinations import DeterminationRequest

Told = dict[tuple[Programme, str | None], tuple[str, int, int]]


def scenario_of(asked: DeterminationRequest, parameters: ParameterSet) -> Scenario:
    """The way the law is for one question."""
    case = household_record("RURAL", asked, Assumptions({}))
    return Scenario("现行", ruleset_on(asked.as_of.isoformat()), case, lambda _county: parameters)


def together(questions: Sequence[DeterminationRequest], runner: Runner) -> list[Told]:
    """Run questions of one day as one record batch and return what is told of each."""
    rows = [population.row_of(str(place), each.facts, each.as_of) for place, each in enumerate(questions)]
    packed, (scenario,) = pack(population.batch_of(rows), runner.layout), runner.scenarios
    outs = runner.run(scenario, packed)
    settle_overlaps(outs, packed, scenario)
    told: list[Told] = [{} for _ in questions]
    for programme, out in outs.items():
        owners = packed.owners if RECIPES[programme].for_persons else range(len(questions))
        for row, place in zip(out, owners, strict=True):
            number = len([key for key in told[place] if key[0] == programme])
            person = questions[place].facts.members[number].ref if RECIPES[programme].for_persons else None
            start = int(row["start_month"]) if OUTCOMES[row["outcome"]] == "ELIGIBLE" else 0
            told[place][programme, person] = (OUTCOMES[row["outcome"]].value, int(row["amount"]), start)
    return told


def file_of(*questions: DeterminationRequest) -> bytes:
    """Return the population file of questions of one day."""
    kept = BytesIO()
    as_of = questions[0].as_of
    with pa.ipc.new_file(kept, population.schema_on(as_of)) as file:
        rows = [population.row_of(str(place), each.facts, as_of) for place, each in enumerate(questions)]
        file.write_batch(population.batch_of(rows))
    return kept.getvalue()


def written(path: Path, as_of: date, batches: Sequence[Sequence[tuple[str, Any]]]) -> Path:
    """Write a population file of households with their facts."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, population.schema_on(as_of)) as file:
        for batch in batches:
            file.write_batch(population.batch_of([population.row_of(ref, facts, as_of) for ref, facts in batch]))
    return path
