"""A page of a list: ``items`` and the cursor of what follows."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.schemas.types import Whole

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """One page. Subclass it with a name (``class ApplicationPage(Page[ApplicationSummary])``) so that OpenAPI has one."""

    model_config = ConfigDict(from_attributes=True)

    items: Annotated[list[Item], Field(title="本页内容")]
    next: Annotated[str | None, Field(title="下一页游标，作为 after 传回；没有下一页时为空")]
    total: Annotated[Whole | None, Field(title="总数，仅在 include=total 时给出，最多数到 10000")]
