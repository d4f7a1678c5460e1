"""The score by file and rule, and every survivor with what there is to say of it: docs/mutation.md."""

from collections import Counter
from pathlib import Path

import yaml

from tests.mutation.changing import Mutant

PAGE = Path("docs/mutation.md")
EXPLAINED = Path(__file__).parent / "explained.yaml"


def write(mutants: list[Mutant], survivors: list[Mutant], *, whole: bool) -> int:
    """Write the page where everything was tried; return 1 when a survivor is not explained."""
    why = {(each["rule"], each["change"]): each["why"] for each in yaml.safe_load(EXPLAINED.read_text("utf-8"))}
    if whole:
        PAGE.write_text(_page(mutants, survivors, why), "utf-8")
    open_ones = [each for each in survivors if (each.entry.name, each.what) not in why]
    return 1 if open_ones else 0


def _page(mutants: list[Mutant], survivors: list[Mutant], why: dict[tuple[str, str], str]) -> str:
    killed = len(mutants) - len(survivors)
    lines = [
        "# Mutation testing of the rules 规则变异测试",
        "",
        "`make mutate` writes this page. Each rule and procedure of `services/eligibility/rules/` is changed in one place of",
        "its frozen text at a time (a comparison, a bound by one, and/or, a constant, an operator, a code, a branch, min/max, the",
        "result), and the unit tests of the rules, the worked cases and the answers are run in process until one fails.",
        "",
        f"**{killed} of {len(mutants)} mutants are noticed: {_percent(killed, len(mutants))}.**",
        "",
        "| file | mutants | noticed | score |",
        "|---|---|---|---|",
    ]
    total, left = Counter(each.module for each in mutants), Counter(each.module for each in survivors)
    for module, count in sorted(total.items()):
        noticed = count - left[module]
        lines.append(f"| {module} | {count} | {noticed} | {_percent(noticed, count)} |")
    lines += ["", "## Survivors", "", "| rule | change | why nothing notices |", "|---|---|---|"]
    for each in survivors:
        said = why.get((each.entry.name, each.what), "**not explained**")
        lines.append(f"| `{each.entry.name}` | `{_short(each.what)}` | {said} |")
    return "\n".join(lines) + "\n"


def _short(what: str) -> str:
    """Return a change on one line that a table can hold."""
    text = " ".join(what.split()).replace("|", "\\|")
    return text if len(text) <= 160 else f"{text[:70]} … {text[-85:]}"


def _percent(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10} %"
