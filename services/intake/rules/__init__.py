"""Pure functions: the guards of a case and what is computed in it. No session, no clock, no network."""
