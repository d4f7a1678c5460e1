"""A front end that repeats every request under its key until it is answered, as a good one does."""

from datetime import date
from typing import Any

import httpx

from demo.desk import Actor, Desk
from shared.clock import now
from tests.support.build import build_application, build_id_number, build_member, build_papers, build_person
from tests.support.processes import until

CLERK = Actor("TOWNSHIP_OFFICER", "510411101", "clerk-a")
VERIFIER = Actor("VERIFICATION_OFFICER", "510411", "verifier-1")


class StubbornDesk(Desk):
    """The demo's desk that never gives up, and counts what it asked."""

    def __init__(self, urls: dict[str, str]) -> None:
        super().__init__(urls, httpx.Client(timeout=20))
        self.sent = 0

    def send(self, service: str, method: str, path: str, **more: Any) -> httpx.Response:
        """Send until there is an answer; a fault (500) is never one to be repeated."""
        self.sent += 1
        answers: list[httpx.Response] = []

        def is_answered() -> bool:
            try:
                answers.append(self.http.request(method, self.urls[service] + path, **more))
            except httpx.TransportError:
                return False
            running = answers[-1].status_code == 409 and answers[-1].json()["code"] == "request_in_progress"
            assert answers[-1].status_code != 500, answers[-1].text
            return answers[-1].status_code < 500 and not running

        until(is_answered, seconds=90, what=f"{method} {path} is answered")
        return answers[-1]

    def wait(self, what: str, check: Any) -> None:
        """Wait longer than a person would: under fire a message may fail again and again, and is tried less and less often."""
        until(check, seconds=1500, what=what)


def build_numbered(number: int, **but: Any) -> dict[str, Any]:
    """Return the application of a person alone; another number is another person."""
    id_number = build_id_number(f"19{60 + number % 30}{1 + number % 12:02d}{1 + number % 28:02d}", n=number)
    return build_application(people=[build_person(id_number=id_number)], members=[build_member()], **but)


def hand_in(desk: Desk, number: int, **but: Any) -> dict[str, Any]:
    return desk.create(CLERK, "/v1/applications", json=build_numbered(number, **but))


def take_to_opinion(desk: Desk, made: dict[str, Any], *, today: date | None = None) -> dict[str, Any]:
    """Take an application to where its determination is asked for."""
    survey = {
        "surveyed_on": f"{today or now().date()}",
        "member_present": "本人",
        "documents": build_papers("SURVEY_FORM"),
    }
    report = {"conclusion": "FITS", "report_number": "HD-1", "documents": build_papers("VERIFICATION_REPORT")}
    steps: tuple[tuple[Actor, dict[str, Any]], ...] = (
        (CLERK, {"action": "SUBMIT"}),
        (CLERK, {"action": "ACCEPT"}),
        (CLERK, {"action": "START_SURVEY", "surveyors": ["clerk-a", "clerk-b"]}),
        (CLERK, {"action": "REQUEST_VERIFICATION", **survey}),
        (VERIFIER, {"action": "REPORT_VERIFICATION", **report}),
    )
    for actor, body in steps:
        made = desk.change(actor, f"/v1/applications/{made['id']}/transitions", body, made["version"])
    return made
