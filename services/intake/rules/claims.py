"""Who may not receive what beside what: one person, the whole city."""

_EXCLUSION_GROUPS = {
    "DIBAO": ("DIBAO", "MARGINAL"),
    "DIBAO_SINGLE_PERSON": ("DIBAO",),
    "MARGINAL": ("MARGINAL",),
}
"""What a beneficiary of a programme takes up. 低保 is received once, with the family or alone; a 低保 family is no marginal
family, but a member of a marginal family may receive 低保 as a single person."""


def exclusion_groups(programme: str) -> tuple[str, ...]:
    """What nobody else may take up for a beneficiary of the programme (互斥). Rule 4.13, clause 2.1-g."""
    return _EXCLUSION_GROUPS.get(programme, (programme,))


def exclude_each_other(held: str, wanted: str) -> bool:
    """Whether one person cannot receive both (不得同时享受). Rules HH-11 and 4.13, clause 2.1-g."""
    return bool({*exclusion_groups(held)} & {*exclusion_groups(wanted)})


def bars_hand_in(held: str, wanted: str) -> bool:
    """Whether an applicant who receives the one asks in vain for the other. Rule HH-11, clause 2.1-g.

    Whoever receives it already, with his family or alone, asks in vain for the same. A family that became poorer may
    apply: what its members receive now ends before the new is confirmed.
    """
    return held == wanted or (held, wanted) == ("DIBAO", "DIBAO_SINGLE_PERSON")
