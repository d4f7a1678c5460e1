"""On a real Dask cluster of two workers a population comes to the same."""

import os
from datetime import date

from distributed import Client, LocalCluster

from services.eligibility.actions.execution import reckoner
from services.eligibility.batch.chunks import Chunk, ScenarioText, merged
from shared.schemas.determination_codes import DeterminationReason, Programme
from tests.support.populations import written
from tests.support.questions import parameters, person, question, row, wages

AS_OF = date(2021, 11, 15)


def household(monthly):
    return question(person(), income_items=[wages(f"{monthly * 12}.00")]).facts


def chunks(tmp_path):
    batches = [[(f"{batch}-{n}", household(batch * 100 + n)) for n in range(20)] for batch in range(1, 7)]
    path = written(tmp_path / "p.arrow", AS_OF, batches)
    rows = tuple(parameters())

    def scenario(name, *changed):
        return ScenarioText(name, AS_OF, DeterminationReason.WHAT_IF, rows, changed)

    scenarios = (scenario("现行"), scenario("六百元", row("lb.line", "600.00")))
    return [Chunk(str(path), number, (Programme.DIBAO,), scenarios, 3) for number in range(6)]


def test_two_workers_of_a_cluster_come_to_the_same_totals(tmp_path):
    here, asked = reckoner("local", ""), chunks(tmp_path)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        there = reckoner("dask", cluster.scheduler_address)
        spread = [there(each) for each in asked]
        with Client(cluster) as client:
            workers = set(client.run(os.getpid).values())

    alone = [here(each) for each in asked]
    assert len(workers - {os.getpid()}) == 2
    assert spread == alone
    for number in (0, 1):
        totals = [merged(each.totals[number] for each in part) for part in (alone, spread)]
        assert totals[0] == totals[1]
        assert totals[0]["places"]["510411"]["DIBAO"]["units"] == (80, 100)[number]
    assert sum(len(each.changes) for each in spread) == 100
