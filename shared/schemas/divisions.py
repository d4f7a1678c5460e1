"""Administrative divisions on the wire (行政区划)."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.schemas.paging import Page
from shared.schemas.types import Body, Code, Day, DivisionCode, ShortText, View

PlaceCode = Annotated[str, StringConstraints(pattern=r"^5104([0-9]{2}([0-9]{3}([0-9]{3})?)?)?$")]
"""The city (4 digits) or any division in it."""


class DivisionLevel(Code):
    """How high a division stands (行政级别)."""

    CITY = "CITY", "市", "City"
    COUNTY = "COUNTY", "县（区）", "County"
    TOWNSHIP = "TOWNSHIP", "乡镇（街道）", "Township"
    VILLAGE = "VILLAGE", "村（社区）", "Village"


class DivisionKind(Code):
    """What a division is in law (行政区划类型)."""

    CITY = "CITY", "地级市", "Prefecture-level city"
    DISTRICT = "DISTRICT", "市辖区", "District"
    COUNTY = "COUNTY", "县", "County"
    STREET = "STREET", "街道", "Street"
    TOWN = "TOWN", "镇", "Town"
    TOWNSHIP = "TOWNSHIP", "乡", "Township"
    RESIDENTS_COMMITTEE = "RESIDENTS_COMMITTEE", "居民委员会", "Residents' committee"
    VILLAGERS_COMMITTEE = "VILLAGERS_COMMITTEE", "村民委员会", "Villagers' committee"


class DivisionDetail(View):
    """One place under one code."""

    code: Annotated[PlaceCode, Field(title="代码")]
    name: Annotated[ShortText, Field(title="名称")]
    full_name: Annotated[ShortText, Field(title="全称")]
    level: Annotated[DivisionLevel, Field(title="级别")]
    kind: Annotated[DivisionKind, Field(title="类型")]
    parent: Annotated[PlaceCode | None, Field(title="上级代码")]
    valid_from: Annotated[Day | None, Field(title="启用日；早于记录时为空")]
    valid_to: Annotated[Day | None, Field(title="停用前最后一天；在用时为空")]
    successor: Annotated[PlaceCode | None, Field(title="撤并后的代码")]


class DivisionPage(Page[DivisionDetail]):
    """A page of divisions."""


_KINDS_OF_LENGTH = {
    6: {DivisionKind.DISTRICT, DivisionKind.COUNTY},
    9: {DivisionKind.STREET, DivisionKind.TOWN, DivisionKind.TOWNSHIP},
    12: {DivisionKind.RESIDENTS_COMMITTEE, DivisionKind.VILLAGERS_COMMITTEE},
}


class NewDivision(Body):
    """A place to register under a code of its own (新设区划), such as the township that others are merged into."""

    code: Annotated[DivisionCode, Field(title="代码；上级应已登记")]
    name: Annotated[ShortText, Field(title="名称")]
    kind: Annotated[DivisionKind, Field(title="类型")]
    valid_from: Annotated[Day, Field(title="启用日")]
    document: Annotated[ShortText, Field(title="批复文号")]

    @model_validator(mode="after")
    def _of_its_level(self) -> Self:
        """Refuse a kind that does not stand on the level the code has."""
        if self.kind not in _KINDS_OF_LENGTH[len(self.code)]:
            raise PydanticCustomError("division_kind", "类型与代码的级别不符")
        return self


class VillageMove(Body):
    """The code a village goes on under when its township is merged."""

    from_code: Annotated[DivisionCode, Field(alias="from", title="原村（社区）代码")]
    to_code: Annotated[DivisionCode, Field(alias="to", title="撤并后的村（社区）代码")]


class NewSuccession(Body):
    """A merger to register: the place named in the path goes on under another code (撤并)."""

    successor: Annotated[DivisionCode, Field(title="撤并后的代码")]
    effective_on: Annotated[Day, Field(title="生效日")]
    document: Annotated[ShortText, Field(title="批复文号")]
    villages: Annotated[
        list[VillageMove],
        Field(title="乡镇撤并时所辖村（社区）的去向；未列出的沿用末三位代码，该代码已被占用的必须列出", max_length=500),
    ] = []


class NewDivisionSuccession(Body):
    """What intake tells the other services: from a day on one code answers for another (撤并)."""

    from_code: Annotated[DivisionCode, Field(title="原代码")]
    to_code: Annotated[DivisionCode, Field(title="撤并后的代码")]
    effective_on: Annotated[Day, Field(title="生效日")]


class DivisionSuccessionDetail(View):
    """A succession as it is kept."""

    from_code: str
    to_code: str
    effective_on: Day
