"""Ages and months of the calendar."""

from datetime import date


def age_on(birth_date: date, day: date) -> int:
    """Return completed years on a day; the birthday itself counts. Decision D-11, clause 3.1-b."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def first_of_month(day: date) -> date:
    """Return the first day of the month a day lies in."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after. Rule LB-06, decision D-15, clause 3.1-b."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Return the first days of the months from one to the other, both included; none when the first is later."""
    months: list[date] = []
    month = first_of_month(first)
    while month <= first_of_month(last):
        months.append(month)
        month = next_month(month)
    return months
