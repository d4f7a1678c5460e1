"""The form in which an answer is kept: word for word, but what stands in several places once.

The same step is told to the household and to each person, and the same standard is named by many steps. An answer kept
before there was this form has neither list and is read as it is.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from shared.schemas.determinations import DeterminationAnswer, ParameterUse, Step

Json = dict[str, Any]
_STEPS, _STANDARDS = "distinct_steps", "distinct_parameters"
_CATEGORIES = "child_categories"


def packed(answer: DeterminationAnswer) -> Json:
    """Return an answer as it is kept: results name their steps by number, steps the parameters they used."""
    kept: Json = answer.model_dump(mode="json", exclude={"results": {"__all__": {"steps"}}})
    steps, standards = _Distinct(), _Distinct()
    write_step = partial(_packed_step, standards=standards)
    for result, row in zip(answer.results, kept["results"], strict=True):
        row["steps"] = [steps.number_of(step, write_step) for step in result.steps]
    return {**kept, _STEPS: steps.rows, _STANDARDS: standards.rows}


def unpacked(kept: Json) -> Json:
    """Return an answer as it was given, from the form in which it is kept."""
    kept = {_CATEGORIES: [], **kept}  # an answer kept before there were any said nothing of them
    if _STEPS not in kept:
        return kept
    answer = {name: value for name, value in kept.items() if name not in {_STEPS, _STANDARDS}}
    standards = kept[_STANDARDS]
    steps = [
        {**step, "parameters": {name: standards[number] for name, number in step["parameters"].items()}}
        for step in kept[_STEPS]
    ]
    answer["results"] = [
        {**result, "steps": [steps[number] for number in result["steps"]]} for result in kept["results"]
    ]
    return answer


class _Distinct:
    """Rows that are written once, by the object they were made from."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self._numbers: dict[int, int] = {}

    def number_of(self, view: Any, written: Callable[[Any], Json]) -> int:
        """Return the number of a view's row; ``written`` makes it of one that has none."""
        if id(view) not in self._numbers:
            self._numbers[id(view)] = len(self.rows)
            self.rows.append(written(view))
        return self._numbers[id(view)]


def _packed_step(step: Step, standards: _Distinct) -> Json:
    used = {name: standards.number_of(use, _packed_use) for name, use in step.parameters.items()}
    return {**step.model_dump(mode="json", exclude={"parameters"}), "parameters": used}


def _packed_use(use: ParameterUse) -> Json:
    return use.model_dump(mode="json")
