"""``python -m services.alerts serve`` runs the service, ``worker`` its relay and timers alone."""

from services.alerts.app import create_app, create_relay
from services.alerts.config import Settings
from shared.serving import main

if __name__ == "__main__":
    main("alerts", Settings, create_app, create_relay)
