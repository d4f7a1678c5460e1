"""Benefits received now, as facts (现享受待遇). Clause 2.4-b; domain 4.13."""

from typing import Any

from services.eligibility.rules.book import procedure

SINCE = "2021-07-01"


@procedure(since=SINCE)
def holds(benefits: Any, programme: Any) -> Any:
    """Whether a programme is among the benefits held now."""
    found = False
    for benefit in benefits:
        if benefit.programme == programme:
            found = True
    return found


@procedure(since=SINCE)
def money_from(benefits: Any, programme: Any) -> Any:
    """What a programme pays a month now."""
    total = 0
    for benefit in benefits:
        if benefit.programme == programme:
            total += benefit.amount
    return total
