"""Alerts (监测预警): receives what the other services tell and keeps it once."""
