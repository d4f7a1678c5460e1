"""The HTTP face that every service shares: session, caller, problems, paging, health, docs."""
