"""What intake told, as far as alerts reads it: events in the order in which things happened, whenever they came in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.schemas.codes import ApplicationState, BenefitState
from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import Residence
from shared.schemas.types import YearMonth


@dataclass(frozen=True, slots=True)
class Told:
    """One event with whom it concerns."""

    id: UUID
    type: str
    time: datetime
    division: str
    data: dict[str, Any]
    people: tuple[str, ...] = ()

    @property
    def short_type(self) -> str:
        """The type without our prefix and version: ``benefit.opened``."""
        return self.type.removeprefix("cn.doudi.").rpartition(".v")[0]

    @property
    def day(self) -> date:
        """The civil day on which it happened."""
        return self.time.date()


class _Payload(BaseModel):
    """Fields that alerts needs; a newer intake may say more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class BenefitTold(_Payload):
    """What an event about a benefit says."""

    benefit_id: UUID
    application_id: UUID | None = None
    household_id: UUID
    programme: Programme
    residence: Residence | None = None
    state: BenefitState
    start_month: YearMonth
    end_month: YearMonth | None = None


class ApplicationTold(_Payload):
    """What an event about an application says."""

    application_id: UUID
    household_id: UUID
    programmes: list[Programme]
    state: ApplicationState
