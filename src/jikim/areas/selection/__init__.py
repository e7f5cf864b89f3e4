"""Ranking, panel, the hundred, appeals."""
