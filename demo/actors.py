"""Who acts: officers by place, agents, the online platform, and the villagers themselves."""

from demo import stretches
from demo.case import Case
from demo.desk import Actor
from shared.identity import CITY

POLICY_DRAFTER = Actor("POLICY_OFFICER", CITY, "policy-a")
POLICY_PUBLISHER = Actor("POLICY_OFFICER", CITY, "policy-b")
_PLATFORM = Actor("PARTNER_SYSTEM", CITY, "online-platform")
_AT_THE_WINDOW = {"OPEN", "SUBMIT", "RESUBMIT"}


def clerk(township: str) -> Actor:
    """Return the officer who takes in and works on the township's cases."""
    return Actor("TOWNSHIP_OFFICER", township, "clerk-a")


def county_officer(county: str, which: str = "a") -> Actor:
    """Return one of the county's officers."""
    return Actor("COUNTY_OFFICER", county, f"county-{which}")


def county_leader(county: str) -> Actor:
    """Return who approves payments."""
    return Actor("COUNTY_LEADER", county, "leader")


def acting(case: Case, who: str, action: str) -> Actor:
    """Return the actor of a step."""
    family = case.family
    if who == stretches.APPLICANT:
        return _applicant(case, action)
    return {
        stretches.CLERK: clerk(family.township),
        stretches.PARTNER: Actor("TOWNSHIP_OFFICER", family.township, "clerk-b"),
        stretches.VERIFIER: Actor("VERIFICATION_OFFICER", family.county, "verifier"),
        stretches.COUNTY: county_officer(family.county),
    }[who]


def agent_of(case: Case) -> str:
    """Return the account of the village's agent."""
    return f"agent-{case.family.village}"


def _applicant(case: Case, action: str) -> Actor:
    """Return who speaks for the family: himself once he is on file, else whom the channel knows."""
    if case.channel == "VILLAGE_AGENT" and action in _AT_THE_WINDOW:
        return Actor("VILLAGE_AGENT", case.family.village, agent_of(case))
    if case.channel == "ONLINE" and case.previous is None and action in {"OPEN", "SUBMIT"}:
        return _PLATFORM
    if case.channel != "ONLINE" and action in _AT_THE_WINDOW:
        return clerk(case.family.township)
    return villager(case)


def villager(case: Case) -> Actor:
    """Return the applicant himself, who must be on file."""
    seen = case.seen or (case.previous.seen if case.previous else {})
    person = next(member["person"]["id"] for member in seen["members"] if member["relation"] == "SELF")
    return Actor("VILLAGER", case.family.village, f"villager-{person}", person)
