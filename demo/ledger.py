"""Half of the families come by ledger (台账): one row for each person, in the columns of the system's template."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook

from demo import actors, wire
from demo.case import Case
from demo.desk import Desk
from demo.family import Family, Person
from demo.month import Month
from shared.schemas.determination_codes import Programme
from shared.schemas.fact_codes import DisabilityKind, LabourAbility, Relation, Residence, StudentLevel

SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ETHNIC_GROUPS: Final = {"01": "汉族", "06": "苗族", "07": "彝族", "18": "傣族", "20": "傈僳族"}
_SLIPS: Final = 2
_GRADES: Final = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}


def bring_in(desk: Desk, cases: Sequence[Case], month: Month) -> dict[str, int]:
    """Import the cases that come by ledger, a file for each township; return what became of the rows.

    Two families of each file carry a slip in an identity number. They come back with the reason, are put right, and
    go in with a second file.
    """
    counts = {"files": 0, "rows": 0, "refused": 0}
    by_ledger = [case for case in cases if case.channel == "IMPORT"]
    for township in dict.fromkeys(case.family.township for case in by_ledger):
        own = [case for case in by_ledger if case.family.township == township]
        _import(desk, own, month, counts, slips={case.number for case in own[:_SLIPS]})
        left = [case for case in own if not case.id]
        if left:
            _import(desk, left, month, counts, slips=set())
    return counts


def _import(desk: Desk, cases: Sequence[Case], month: Month, counts: dict[str, int], *, slips: set[int]) -> None:
    clerk, at = actors.clerk(cases[0].family.township), month.moment(0)
    content = workbook(cases, signed_on=f"{month.days[0]}", slips=slips)
    file = {"file": ("ledger.xlsx", content, SPREADSHEET)}
    done = desk.create(clerk, "/v1/imports", at=at, files=file)
    counts["files"] += 1
    counts["rows"] += done["row_count"]
    counts["refused"] += done["refused_count"]
    made = {row["household_key"]: row for row in desk.pages(clerk, f"/v1/imports/{done['id']}/rows")}
    for case in cases:
        row = made[_key(case)]
        if row["application_id"]:
            case.id = row["application_id"]
            case.seen = desk.get(clerk, f"/v1/applications/{case.id}", at=at)
        elif case.number not in slips:
            case.trouble = f"台账退回：{row['errors'][0]['code']} {row['errors'][0]['message']}"


def workbook(cases: Sequence[Case], *, signed_on: str, slips: set[int]) -> bytes:
    """Return the ledger of these families; the number of the case ties the rows of a family together."""
    rows = [_row(case, person, signed_on) for case in cases for person in case.family.people]
    keys = {_key(case) for case in cases if case.number in slips}
    for row in rows:
        if row["户编号"] in keys:
            row["公民身份号码"] = _slip(row["公民身份号码"])
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _key(case: Case) -> str:
    return f"D{case.number:03d}"


def _slip(number: str) -> str:
    """Return an identity number with its last character mistyped."""
    return number[:-1] + ("7" if number[-1] == "1" else "1")


def _row(case: Case, person: Person, signed_on: str) -> dict[str, Any]:
    family = case.family
    first = person is family.applicant
    household = _household(case, family) if first else dict.fromkeys(_household(case, family))
    owned = _owned(family) if first else dict.fromkeys(_owned(family))
    return {"户编号": _key(case), **household, **_person(person), **_year(person), **owned,
            "授权签署日期": signed_on, "联系电话": family.phone if first else None}  # fmt: skip


def _household(case: Case, family: Family) -> dict[str, Any]:
    return {
        "村（社区）代码": family.village,
        "城乡": Residence.URBAN.zh if family.urban else Residence.RURAL.zh,
        "住址": wire.address(family),
        "户名": family.applicant.name,
        "银行账号": family.account,
        "申请理由": "收入不足以维持基本生活，申请救助",
        "申请项目": "、".join(Programme(programme).zh for programme in case.programmes),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "是否申请人": _yes(person.relation == "SELF"),
        "与申请人关系": Relation(person.relation).zh,
        "姓名": person.name,
        "公民身份号码": person.number,
        "民族": _ETHNIC_GROUPS[person.ethnicity],
        "学段": StudentLevel(person.student).zh,
        "能否独立生活": "能" if person.independent else "否",
        "是否分开居住": _yes(person.apart),
        "有无法定义务": None if person.duty is None else "有" if person.duty else "无",
        "特殊情形": "在监狱服刑" if person.in_prison_since else "无",
        "特殊情形起始日期": person.in_prison_since,
        "劳动能力": LabourAbility(person.labour).zh,
        "是否就业": _yes(person.works),
        "残疾类别": DisabilityKind(person.disability).zh,
        "残疾等级": _GRADES.get(person.grade or 0),
        "是否认定重特大疾病": _yes(person.ill),
    }


def _year(person: Person) -> dict[str, Any]:
    """Return what a person earns in the twelve months, and what his work costs him."""
    return {
        "年工资性收入": _yuan(person.wages),
        "年经营收入": _yuan(person.business),
        "年经营成本": _yuan(person.business_costs),
        "年财产收入": _yuan(person.rent),
        "年转移性收入": _yuan(person.transfers),
        "就业成本": _yuan(person.work_costs) if person.work_costs else None,
    }


def _owned(family: Family) -> dict[str, Any]:
    return {
        "存款": _yuan(family.deposits),
        "车辆数": family.vehicles,
        "其他房屋套数": family.other_houses,
        "市场主体数": 0,
        "林木等定着物价值": 0,
    }


def _yes(claim: bool) -> str:
    return "是" if claim else "否"


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
