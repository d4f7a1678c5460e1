"""``make demo``: a township's month on synthetic people, played over HTTP against the system that ``make run`` started."""
