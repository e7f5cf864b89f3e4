"""Kits, waves, reach, awareness: what goes out to employers and consumers, and whether it arrived."""
