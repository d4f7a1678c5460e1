"""Why a step may not be taken."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal by a rule: a Chinese sentence, the rule and the clause it comes from."""

    reason: str
    rule: str
    clause: str
    code: str = "rule_refused"
