"""Kits, waves, reach, awareness."""
