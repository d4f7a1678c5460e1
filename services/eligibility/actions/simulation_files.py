"""Results of a simulation to take away (结果文件): a workbook, and a chart of gain and loss by township."""

import io
from typing import Any

from openpyxl import Workbook

from services.eligibility import queries
from services.eligibility.actions.simulation_views import results_of
from services.eligibility.errors import BatchNotInstalled, SimulationNotFound
from services.eligibility.models import Simulation
from shared.db import Session
from shared.divisions import built_in
from shared.schemas.simulations import ChangeKind, ScenarioResult
from shared.schemas.types import yuan

MOST_LISTED = 100_000
"""Households listed in a workbook; the pages list them all."""

_CITY = "攀枝花市"
_FONTS = ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "SimHei", "PingFang SC"]


def workbook(session: Session, simulation: Simulation) -> bytes:
    """Return the totals of every scenario, the budget by month and the households touched, as .xlsx."""
    results = results_of(simulation)
    book = Workbook(write_only=True)
    _sheet(book, "合计", ("情景", "行政区划", "名称", "项目", "户（人）数", "月金额（元）"), [
        (each.name, line.division, _name(line.division), line.programme.zh, line.units, yuan(line.monthly_amount))
        for each in results for line in (*each.counties, *each.townships)
    ])  # fmt: skip
    _sheet(book, "测算结果", ("情景", "项目", "结果", "户（人）数"), [
        (each.name, line.programme.zh, line.outcome.zh, line.units) for each in results for line in each.outcomes
    ])  # fmt: skip
    _sheet(book, "按月预算", ("情景", "月份", "项目", "金额（元）"), [
        (each.name, line.month, line.programme.zh, yuan(line.amount)) for each in results for line in each.months
    ])  # fmt: skip
    _sheet(book, "增减", ("情景", "行政区划", "名称", "增加", "减少", "项目变化", "渐退", "月增减（元）"), [
        (each.name, line.division, _name(line.division), line.gain, line.lose, line.change, line.grace,
         yuan(line.monthly_difference))
        for each in results for line in each.changes
    ])  # fmt: skip
    touched = queries.changed_households(session, simulation, most=MOST_LISTED)
    _sheet(book, "受影响家庭", ("情景", "家庭编号", "行政区划", "变化", "现行（元）", "情景（元）", "现行项目", "情景项目"), [
        (results[each.scenario].name, each.household, each.division, ChangeKind(each.kind).zh, yuan(each.before_fen),
         yuan(each.after_fen), "、".join(each.programmes_before), "、".join(each.programmes_after))
        for each in touched
    ])  # fmt: skip
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, title: str, headers: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Write a sheet; a text that a spreadsheet could take for a formula is kept from being one."""
    sheet = book.create_sheet(title)
    for row in (headers, *rows):
        sheet.append([f"'{each}" if isinstance(each, str) and each[:1] in "=+@" and each else each for each in row])


def _name(division: str) -> str:
    """Return the name of a place below the city; empty for one that is not in the register."""
    return built_in().full_name(division).removeprefix(_CITY) if built_in().is_known(division) else ""


def chart(simulation: Simulation, *, scenario: int, form: str) -> bytes:
    """Return how many households of each township gain and lose, as PNG or SVG."""
    results = results_of(simulation)
    if scenario >= len(results):
        raise SimulationNotFound(simulation.id)
    try:
        from matplotlib import font_manager  # noqa: PLC0415  the extra may be missing
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise BatchNotInstalled from error
    known = {each.name for each in font_manager.fontManager.ttflist}
    font = next((each for each in _FONTS if each in known), None)
    drawn = results[scenario]
    figure = Figure(figsize=(9, 2 + len(drawn.changes) // 3), layout="constrained")
    FigureCanvasAgg(figure)
    _bars(figure.add_subplot(), drawn, simulation.title, font=font)
    content = io.BytesIO()
    figure.savefig(content, format=form, metadata={"Date": None} if form == "svg" else None)
    return content.getvalue()


def _bars(axes: Any, result: ScenarioResult, title: str, *, font: str | None) -> None:
    """Draw a bar to the right for those that gain and one to the left for those that lose.

    Without a font that has Chinese, townships go by their codes and the words are English.
    """
    words = {"fontfamily": font} if font else {}
    labels = [f"{each.division} {_name(each.division)}".strip() if font else each.division for each in result.changes]
    places = list(range(len(labels)))
    axes.barh(places, [each.gain for each in result.changes], color="#2a7f62", label="增加" if font else "gain")
    axes.barh(places, [-each.lose for each in result.changes], color="#b5473c", label="减少" if font else "lose")
    axes.set_yticks(places, labels, **words)
    axes.axvline(0, color="#444444", linewidth=1)
    axes.set_xlabel("户数" if font else "households", **words)
    if font:
        axes.set_title(f"{title}：{result.name}", **words)
    if labels:
        axes.legend(prop={"family": font} if font else None)
