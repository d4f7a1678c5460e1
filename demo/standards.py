"""The standards the demo reckons with: drafted by one policy officer, published by another, and marked illustrative.

Real amounts of Panzhihua are not known to us. These are round figures for trying things out and nothing else.
"""

from datetime import date
from typing import Any, Final

from demo.actors import POLICY_DRAFTER, POLICY_PUBLISHER
from demo.desk import Desk
from demo.expected import LINE
from demo.plots import TOWNSHIPS
from demo.wire import yuan

DOCUMENT: Final = "演示〔2021〕1号（示例，并非真实标准）"

_MONEY: Final = {
    "property.dibao.financial_per_person": "18000.00",
    "property.marginal.financial_per_person": "27000.00",
    "property.tekun.financial_per_person": "18000.00",
    "property.rigid.financial_per_person": "27000.00",
    "tk.care.full_loss": "400.00",
    "tk.care.partial_loss": "200.00",
    "tk.care.self_care": "50.00",
    "ge.institution": "1600.00",
    "ge.scattered": "1100.00",
    "sw.amount": "1100.00",
    "ls.township_limit": "2000.00",
}
_BY_RESIDENCE: Final = {
    "lb.line": {"RURAL": yuan(LINE[False]), "URBAN": yuan(LINE[True])},
    "tk.basic.scattered": {"RURAL": "650.00", "URBAN": "910.00"},
    "tk.basic.centralised": {"RURAL": "780.00", "URBAN": "1040.00"},
    "gx.income_ceiling": {"RURAL": "18000.00", "URBAN": "42000.00"},
}
_OTHER: Final = {
    "property.exemptions": [
        "VEHICLE_FOR_TREATMENT",
        "VEHICLE_FOR_REHABILITATION",
        "VEHICLE_FOR_LIVELIHOOD",
        "OWN_DWELLING",
    ],
    "ded.employment.method": "ACTUAL_CAPPED_LINE",
    "gx.ratio": "0.60",
}
_PIECES: Final = ("vehicles", "houses", "businesses")


class OtherStandards(RuntimeError):
    """Somebody published other lines, with which the demo's own reckoning would not agree."""


def load(desk: Desk) -> bool:
    """Publish the illustrative standards; False when an earlier run has done so."""
    if _find(desk, "PUBLISHED") is not None:
        return False
    known = _find(desk, "DRAFT")
    drafted = known or desk.create(POLICY_DRAFTER, "/v1/standards", service="eligibility", json=_draft())
    version = desk.get(POLICY_PUBLISHER, f"/v1/standards/{drafted['id']}", service="eligibility")["version"]
    path = f"/v1/standards/{drafted['id']}/transitions"
    desk.change(POLICY_PUBLISHER, path, {"action": "PUBLISH"}, version, service="eligibility")
    return True


def require_in_force(desk: Desk, on: date) -> None:
    """Raise ``OtherStandards`` unless the lines that hold on the day are the demo's."""
    for township in TOWNSHIPS:
        for urban, residence in ((True, "URBAN"), (False, "RURAL")):
            path = f"/v1/parameters?key=lb.line&division={township[:6]}&on={on}"
            rows = desk.get(POLICY_DRAFTER, path, service="eligibility")["items"]
            mine = [row for row in rows if row["residence"] in {residence, None} and row["superseded_at"] is None]
            best = max(mine, key=lambda row: (len(row["division"]), row["residence"] is not None), default=None)
            if best is None or best["value"] != yuan(LINE[urban]):
                raise OtherStandards(
                    f"{township[:6]} 在 {on} 适用的低保标准不是演示标准，演示的核对表不适用；请换一个数据目录运行演示。"
                )


def _find(desk: Desk, state: str) -> dict[str, Any] | None:
    path = f"/v1/standards?state={state}&division={POLICY_DRAFTER.division}&limit=500"
    found = desk.get(POLICY_DRAFTER, path, service="eligibility")["items"]
    return next((standard for standard in found if standard["document"] == DOCUMENT), None)


def _draft() -> dict[str, Any]:
    values: list[dict[str, Any]] = [
        {"key": key, "residence": residence, "value": amount}
        for key, amounts in _BY_RESIDENCE.items()
        for residence, amount in amounts.items()
    ]
    values += [{"key": key, "value": value} for key, value in {**_MONEY, **_OTHER}.items()]
    values += [
        {"key": f"property.{programme}.{piece}", "value": 0}
        for programme in ("dibao", "marginal", "tekun", "rigid")
        for piece in _PIECES
    ]
    evidence = {"evidence": "演示用示例，并非攀枝花市标准"}
    return {
        "division": POLICY_DRAFTER.division,
        "title": "演示用示例标准",
        "document": DOCUMENT,
        "valid_from": "2021-10-01",
        "illustrative": True,
        "values": [{**value, **evidence} for value in values],
    }
