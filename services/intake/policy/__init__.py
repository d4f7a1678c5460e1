"""Numbers that intake's timers go by, as dated data with their clause. Nothing here is computed."""
