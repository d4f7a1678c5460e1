"""``/v1/imports``: the template, the ledger handed in, what became of its rows."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile

from services.intake.actions import imports as actions
from services.intake.models.reference import ImportBatch, ImportRow
from services.intake.queries import reference as queries
from services.intake.routes.downloads import SPREADSHEET_ANSWER, Spreadsheet, spreadsheet
from shared.identity import Caller
from shared.paging import Slice
from shared.schemas.imports import ImportDetail, ImportPage, ImportRowPage
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.etag import tagged
from shared.web.once import OnceDep
from shared.web.paging import PagingDep

router = APIRouter(prefix="/v1/imports", tags=["imports"])

Importer = Annotated[Caller, needs("imports:write")]
LARGEST_UPLOAD = 10 * 1024 * 1024 + 16 * 1024
"""Ten megabytes of file, and what the form around it takes."""


@router.get("/template", response_class=Spreadsheet, responses=SPREADSHEET_ANSWER)
def download_import_template(session: SessionDep, now: NowDep, _caller: Importer) -> Spreadsheet:
    """下载台账模板（.xlsx），含下拉列表和填写说明。"""
    return spreadsheet("ledger-template.xlsx", actions.make_template(session, now=now))


@router.post("", status_code=201, response_model=ImportDetail, max_body_size=LARGEST_UPLOAD)
def import_ledger(
    file: Annotated[UploadFile, File(title="台账文件（.xlsx，不超过10 MB、5000行）")],
    once: OnceDep,
    session: SessionDep,
    now: NowDep,
    caller: Importer,
) -> ImportBatch:
    """导入台账：每行一人，同一户编号为一户；每户单独受理或整户退回，逐行给出原因。"""
    return once.create(
        make=lambda: actions.import_ledger(session, file.file, caller=caller, now=now),
        again=lambda made: queries.import_by_id(session, made),
    )


@router.get("", response_model=ImportPage)
def list_imports(session: SessionDep, _caller: Importer, paging: PagingDep) -> Slice[ImportBatch]:
    """查询导入批次。"""
    return queries.imports(session, paging=paging)


@router.get("/{import_id}", response_model=ImportDetail)
def read_import(import_id: UUID, response: Response, session: SessionDep, _caller: Importer) -> ImportBatch:
    """查看导入批次。"""
    return tagged(response, queries.import_by_id(session, import_id))


@router.get("/{import_id}/rows", response_model=ImportRowPage)
def list_import_rows(
    import_id: UUID,
    session: SessionDep,
    _caller: Importer,
    paging: PagingDep,
    accepted: Annotated[bool | None, Query(title="只列导入的（true）或退回的（false）")] = None,
) -> Slice[ImportRow]:
    """查看逐行结果。"""
    batch = queries.import_by_id(session, import_id)
    return queries.import_rows(session, batch.id, paging=paging, accepted=accepted)


@router.get("/{import_id}/report", response_class=Spreadsheet, responses=SPREADSHEET_ANSWER)
def download_import_report(import_id: UUID, session: SessionDep, _caller: Importer) -> Spreadsheet:
    """下载退回清单（.xlsx）：行号、户编号、列、原因。"""
    return spreadsheet(*actions.make_report(session, import_id))
