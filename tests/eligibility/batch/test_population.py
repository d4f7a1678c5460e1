"""What a population file may be: the facts of a household as numbers, whole, within their bounds."""

from dataclasses import fields
from datetime import date

import pyarrow as pa
import pytest

from services.eligibility.batch import population
from services.eligibility.batch.kernel import kernels_of
from services.eligibility.batch.packing import pack
from services.eligibility.batch.runner import Runner
from services.eligibility.determining.recipes import RECIPES, ruleset_on
from services.eligibility.determining.records import HouseholdRecord, MemberRecord
from services.eligibility.errors import PopulationUnreadable
from shared.schemas.determination_codes import Programme
from tests.support.populations import scenario_of, together, written
from tests.support.questions import parameters, person, question, unknown_person, wages

DAY = date(2024, 5, 10)
PROGRAMMES = (Programme.DIBAO, Programme.MARGINAL, Programme.DIBAO_SINGLE_PERSON)


def runner():
    given_parameters = parameters(on=DAY.isoformat())
    return Runner((scenario_of(question(as_of=DAY.isoformat()), given_parameters),), PROGRAMMES, compiled=False)


def family(**but):
    return question(person(), as_of=DAY.isoformat(), **but).facts


def row(**but):
    return population.row_of("H1", family(**but), DAY)


def with_(row_, table, **numbers):
    member = row_["members"][0]
    (member if table == "members" else member[table][0]).update(numbers)
    return row_


def test_every_number_of_every_record_is_a_column():
    schema = population.schema()
    members = schema.field("members").type.value_type

    assert {each.name for each in fields(MemberRecord)} - {each.name for each in members} == {"place"}
    for name, record in population.TABLES.items():
        holder = members if name in {each.name for each in members} else schema
        assert {each.name for each in fields(record)} == {each.name for each in holder.field(name).type.value_type}
    assert {"residence", "benefits"} <= {each.name for each in fields(HouseholdRecord)}


def test_the_first_programmes_have_a_kernel():
    ruleset = ruleset_on(DAY.isoformat())

    assert set(kernels_of(ruleset, {each: RECIPES[each] for each in PROGRAMMES}, runner().layout)) == set(PROGRAMMES)


def test_a_file_is_read_back_as_it_was_written(tmp_path):
    path = written(tmp_path / "p.arrow", DAY, [[("H1", family())], [("H2", family(income_items=[wages("12.34")]))]])

    opened = population.open_population(path)

    assert (opened.as_of, opened.batches) == (DAY, 2)
    assert [batch.column("household")[0].as_py() for batch in opened] == ["H1", "H2"]
    assert opened.batch(1).column("members")[0].as_py()[0]["income_items"][0]["amount"] == 1234


@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_a_file_cut_off_is_refused(tmp_path, part):
    path = written(tmp_path / "p.arrow", DAY, [[("H1", family())] * 50])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])

    with pytest.raises(PopulationUnreadable):
        population.open_population(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04not arrow", b"ARROW1\x00\x00" + b"\xff" * 200])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "p.arrow"
    path.write_bytes(content)

    with pytest.raises(PopulationUnreadable):
        population.open_population(path)


@pytest.mark.parametrize("wrong", ["columns", "version"])
def test_a_file_of_another_form_is_refused(tmp_path, wrong):
    path = tmp_path / "p.arrow"
    schema = (
        pa.schema([("a", pa.int64())], population.schema_on(DAY).metadata)
        if wrong == "columns"
        else population.schema()
    )
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema):
        pass

    with pytest.raises(PopulationUnreadable, match="列"):
        population.open_population(path)


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        ("income_items", {"amount": 10**12 + 1}),
        ("income_items", {"amount": -1}),
        ("income_items", {"kind": 120}),
        ("members", {"relation": 0}),
        ("members", {"birth_day": -1}),
    ],
)
def test_a_number_that_no_fact_can_be_is_refused(table, numbers):
    batch = population.batch_of([with_(row(income_items=[wages("1.00")]), table, **numbers)])

    with pytest.raises(PopulationUnreadable, match=next(iter(numbers))):
        pack(batch, runner().layout)


def test_the_largest_amount_is_taken():
    batch = population.batch_of([with_(row(income_items=[wages("1.00")]), "income_items", amount=10**12)])

    assert len(pack(batch, runner().layout).members) == 1


def test_a_household_without_members_is_refused():
    with pytest.raises(PopulationUnreadable, match="成员"):
        pack(population.batch_of([row() | {"members": []}]), runner().layout)


def test_what_nobody_knows_is_undetermined_and_known_households_beside_it_are_not():
    day = DAY.isoformat()
    questions = [question(unknown_person(), as_of=day), question(person(), as_of=day)]

    incomplete, complete = together(questions, runner())

    assert {each[0] for each in incomplete.values()} == {"UNDETERMINED"}
    assert complete[Programme.DIBAO, None][0] == "ELIGIBLE"


def test_a_piece_of_a_batch_is_the_same_as_the_whole():
    rows = [population.row_of(f"H{n}", family(income_items=[wages(f"{n}00.00")] * n), DAY) for n in range(1, 9)]
    layout = runner().layout
    whole = pack(population.batch_of(rows), layout)
    part = pack(population.batch_of(rows).slice(3, 2), layout)

    assert part.households["members_count"].tolist() == whole.households["members_count"][3:5].tolist()
    assert part.members["income_items_count"].tolist() == [4, 5]


def test_the_number_of_a_text_says_nothing_for_no_text_and_differs_otherwise():
    assert population.text_number("") == 0
    assert len({population.text_number(f"XQ-{n}") for n in range(1000)}) == 1000
    assert all(0 < population.text_number(f"XQ-{n}") < 2**63 for n in range(1000))
