"""The table at the end: what happened in the month, without a name in it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from demo.case import Case
from demo.check import Findings
from demo.desk import Desk
from demo.payments import Batch, Benefits
from demo.wire import yuan
from shared.schemas.codes import ApplicationState, BenefitState, Channel, RefusalCode
from shared.schemas.determination_codes import Programme

_SHOWN = 40
"""Mismatches listed; the rest are counted."""


def lines_of(desk: Desk, cases: list[Case], benefits: Benefits, batches: list[Batch], found: Findings) -> list[str]:
    """Return the lines of the table."""
    states = Counter(case.state for case in cases)
    channels = Counter(case.channel for case in cases)
    reasons = Counter(reason for case in cases if case.state == "REFUSED" for reason in case.reasons)
    done = desk.done
    people = sum(len(case.family.people) for case in cases if case.previous is None)
    return [
        *_part("申请", {"户数": sum(case.previous is None for case in cases), "人数": people, "申请件数": len(cases)}),
        *_part("渠道", {Channel(code).zh: count for code, count in channels.items()}),
        *_part("目前状态", {_state(code): count for code, count in states.items()}),
        *_part("不予确认的理由", {RefusalCode(code).zh: count for code, count in reasons.items()}),
        *_part(
            "过程",
            {
                "一次性补正": done["REQUEST_SUPPLEMENT"],
                "核对异议": done["OBJECT_VERIFICATION"],
                "公示异议": done["DISPUTE"],
                "投诉举报": done["FILE_COMPLAINT"],
                "县级入户核查": done["RECORD_VISIT"],
                "撤回": done["WITHDRAW"],
                "终止": done["ABORT"],
                "重新申请": sum(case.previous is not None for case in cases if case.id),
            },
        ),
        *_benefits(benefits),
        *_batches(batches),
        "",
        *_verdict(found),
    ]


def _state(code: str) -> str:
    return ApplicationState(code).zh if code in ApplicationState.__members__ else code


def _part(title: str, counts: Mapping[str, object]) -> list[str]:
    return ["", title, *(f"  {_wide(name, 34)}{value!s:>10}" for name, value in counts.items())]


def _benefits(benefits: Benefits) -> list[str]:
    lines = ["", f"待遇{'':<32}{'件数':>6}{'月金额合计（元）':>10}"]
    for programme in dict.fromkeys(row["programme"] for row in benefits.rows):
        own = [row for row in benefits.rows if row["programme"] == programme]
        total = sum(int(row["monthly_amount"].replace(".", "")) for row in own)
        lines.append(f"  {_wide(Programme(programme).zh, 34)}{len(own):>10}{yuan(total):>16}")
    states = Counter(row["state"] for row in benefits.rows)
    lines += [f"  {_wide('其中' + BenefitState(code).zh, 34)}{count:>10}" for code, count in states.items()]
    return lines


def _batches(batches: Iterable[Batch]) -> list[str]:
    lines = ["", "发放批次（元）"]
    for batch in batches:
        seen = batch.seen
        head = f"{seen['number']} {seen['division']} {Programme(seen['programme']).zh} {seen['month']}"
        money = f"应发 {seen['total']}  成功 {seen['paid']}  失败 {seen['failed']}"
        lines.append(
            f"  {_wide(head, 52)}{seen['line_count']:>4} 行  {money}  {'已对账' if seen['state'] == 'RECONCILED' else seen['state']}"
        )
    return lines


def _verdict(found: Findings) -> list[str]:
    if not found.mismatches:
        return [f"核对：{found.amounts} 项确认金额与不经服务另行计算的结果一致，待遇、批次和各项数量相符。"]
    shown = [f"  ✗ {mismatch}" for mismatch in found.mismatches[:_SHOWN]]
    more = len(found.mismatches) - len(shown)
    return [f"核对：有 {len(found.mismatches)} 处不符。", *shown, *([f"  ……另有 {more} 处"] if more else [])]


def _wide(text: str, width: int) -> str:
    """Return the text padded to a width in which a Chinese character takes two places."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - taken)
