"""What is asked of manuals: editions, holders, entries and their changes. Small frozen values, nothing is written."""
