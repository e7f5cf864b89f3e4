"""Overview, calendar, evaluation, exports."""
