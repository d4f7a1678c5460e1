"""What is ours around a FastAPI route: determinations over HTTP and a route without a database, beside plain FastAPI."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.load import Answered, request, send
from benchmarks.report import Report, middle
from benchmarks.sizes import Sizes
from benchmarks.system import System
from benchmarks.turns import with_cpu
from tests.support import standards
from tests.support.build import key
from tests.support.determinations import LIMIT, member, question

CLAUSE: Final = "2.1-h"


@dataclass
class Pair:
    """A request of ours and its echo, with the CPU seconds of one in each round: our server, the database, the echo."""

    name: str
    echo: str
    ours: Callable[[], bytes]
    theirs: bytes
    rounds: list[tuple[float, float, float]] = field(default_factory=list)


def measure(system: System, sizes: Sizes, report: Report) -> None:
    """Measure all pairs in turns and report the CPU of their servers."""
    system.start("eligibility")
    _publish(system)
    asked = question(facts={"members": _family()})
    clause, preview, determination = pairs = _pairs(system, asked)
    answers = system.folder / "answers"
    answers.mkdir()
    for pair in pairs:
        answer = send(system.town.urls["eligibility"], pair.ours, seconds=0)
        (answers / pair.echo).write_bytes(answer.last_body)
    plain = system.reference("plain.py", str(answers))
    for turn in range(sizes.rounds + 1):
        for pair in pairs:
            one = _round(system, plain, pair, sizes.seconds)
            if turn:
                pair.rounds.append(one)
    _report_times(preview, report, "an explained determination over HTTP (preview)")
    _report_times(determination, report, "the same, kept with its receipt and audit row")
    _report_frame(clause, report)


def _family() -> list[Any]:
    grown = [member("A", "SELF", "1976-05-01"), member("B", "SPOUSE", "1978-05-01")]
    return [*grown, member("C", "CHILD", "2010-05-01", student_level="COMPULSORY", employed=False)]


def _publish(system: System) -> None:
    """Publish illustrative standards, so that there is something to determine by."""
    drafter, publisher = (
        system.city.as_("POLICY_OFFICER", "5104", subject=subject).eligibility for subject in ("drafter", "publisher")
    )
    standards.publish_as_two(drafter, publisher)
    standards.publish_as_two(drafter, publisher, division="5104", document="试〔2021〕2号", values=[LIMIT])


def _pairs(system: System, asked: dict[str, Any]) -> list[Pair]:
    officer = system.headers("TOWNSHIP_OFFICER", "510411101")

    def kept() -> bytes:
        return request("POST", "/v1/determinations", asked, officer | key())

    previewed = request("POST", "/v1/previews", asked, officer)
    read = request("GET", f"/v1/clauses/{CLAUSE}", headers=officer)
    return [
        Pair("clause", "clause", lambda: read, request("GET", "/clause")),
        Pair("preview", "preview", lambda: previewed, request("POST", "/preview", asked)),
        Pair("determination", "determination", kept, request("POST", "/determination", asked)),
    ]


def _round(system: System, plain: tuple[str, int], pair: Pair, seconds: float) -> tuple[float, float, float]:
    url, server = system.town.urls["eligibility"], system.town.pid("eligibility")
    ours, (served, kept) = with_cpu(system, server, lambda: send(url, pair.ours, seconds=seconds))
    theirs, (echoed, _) = with_cpu(system, plain[1], lambda: send(plain[0], lambda: pair.theirs, seconds=seconds))
    return served / _count(ours), kept / _count(ours), echoed / _count(theirs)


def _count(answered: Answered) -> int:
    return len(answered.latencies)


def _report_times(pair: Pair, report: Report, name: str) -> None:
    ratio = middle([ours / echo for ours, _, echo in pair.rounds])
    ours, kept, echo = (middle(list(side)) * 1e6 for side in zip(*pair.rounds, strict=True))
    report.add(
        f"CPU of {name}", f"{ours:.0f} µs (and {kept:.0f} µs in the database)", f"FastAPI echo {echo:.0f} µs",
        f"{ratio:.1f}", floor=ratio <= 3, goal=ratio <= 1.5, target="≤ 3, ≤ 1.5",
    )  # fmt: skip


def _report_frame(pair: Pair, report: Report) -> None:
    added = middle([ours - echo for ours, _, echo in pair.rounds]) * 1e6
    ours, _, echo = (middle(list(side)) * 1e6 for side in zip(*pair.rounds, strict=True))
    report.add(
        "CPU added around a route (token, scope, trace, metrics, log)", f"{ours:.0f} µs", f"FastAPI {echo:.0f} µs",
        f"+{added:.0f} µs", floor=added <= 400, goal=added <= 200, target="≤ 400 µs, ≤ 200 µs",
    )  # fmt: skip
