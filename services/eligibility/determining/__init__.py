"""How an answer is made (认定测算): facts and a rule set in, a proposal out. No session, no clock, no database."""
