"""Who the variables are about, and how one is declared: whole fen in 64 bits, by the day."""

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

Person = build_entity(key="person", plural="persons", label="A person of the family", is_person=True)
Household = build_entity(
    key="household", plural="households", label="A family", roles=[{"key": "member", "plural": "members"}]
)
ENTITIES = {"person": Person, "household": Household}


class ByDay(Variable):
    """A variable that holds on a day."""

    def __init_subclass__(cls) -> None:
        """Name the period in each class: OpenFisca looks nowhere else."""
        cls.definition_period = DateUnit.DAY

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.value_type is int:
            self.dtype = np.dtype(np.int64)  # OpenFisca's own int wraps at 21 million yuan


def given(name: str, entity: Any, value_type: type) -> type[Variable]:
    """Return a variable that is always given, never computed."""
    return type(name, (ByDay,), {"entity": entity, "value_type": value_type, "label": name})
