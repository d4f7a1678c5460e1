"""Stretches of a case's way, and the diary they are written in: which day who does what."""

from typing import Any

from demo import wire
from demo.case import Case, Step
from demo.month import Month

CLERK, PARTNER = "clerk", "second clerk"
VERIFIER, COUNTY, APPLICANT = "verifier", "county officer", "applicant"


class Script:
    """Writes a case's diary, working day after working day."""

    def __init__(self, case: Case, month: Month, start: int) -> None:
        self.case = case
        self.month = month
        self.at = start

    def do(self, action: str, actor: str, *, fresh: bool = False, **body: Any) -> "Script":
        """Add a step to the day."""
        return self.step(Step(action, actor, lambda _case: body, needs_determination=fresh))

    def step(self, step: Step) -> "Script":
        """Add a step whose body depends on the case."""
        self.case.days[self.at].append(step)
        return self

    def later(self, days: int = 1) -> "Script":
        """Go on some working days later."""
        self.at += days
        return self


def hand_in(s: Script) -> None:
    """Open and hand in, by whoever the channel says; what a ledger brought is there already (L1, L2)."""
    if s.case.previous is not None:
        s.step(Step("REAPPLY", APPLICANT, _reapplication))
    elif s.case.channel != "IMPORT":
        s.do("OPEN", APPLICANT)
    s.do("SUBMIT", APPLICANT).later()


def _reapplication(case: Case) -> dict[str, Any]:
    return {
        "channel": "ONLINE",  # he is on file now, and hands in himself
        "needs": "情况变化，重新申请",
        "facts": wire.facts_of(case.family),
        "documents": wire.papers(),
    }


def accept(s: Script, **more: Any) -> None:
    """Accept (L5)."""
    s.do("ACCEPT", CLERK, **more).later()


def survey(s: Script) -> None:
    """Visit the family and ask for verification (L6, L7)."""
    s.do("START_SURVEY", CLERK, surveyors=["clerk-a", "clerk-b"]).later()
    s.step(Step("REQUEST_VERIFICATION", PARTNER, _surveyed)).later()


def _surveyed(case: Case) -> dict[str, Any]:
    on = case.today.isoformat()
    return {"surveyed_on": on, "member_present": "申请人本人", "documents": wire.papers("SURVEY_FORM")}


def verify(s: Script, conclusion: str = "FITS") -> None:
    """Start the verification and report (L8, L9)."""
    s.do("START_VERIFICATION", VERIFIER).later()
    report = {"conclusion": conclusion, "documents": wire.papers("VERIFICATION_REPORT")}
    s.step(Step("REPORT_VERIFICATION", VERIFIER, lambda case: report | {"report_number": f"HD-{case.number:04d}"}))


def notice(s: Script) -> int:
    """Give the opinion and post the notice (L13); return the day it was posted."""
    s.step(Step("GIVE_OPINION", CLERK, _opinion, needs_determination=True))
    return s.at


def _opinion(case: Case) -> dict[str, Any]:
    for_it = bool(case.expects().lines(case.programmes))
    return {"in_favour": for_it, "opinion": "经调查核对，建议纳入" if for_it else "经调查核对，建议不予纳入"}


def forward(s: Script, posted: int) -> None:
    """Send the papers to the county when the notice is over (L14)."""
    s.at = s.month.after_notice(posted)
    s.do("FORWARD", CLERK, documents=wire.papers("NOTICE_PHOTO"))


def decide(s: Script) -> None:
    """Confirm what stands to the family, or refuse with the coded reasons and deliver the refusal (L18, L19)."""
    s.do("DECIDE", COUNTY, fresh=True).later(2).do("DELIVER_DECISION", CLERK)


def visit(s: Script) -> None:
    """Let the county see for itself (L17)."""
    s.do("REQUIRE_VISIT", COUNTY)
    form = wire.papers("VISIT_FORM")
    s.do("RECORD_VISIT", COUNTY, visitors=["county-a", "county-b"], finding="情况属实", documents=form)
