"""Agencies, consultants, allotment, the visit plan."""
