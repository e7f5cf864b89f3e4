"""Seasons, workplaces, applications, the waiting list."""
