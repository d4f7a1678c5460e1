"""``python -m services.eligibility serve`` runs the service, ``worker`` its relay and timers alone."""

from services.eligibility.app import create_app, create_relay
from services.eligibility.config import Settings
from shared.serving import main

if __name__ == "__main__":
    main("eligibility", Settings, create_app, create_relay)
