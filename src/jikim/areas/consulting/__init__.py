"""Management checklist, recommended measures, improvement plan, re-check."""
