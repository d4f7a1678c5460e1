"""``python -m benchmarks.oracle``: compare 20 000 random families, then one determination's time. Status 1 on a difference."""

import argparse
import sys
from collections import Counter

from benchmarks.oracle import compare, timing

SHOWN = 5


def main() -> int:
    """Compare, print how often each outcome came, and time both sides."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oracle")
    parser.add_argument("--households", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-timing", action="store_true")
    given = parser.parse_args()
    outcomes: Counter[tuple[str, str]] = Counter()
    differ: list[str] = []
    for more, lines in compare.differences(given.households, given.seed):
        outcomes += more
        differ += lines
    for line in differ[:SHOWN]:
        print(line)
    print(f"{given.households} households, seed {given.seed}: {len(differ)} differences")
    for (programme, outcome), count in sorted(outcomes.items()):
        print(f"  {programme:20} {outcome:15} {count:6}")
    if not given.no_timing:
        timing.measure(given.seed)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
