"""What the requests are about: two townships full of applications, and their officers.

Both lie in one table, and the small township's applications are older than all of the large one's. So its list shows
whether a list costs what it returns, or what lies around it.
"""

import random
from typing import Any, Final
from uuid import UUID

from benchmarks.copies import LISTED, WHOLE, Original, copy, original
from benchmarks.sizes import Sizes
from benchmarks.system import System
from tests.support.build import build_application, build_id_number, key

BIG: Final = ("510411101", "510411101200")
SMALL: Final = ("510411100", "510411100200")
"""A township and a village of it."""


class Yard:
    """The applications and their copies."""

    def __init__(self, system: System, sizes: Sizes) -> None:
        self.system, self.sizes = system, sizes
        self._next = iter(range(1, sizes.whole))
        self._families = iter(range(10_000_000))
        self.few = self._handed_in(SMALL)
        self.many = self._handed_in(BIG)
        with system.superuser() as connection:
            copy(connection, self.few, first=1, last=sizes.few, tables=LISTED)
            copy(connection, self.many, first=1, last=sizes.whole, tables=WHOLE)
            copy(connection, self.many, first=sizes.whole + 1, last=sizes.many, tables=LISTED)
            connection.execute("create sequence public.bench_n")
            connection.execute("grant usage on sequence public.bench_n to doudi_intake")
            connection.execute("vacuum (analyze)")
            connection.execute("checkpoint")

    def _handed_in(self, place: tuple[str, str]) -> Original:
        township, village = place
        officer = self.officer(township)
        made = officer.post("/v1/applications", json=self.family(village), headers=key())
        assert made.status_code == 201, made.text
        path = f"/v1/applications/{made.json()['id']}/transitions"
        submitted = officer.post(path, json={"action": "SUBMIT"}, headers={"If-Match": made.headers["etag"]})
        assert submitted.status_code == 200, submitted.text
        with self.system.superuser() as connection:
            return original(connection, UUID(made.json()["id"]))

    def officer(self, township: str) -> Any:
        """Return a client that reaches intake within this process, so that its statements can be heard."""
        return self.system.city.as_("TOWNSHIP_OFFICER", township, subject="bench-1").intake

    def family(self, village: str = BIG[1]) -> dict[str, Any]:
        """Return an application of three people whom nobody knows yet."""
        return unknown_family(next(self._families), village)

    def next_copy(self) -> int:
        """Return the number of a copy that nobody has stepped."""
        return next(self._next)

    def any_copy(self) -> int:
        """Return the number of a copy that is whole."""
        return random.randint(1, self.sizes.whole - 1)

    def leave_to_pgbench(self) -> None:
        """Let pgbench step the copies that come next, as many as a round allows, and nobody else."""
        with self.system.superuser() as connection:
            connection.execute("select setval('public.bench_n', %s)", [self.next_copy()])
        for _ in range(self.sizes.steps):
            self.next_copy()


def unknown_family(n: int, village: str = BIG[1]) -> dict[str, Any]:
    """Return the application of the n-th family of three."""
    application = build_application(division=village)
    for place, person in enumerate(application["people"]):
        person["id_number"] = unknown_number(n, place)
    return application


def unknown_number(n: int, place: int, *, area: str = "510411") -> str:
    """Return the identity number of a member (two adults and a child) of the n-th family: another one for each."""
    birth = f"{(1950, 1952, 2010)[place] + n // 28 // 12 % 5}{n // 28 % 12 + 1:02d}{n % 28 + 1:02d}"
    return build_id_number(birth, area=area, n=n // (28 * 12 * 5) * 3 + place, male=place != 1)
