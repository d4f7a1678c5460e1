"""Random families, as facts are told to the product: every circumstance is common, and amounts lie near the lines."""

from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.oracle.belongings import SUITS
from benchmarks.oracle.income import COSTS, KINDS
from benchmarks.oracle.worlds import World

RELATIONS = (
    "SPOUSE", "CHILD", "CHILD", "CHILD", "PARENT", "PARENT", "GRANDCHILD", "GRANDPARENT", "SIBLING", "CHILD_IN_LAW",
    "PARENT_IN_LAW", "OTHER_RELATIVE", "NOT_RELATED",
)  # fmt: skip
LEVELS = (
    "NONE",
    "NONE",
    "COMPULSORY",
    "SENIOR_HIGH",
    "SECONDARY_VOCATIONAL",
    "JUNIOR_COLLEGE",
    "BACHELOR",
    "MASTER",
    "DOCTOR",
)
STATUSES = (
    "CLERGY_AWAY",
    "CLERGY_AWAY",
    "IN_PRISON",
    "COMPULSORY_DETOXIFICATION",
    "DECLARED_MISSING",
    "LEFT_OUT_BY_PROVINCE",
)
DISABILITIES = ("VISUAL", "HEARING", "SPEECH", "PHYSICAL", "INTELLECTUAL", "MENTAL", "MULTIPLE")
ASSETS = (
    "DEPOSIT", "DEPOSIT", "SECURITY", "FUND", "INSURANCE", "CLAIM", "INTERNET_FINANCE", "VEHICLE", "HOUSE", "HOUSE",
    "BUSINESS", "OTHER_IMMOVABLE",
)  # fmt: skip


def drawn(random: Random, world: World) -> dict[str, Any]:
    """Return a question about a random family on the day of a world."""
    on, count = world.on, random.choice((1, 1, 2, 2, 3, 4, 5))
    people = [_member(random, place, on) for place in range(count)]
    for second in [each for each in people if each["relation"] == "SPOUSE"][1:]:
        second["relation"] = "SIBLING"
    refs = [each["ref"] for each in people]
    handed_in = on - timedelta(days=random.randrange(40))
    return {
        "as_of": on.isoformat(),
        "reason": "APPLICATION",
        "programmes": ["DIBAO", "MARGINAL", "DIBAO_SINGLE_PERSON"],
        "dates": {
            "handed_in_on": handed_in.isoformat(),
            "accepted_on": (handed_in + (on - handed_in) * random.random()).isoformat(),
        },
        "facts": {
            "division": "510411101",
            "residence": random.choice(("URBAN", "RURAL")),
            "applicant": "A",
            "members": people,
            "income_items": _income(random, refs, world),
            "deduction_items": _costs(random, refs),
            "assets": _assets(random, refs),
            "current_benefits": _benefits(random, refs, on),
        },
    }


def _member(random: Random, place: int, on: date) -> dict[str, Any]:
    disability: dict[str, Any] = {"kind": "NONE"}
    if random.random() < 0.4:
        disability = {"kind": random.choice(DISABILITIES), "grade": random.choice((1, 2, 3, 3, 4))}
        disability |= {"issued_on": _near(random, on), "expires_on": _near(random, on)} if random.random() < 0.3 else {}
    member = {
        "ref": f"M{place}" if place else "A",
        "relation": random.choice(RELATIONS) if place else "SELF",
        "birth_date": _birth(random, on),
        "student_level": random.choice(LEVELS),
        "can_live_independently": random.random() < 0.6,
        "lives_apart": random.random() < 0.3,
        "has_support_duty": random.random() < 0.5,
        "statuses": [_status(random, on)] if random.random() < 0.2 else [],
        "labour_ability": random.choice(("FULL", "PARTIAL", "LOST", "NONE")),
        "employed": random.random() < 0.5,
        "disability": disability,
        "serious_illness_recognised": random.random() < 0.2,
    }
    return member | ({"special_group": random.choice(("G1", "G2"))} if random.random() < 0.1 else {})


def _birth(random: Random, on: date) -> str:
    """Return a birthday; one in three stands near the eighteenth, one in thirty on 29 February."""
    chance = random.random()
    if chance < 0.03:
        return f"{random.choice(range(1932, 2021, 4))}-02-29"
    if chance < 0.33:
        return _moved(on, -18, random.randrange(-40, 3))
    return (on - timedelta(days=random.randrange(30000))).isoformat()


def _moved(day: date, years: int, days: int) -> str:
    of_day = 28 if (day.month, day.day) == (2, 29) else day.day
    return (date(day.year + years, day.month, of_day) + timedelta(days=days)).isoformat()


def _near(random: Random, on: date) -> str:
    return (on + timedelta(days=random.randrange(-2, 3))).isoformat()


def _status(random: Random, on: date) -> dict[str, Any]:
    since = random.choice((_moved(on, -3, random.randrange(-2, 3)), "2019-01-01", "2020-02-29", _near(random, on)))
    until = {"until": max(since, _near(random, on))} if random.random() < 0.2 else {}
    return {"kind": random.choice(STATUSES), "since": since} | until


def _income(random: Random, refs: list[str], world: World) -> list[dict[str, Any]]:
    """Return at most one item of each kind for a person; a third bring the family exactly to a line, or a fen beside it."""
    pairs = {(random.choice(refs), random.choice(KINDS)) for _ in range(random.randrange(7))}
    items = [_item(random, kind, ref) for ref, kind in sorted(pairs)]
    if random.random() < 0.35:
        lines = random.choice((world.urban, world.rural)) * world.chosen["income.period_months"]
        times = random.choice((1000, world.chosen["marginal.multiplier"])) * random.randrange(1, len(refs) + 1)
        amount = lines * times // 1000 + random.randrange(-1, 2)
        items = [each for each in items if each["kind"] in {"HONOURS", "ASSISTANCE", "DISABILITY_SUBSIDY"}]
        items.append(
            {"kind": random.choice(("WAGES", "OTHER", "TRANSFER")), "person": refs[0], "amount": _yuan(amount)}
        )
    return items


def _item(random: Random, kind: str, ref: str) -> dict[str, Any]:
    item: dict[str, Any] = {"kind": kind, "person": ref, "amount": _yuan(random.randrange(2_000_000))}
    if kind in {"BUSINESS", "PROPERTY"}:
        item["costs"] = _yuan(random.randrange(2_000_000))
    if kind == "CENTRAL_PENSION":
        item["amount"] = _yuan(random.choice((9300, 9800, 10300, 12300, 14300)) * 12 + random.randrange(-2, 30000))
    if kind == "LOCALLY_EXCLUDED":
        item["local_item"] = random.choice(("XQ-01", "XQ-02"))
    if random.random() < 0.3:
        item["transfers_out"] = _yuan(random.randrange(2_000_000))
    return item | ({"exempted": random.random() < 0.5} if kind in {"RELATIVES_SUPPORT", "DEEMED_LABOUR"} else {})


def _costs(random: Random, refs: list[str]) -> list[dict[str, Any]]:
    pairs = {(random.choice(refs), random.choice(COSTS)) for _ in range(random.choice((0, 0, 1, 2)))}
    return [
        {"kind": kind, "person": ref, "amount": _yuan(random.randrange(1_200_000))}
        | ({"evidence": "票据"} if random.random() < 0.8 else {})
        for ref, kind in sorted(pairs)
    ]


def _assets(random: Random, refs: list[str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for _ in range(random.choice((0, 0, 0, 1, 2, 3))):
        kind = random.choice(ASSETS)
        limit = random.choice((500_000, 1_000_000) if kind == "OTHER_IMMOVABLE" else (1_800_000, 3_600_000))
        value = limit * random.randrange(1, len(refs) + 1) + random.choice((-1, 0, 1, -200_000))
        claim = {"exemption": random.choice(list(SUITS))} if random.random() < 0.5 else {}
        items.append({"kind": kind, "person": random.choice(refs), "value": _yuan(value)} | claim)
    return items


def _benefits(random: Random, refs: list[str], on: date) -> list[dict[str, Any]]:
    if random.random() > 0.1:
        return []
    started = on - timedelta(days=random.randrange(900))
    ended = {"end_on": max(started.isoformat(), _near(random, on))} if random.random() < 0.5 else {}
    return [{"programme": "TEKUN", "person": random.choice(refs), "start_on": started.isoformat()} | ended]


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
