"""The rule book: one definition of a rule, run plain or with every call recorded. It knows nothing of our house."""
