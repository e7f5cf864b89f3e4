"""Visits as pages, devices and papers read them. Never changes anything."""
