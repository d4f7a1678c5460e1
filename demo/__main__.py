"""``make demo`` plays the month; ``make seed`` only loads its standards. Exit status 1 when anything came out otherwise."""

import argparse
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import httpx

from demo import actors, ledger, payments, standards
from demo.case import Case
from demo.check import check
from demo.desk import Desk, Impatient, NobodyThere, Problem
from demo.families import Maker
from demo.month import Month, month_before
from demo.play import Player
from demo.plots import TOWNSHIPS, apply_after_stop, cast
from demo.table import lines_of
from shared import clock

_MOST_SEEDS: Final = 90
"""Runs on one database; later ones would meet the numbers of the first."""


class SeedUsed(RuntimeError):
    """The families are on file already."""


def main() -> int:
    """Play, print, and say whether it came out right."""
    parser = argparse.ArgumentParser(prog="make demo", description="演示：一个乡镇的一个月")
    parser.add_argument("part", nargs="?", choices=["seed"], help="只装载演示用示例标准")
    parser.add_argument("--seed", type=int, help="随机种子；不填则取尚未用过的最小值，同一种子总是同一批家庭")
    given = parser.parse_args()
    try:
        desk = Desk.open()
        if given.part == "seed":
            _load_standards(desk)
            return 0
        return _play(desk, given.seed)
    except (NobodyThere, SeedUsed, Impatient, Problem, standards.OtherStandards, httpx.HTTPError) as problem:
        sys.stderr.write(f"{problem or type(problem).__name__}\n")
        return 1


def _play(desk: Desk, seed: int | None) -> int:
    began = time.monotonic()
    today = clock.now().date()
    _load_standards(desk)
    month = month_before(today, is_working=lambda day: _is_working(desk, day))
    standards.require_in_force(desk, month.days[-1])
    cases = _cases(desk, month, seed)
    player = Player(desk, month, lambda line: _tell(f"{time.monotonic() - began:4.0f} 秒  {line}"))
    _import(desk, cases, month)
    player.play(cases)
    _tell_trouble(cases)
    _tell(f"办理结束，用时 {time.monotonic() - began:.0f} 秒；等待待遇生效……")
    benefits = payments.await_active(desk, cases)
    stopped = payments.stop_and_review(desk, benefits, today)
    cases.append(apply_after_stop(stopped[0], number=len(cases) + 1))
    player.spend_today(cases[-1], clock.now())
    folder = Path(os.environ.get("DOUDI_STATE_DIR", ".doudi")) / "demo"
    batches = payments.pay(desk, month, today, folder)
    _tell(f"发放完成：{len(batches)} 个批次已对账，银行清单存于 {folder}")
    found = check(desk, cases, benefits, batches, month.paid_month)
    for line in lines_of(desk, cases, benefits, batches, found):
        _tell(line)
    _tell(f"全部用时 {time.monotonic() - began:.0f} 秒。")
    return 1 if found.mismatches else 0


def _tell_trouble(cases: list[Case]) -> None:
    """Say at once what went wrong, for what follows may not come to its end then."""
    troubled = [case.trouble for case in cases if case.trouble]
    for trouble, count in Counter(troubled).most_common(10):
        _tell(f"✗ {count} 件：{trouble}")


def _load_standards(desk: Desk) -> None:
    loaded = standards.load(desk)
    _tell("示例标准：" + ("已起草并由另一人发布（并非真实标准）" if loaded else "此前已发布，沿用"))


def _is_working(desk: Desk, day: date) -> bool:
    """Ask the system's own calendar, with its make-up days (调休)."""
    return bool(desk.get(actors.clerk(TOWNSHIPS[0]), f"/v1/calendar-days/{day}")["working"])


def _cases(desk: Desk, month: Month, seed: int | None) -> list[Case]:
    """Return the cases of the seed; without one, of the first seed whose families are not on file yet."""
    villages = {township: _villages(desk, township) for township in TOWNSHIPS}
    for chosen in [seed] if seed is not None else range(1, _MOST_SEEDS + 1):
        cases = cast(Maker(chosen, today=month.days[0]), month, villages)
        if not _are_on_file(desk, cases):
            _tell(f"种子 {chosen}：{month.days[0]} 至 {month.days[-1]}，{len(month.days)} 个工作日")
            return cases
    raise SeedUsed("这批家庭已在本库中。不指定 --seed 会自动换一批；演示过九十次的库请换一个数据目录。")


def _villages(desk: Desk, township: str) -> list[tuple[str, str]]:
    rows = desk.get(actors.clerk(township), f"/v1/divisions?parent={township}")["items"]
    return [(row["code"], row["name"]) for row in rows]


def _are_on_file(desk: Desk, cases: list[Case]) -> bool:
    """Whether an earlier run has handed in any of the first families that come by ledger or at the window."""
    for case in [case for case in cases if case.channel in {"IMPORT", "WINDOW"}][:8]:
        number = {"id_number": case.family.applicant.number}
        clerk = actors.clerk(case.family.township)
        if desk.create(clerk, "/v1/people/searches", json=number)["items"]:
            return True
    return False


def _import(desk: Desk, cases: list[Case], month: Month) -> None:
    counts = ledger.bring_in(desk, cases, month)
    brought = sum(bool(case.id) for case in cases)
    _tell(
        f"台账导入：{counts['files']} 份文件 {counts['rows']} 行，导入 {brought} 户，"
        f"{counts['refused']} 行因号码有误先退回、更正后再导入"
    )


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
