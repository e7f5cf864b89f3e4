"""`python -m jikim`: the same as the `jikim` command."""

from jikim.config.cli import main

main()
