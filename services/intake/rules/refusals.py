"""What bears out a coded reason of a refusal."""

from dataclasses import dataclass

FOUND_BY_A_PERSON = frozenset({"FALSE_STATEMENT", "DIED", "VERIFICATION_DOES_NOT_FIT", "ALREADY_RECEIVING"})
"""Reasons that no rule of eligibility knows: whoever gives one says in words what was found."""

_BORNE_OUT_BY = {
    "INCOME_NOT_BELOW_LINE": frozenset({"LB-02"}),
    "INCOME_NOT_BELOW_MARGINAL_LINE": frozenset({"BY-02"}),
    "PROPERTY_OVER_LIMIT": frozenset({"PRO-03", "BY-03"}),
    "NOT_A_SINGLE_PERSON_CASE": frozenset({"SP-01", "SP-02", "SP-03", "SP-04", "SP-05", "SP-06", "SP-08", "HH-09"}),
    "ANOTHER_PROGRAMME_APPLIES": frozenset({"BY-01", "HH-09", "4.13"}),
    "NO_COUNTED_MEMBERS": frozenset({"HH-01"}),
}
"""The tests of which at least one must have failed. What only sums up other tests (LB-01) bears out nothing by itself."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is against one programme for one household or person."""

    failed_rules: frozenset[str] = frozenset()
    """Tests of today's determination that failed; none where the result is favourable or there is no result."""
    verification_failed: bool = False
    """The last verification or re-check reported that the case does not fit."""
    already_receiving: bool = False
    """Somebody it would be for receives, in the city, what cannot be received beside it."""


def supports(code: str, grounds: Grounds) -> bool:
    """Whether a refusal for this reason is borne out: no refusal without a coded rule. Rule LB-17, clause 3.1-b.

    Against a favourable result stands only what a person found; two of these findings are on file, and are looked up.
    """
    if code == "VERIFICATION_DOES_NOT_FIT":
        return grounds.verification_failed
    if code == "ALREADY_RECEIVING":
        return grounds.already_receiving
    return code in FOUND_BY_A_PERSON or bool(_BORNE_OUT_BY[code] & grounds.failed_rules)
