"""``python -m services.intake serve`` runs the service, ``worker`` its relay and timers alone."""

from services.intake.app import create_app, create_relay
from services.intake.config import Settings
from shared.serving import main

if __name__ == "__main__":
    main("intake", Settings, create_app, create_relay)
