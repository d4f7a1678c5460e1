"""What the service does, one verb a function: ``verb(session, ...)``. No HTTP, no SQL."""
