"""Bodies with which 仁和区's requests succeed, so that those of the other county fail for their place alone."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from shared.identity import Role
from tests.support import standards
from tests.support.build import build_application, build_member, build_person
from tests.support.desk import COUNTY, TOWNSHIP
from tests.support.questions import person

_number = count(1)


@dataclass(frozen=True)
class Making:
    """The path parameter that will name a thing, and the body that makes it."""

    parameter: str
    body: Callable[[], Any]


def _alone() -> Any:
    born = f"19{60 + next(_number) % 30}0312"
    return build_application(people=[build_person("M1", birth=born)], members=[build_member("M1")])


def _standard() -> Any:
    return standards.new_standard(division=COUNTY, document=f"试〔2022〕{next(_number)}号", valid_from="2022-01-01")


def _question() -> Any:
    facts = {"division": TOWNSHIP, "residence": "RURAL", "applicant": "A", "members": [person()]}
    facts |= {"income_items": [], "assets": []}
    return {"facts": facts, "as_of": "2021-11-15", "programmes": ["DIBAO"], "reason": "APPLICATION"}


def _batch() -> Any:
    return {"county": COUNTY, "programme": "DIBAO", "month": "2021-11"}


MAKES: Final = {
    "create_application": Making("application_id", _alone),
    "draft_standard": Making("standard_id", _standard),
    "make_determination": Making("determination_id", _question),
    "propose_payment_batch": Making("batch_id", _batch),
}
"""Operations that make something."""

STEPS: Final[dict[str, Any]] = {
    "transition_application": {"action": "SUBMIT"},
    "transition_payment_batch": {"action": "CHECK"},
    "transition_standard": {"action": "PUBLISH"},
    "transition_benefit": {"action": "STOP", "reason": "DIED", "happened_on": "2021-11-20", "note": "书面告知"},
    "change_household_account": {"bank_account": "6217000000000000009"},
    "transition_alert": {"action": "ASSIGN", "role": "TOWNSHIP_OFFICER", "division": TOWNSHIP},
}
"""Operations that change something, with a body."""

TAKERS: Final = {"transition_alert": Role.COUNTY_OFFICER}
"""Who takes a step at 仁和区 where the first that has the scope is not the one whose step it is."""
