"""Life cycles as data: one module for each programme and version, one machine for all."""
