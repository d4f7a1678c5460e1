"""Which failed rules bear out a coded reason of a refusal."""

UNPROVEN_IS_REFUSED = "该理由没有当日认定测算中未通过的规则支持，不得以此不予确认"

_BORNE_OUT_BY = {
    "INCOME_NOT_BELOW_LINE": {"LB-01", "LB-02"},
    "INCOME_NOT_BELOW_MARGINAL_LINE": {"BY-02"},
    "PROPERTY_OVER_LIMIT": {"PRO-01", "PRO-03", "PRO-05", "BY-03"},
    "NOT_A_SINGLE_PERSON_CASE": {"SP-01", "SP-02", "SP-03", "SP-04", "SP-05", "SP-06", "SP-08"},
}
"""Reasons of eligibility and the rules of which at least one must have failed; other reasons are found by a person."""


def supports(code: str, failed_rules: set[str]) -> bool:
    """Whether a refusal for this reason is borne out: no refusal without a coded rule. Rule LB-17, clause 3.1-b."""
    return code not in _BORNE_OUT_BY or bool(_BORNE_OUT_BY[code] & failed_rules)
