"""What is right, as pure functions: no database, no clock, no network."""
