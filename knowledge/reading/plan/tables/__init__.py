"""Tables: rows with tabs or pipes, actions with their sections and schedules, indicators by year."""
