"""One history of the database for the three services: a schema and a role for each, and row-level security."""
