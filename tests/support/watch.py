"""A clock that a test sets for processes too: each of them reads in a file how far it is from the machine's.

``python -m tests.support.watch FILE intake serve`` runs a part of the system by it.
"""

import runpy
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path

from shared import clock


class Watch:
    """The machine's clock, set forward or back; it goes on from there."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def set(self, moment: str) -> None:
        """Set it for everybody who reads the file, at once."""
        new = self.file.with_suffix(".new")
        new.write_text(repr(datetime.fromisoformat(moment).timestamp() - time.time()))
        new.replace(self.file)

    def now(self, zone: tzinfo = clock.SHANGHAI) -> datetime:
        """Answer as ``datetime.now`` does."""
        return datetime.fromtimestamp(time.time() + float(self.file.read_text()), zone)


def main(file: str, service: str, part: str) -> None:
    """Run a part; the one place of the system that asks the machine for the time finds this clock there."""
    clock.datetime = Watch(Path(file))  # type: ignore[assignment, misc]
    sys.argv = [f"services.{service}", part]
    runpy.run_module(f"services.{service}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
