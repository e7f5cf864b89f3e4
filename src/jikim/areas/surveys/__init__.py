"""Rounds, code cards, questionnaire pages, the worker's own result."""
