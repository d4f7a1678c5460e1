"""Indicators and time limits of early warning as dated data with their clause. Nothing here is computed."""
