"""Set-up, tests and generated documents."""
