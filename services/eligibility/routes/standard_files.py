"""``/v1/standard-files``: standards taken away as a file, and drafts made from one."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from services.eligibility.actions import standard_files as actions
from services.eligibility.actions.standard_documents import read
from shared.identity import Caller
from shared.schemas.standards import NewStandard, StandardDetail, StandardFileCheck, StandardPlace
from shared.schemas.types import Day
from shared.web.deps import NowDep, SessionDep, needs
from shared.web.once import MaybeOnceDep, OnceDep
from shared.web.validation import refused

router = APIRouter(prefix="/v1/standard-files", tags=["standards"])

Reader = Annotated[Caller, needs("standards:read")]
Drafter = Annotated[Caller, needs("standards:draft")]
Upload = Annotated[UploadFile, File(title="标准文件（.xlsx 或 YAML，不超过1 MB）")]

_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            _TYPES["xlsx"]: {"schema": {"type": "string", "format": "binary"}},
            _TYPES["yaml"]: {"schema": {"$ref": "#/components/schemas/NewStandard"}},
        },
        "description": "标准文件",
    },
    404: {},
}


class StandardFile(Response):
    """A file of standards."""

    media_type = _TYPES["xlsx"]


@router.get("", response_class=StandardFile, responses=_ANSWER)
def export_standards(
    session: SessionDep,
    _caller: Reader,
    now: NowDep,
    division: Annotated[StandardPlace, Query(title="区划：5104 全市，或县（区）6位代码")],
    on: Annotated[Day | None, Query(title="哪一天执行的；不填为今天")] = None,
    kind: Annotated[Literal["xlsx", "yaml"], Query(title="文件格式", alias="format")] = "xlsx",
) -> StandardFile:
    """导出一个区划自己发布、当日执行的标准；文件修改后可再导入为草稿。"""
    day = on or now.date()
    content = actions.exported(session, division, on=day, kind=kind, now=now)
    return _file(content, f"standards-{division}-{day}", kind)


@router.post("/checks", status_code=200, responses={404: {}})
def check_standard_file(
    file: Upload, once: MaybeOnceDep, session: SessionDep, now: NowDep, caller: Drafter
) -> StandardFileCheck:
    """试导入：检查标准文件，逐行指出问题，并列出照此发布会违反的规定；不保存任何内容。"""
    new, rows = _read(file)
    return once.repeatable(lambda: actions.checked(session, new, rows, caller=caller, now=now))


@router.post("", status_code=201, responses={404: {}})
def import_standard(file: Upload, once: OnceDep, session: SessionDep, now: NowDep, caller: Drafter) -> StandardDetail:
    """把标准文件导入为草稿；发布仍须由另一人办理。"""
    new, rows = _read(file)
    return once.create(
        make=lambda: actions.drafted(session, new, rows, caller=caller, now=now),
        again=lambda made: actions.read_standard(session, made, caller=caller, now=now),
        lies_in="/v1/standards",
    )


def _file(content: bytes, name: str, kind: str) -> StandardFile:
    disposition = f'attachment; filename="{name}.{kind}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return StandardFile(content, headers=headers, media_type=_TYPES[kind])


def _read(file: UploadFile) -> tuple[NewStandard, list[int]]:
    """Return what a file says, checked as a request's body is."""
    found = read(file.file)
    try:
        return NewStandard.model_validate(found.document), found.rows
    except ValidationError as error:
        faults = [fault | {"loc": ("body", *fault["loc"])} for fault in error.errors()]
        raise actions.by_row(refused(RequestValidationError(faults, body=found.document)), found.rows) from None
