"""Persons, organisations, seats, sign-in."""
