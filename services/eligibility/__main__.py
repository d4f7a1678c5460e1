"""``python -m services.eligibility serve`` runs the service, ``worker`` its relay and timers alone.

``replay-all`` makes every kept determination of the database again and ends with status 1 when one differs.
"""

import sys

from services.eligibility.actions.replay_all import replay_all
from services.eligibility.app import create_app, create_relay
from services.eligibility.config import Settings
from shared import clock
from shared.db import make_session_factory
from shared.serving import main


def _replay_all() -> int:
    """Replay every determination; write what differs and the sum to standard output; return the exit status."""
    factory = make_session_factory(Settings().database_url.get_secret_value(), service="eligibility", pool_size=1)
    tally = replay_all(factory, now=clock.now(), write=lambda line: sys.stdout.write(f"{line}\n"))
    factory.kw["bind"].dispose()
    return 0 if tally.all_reproduced else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["replay-all"]:
        sys.exit(_replay_all())
    main("eligibility", Settings, create_app, create_relay)
