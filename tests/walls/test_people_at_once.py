"""Two desks that register the same people at once wait for one another, and never both for ever."""

import threading
import time
from datetime import date, datetime
from typing import Any

from services.intake.queries.people import register_people
from shared.ids import new_id
from shared.personal import Secret
from tests.support.database import Database, build_caller

VILLAGE = "510411101200"
LOW, HIGH = b"1" * 32, b"2" * 32


def row(index: bytes, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "name": "王五五", "id_number": Secret("510411199003078515"), "id_number_index": index,
        "birth_date": date(1990, 3, 7), "sex": "1", "ethnicity": "01", "phone": None, "created_at": now, "version": 1,
        "county": VILLAGE[:6], "kept_in": VILLAGE, "kept_by": "",
    }  # fmt: skip


def test_two_desks_that_name_the_same_people_in_opposite_order_share_the_records(
    database: Database, now: datetime
) -> None:
    caller = build_caller()

    def register(session: Any, *indexes: bytes) -> dict[bytes, Any]:
        people = [row(index, now) for index in indexes]
        return register_people(session, people, place=VILLAGE, kept_by="", visible_to=caller)

    second: dict[bytes, Any] = {}

    def other_desk() -> None:
        with database.session("intake", now=now) as session:
            second.update(register(session, HIGH, LOW))

    other = threading.Thread(target=other_desk)
    with database.session("intake", now=now) as session:
        first = register(session, LOW)
        other.start()
        until_somebody_waits(database)
        first |= register(session, HIGH)
    other.join()

    assert first.keys() == {LOW, HIGH}
    assert second == first


def until_somebody_waits(database: Database) -> None:
    waiting = "select count(*) from pg_locks where not granted"
    with database.as_owner() as owner:
        for _ in range(200):
            if owner.execute(waiting).fetchone() != (0,):
                return
            time.sleep(0.02)
    raise AssertionError("the other desk did not come to wait")
