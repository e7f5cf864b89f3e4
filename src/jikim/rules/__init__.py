"""The handbook as code: no Django, no database, no network, no clock, no logging."""
