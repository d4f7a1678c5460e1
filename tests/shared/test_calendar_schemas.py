"""What is taken in and handed out about the calendar is what the calendar reckons with."""

import pytest
from pydantic import ValidationError

from shared.calendar import YearDays, built_in_years
from shared.schemas.calendar import CalendarYearDetail, NewCalendarYear


def test_a_notice_goes_out_and_comes_in_unchanged():
    for notice in built_in_years():
        shown = CalendarYearDetail.model_validate(notice.record() | {"version": 1})
        sent = shown.model_dump(mode="json", exclude={"version"})

        taken = NewCalendarYear.model_validate_json(shown.model_dump_json(exclude={"year", "version"}))

        assert YearDays.from_record(sent) == notice
        assert YearDays.from_record({"year": notice.year, **taken.model_dump()}) == notice


@pytest.mark.parametrize("last_day", ["2026-12-31", "2027-02-01"], ids=["backwards", "too long"])
def test_a_holiday_of_impossible_length_is_refused(last_day):
    period = {"name": "元旦", "first_day": "2027-01-01", "last_day": last_day, "worked_instead": []}

    with pytest.raises(ValidationError, match="不超过31天"):
        NewCalendarYear.model_validate({"document": "试", "holidays": [period]})
