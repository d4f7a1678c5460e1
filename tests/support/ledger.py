"""Ledgers for tests: rows by heading, written as the template's first sheet is."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from services.intake.ledgers.columns import COLUMNS
from tests.support.build import VILLAGE, build_id_number

HEADERS = [column.header for column in COLUMNS]
_PERSON = {
    "学段": "不在读", "是否分开居住": "否", "特殊情形": "无", "劳动能力": "有劳动能力", "是否就业": "是", "残疾类别": "无残疾",
    "是否认定重特大疾病": "否", "年工资性收入": 0, "年经营收入": 0, "年经营成本": 0, "年财产收入": 0, "年转移性收入": 0,
    "授权签署日期": "2021-11-01",
}  # fmt: skip


def build_applicant(household: str = "H1", **but: Any) -> dict[str, Any]:
    return _PERSON | {
        "户编号": household, "村（社区）代码": VILLAGE, "城乡": "农村", "住址": "测试村一组1号", "户名": "张建国",
        "银行账号": "6217000000000000001", "申请理由": "因病致贫", "申请项目": "最低生活保障", "是否申请人": "是",
        "与申请人关系": "本人", "姓名": "张建国", "公民身份号码": build_id_number(), "民族": "汉族",
        "联系电话": "13800000000", "年工资性收入": 10800, "存款": 0, "车辆数": 0, "其他房屋套数": 0, "市场主体数": 0,
        "林木等定着物价值": 0,
    } | but  # fmt: skip


def build_child(household: str = "H1", **but: Any) -> dict[str, Any]:
    return _PERSON | {
        "户编号": household, "是否申请人": "否", "与申请人关系": "子女（含养子女、继子女）", "姓名": "张小明",
        "公民身份号码": build_id_number("20090920"), "学段": "义务教育", "劳动能力": "无劳动能力", "是否就业": "否",
        "授权签署日期": None,
    } | but  # fmt: skip


def build_ledger(*rows: dict[str, Any], headers: list[str] | None = None, title: str = "台账") -> bytes:
    """Return an .xlsx with these rows below the headings, from row 2 on."""
    headers = headers or HEADERS
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    sheet.append(headers)
    for row in rows:
        sheet.append([row.get(header) for header in headers])
    written = BytesIO()
    workbook.save(written)
    return written.getvalue()
