"""Ledgers handed in as spreadsheets (台账导入) and what became of each row."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.schemas.paging import Page
from shared.schemas.types import Flag, Instant, View, Whole


class ImportDetail(View):
    """A ledger that was taken in, and how many of its rows."""

    id: UUID
    division: Annotated[str, Field(title="导入单位的行政区划")]
    sha256: Annotated[str, Field(title="文件的 SHA-256")]
    row_count: Annotated[Whole, Field(title="行数")]
    accepted_count: Annotated[Whole, Field(title="导入行数")]
    refused_count: Annotated[Whole, Field(title="退回行数")]
    imported_by: Annotated[str, Field(title="导入人")]
    created_at: Instant
    version: Whole


class ImportPage(Page[ImportDetail]):
    """A page of imports."""


class ImportRowError(View):
    """Why a row was refused; never what stood in it."""

    column: Annotated[str | None, Field(title="列名；不在某一列时为空")]
    code: Annotated[str, Field(title="错误代码")]
    message: Annotated[str, Field(title="原因")]


class ImportRowView(View):
    """What became of one row."""

    id: UUID
    row_number: Annotated[Whole, Field(title="行号，与表格一致")]
    household_key: Annotated[str, Field(title="户编号")]
    accepted: Annotated[Flag, Field(title="是否导入")]
    application_id: Annotated[UUID | None, Field(title="所建申请")]
    errors: Annotated[list[ImportRowError], Field(title="退回原因")]


class ImportRowPage(Page[ImportRowView]):
    """A page of rows."""
