"""While a year is loaded nothing is reckoned by the calendar, and the other way round; reckoning goes side by side."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.alerts.actions import calendar_years
from services.alerts.rules.told import Told
from shared.ids import new_id
from tests.support.city import City

AT = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
A_YEAR = [Told(new_id(), "cn.doudi.calendar_year.loaded.v1", AT, "5104", {})]
A_CLOCK = [Told(new_id(), "cn.doudi.clock.near.v1", AT, "510411", {})]


def hold_both(city: City, first: list[list[Told]], second: list[list[Told]]) -> None:
    with city.session("alerts") as one:
        calendar_years.hold(one, first)
        with city.session("alerts") as other:
            other.execute(text("set local lock_timeout = '50ms'"))
            calendar_years.hold(other, second)


def test_alerts_are_reckoned_side_by_side_and_never_beside_a_year_that_is_loaded(city: City) -> None:
    hold_both(city, [A_CLOCK], [A_CLOCK])
    for first, second in (([A_CLOCK], [A_CLOCK, A_YEAR]), ([A_YEAR], [A_CLOCK]), ([A_YEAR], [A_YEAR])):
        with pytest.raises(OperationalError, match="lock timeout"):
            hold_both(city, first, second)
