"""Nominations, consent, editing, publication, distribution."""
