"""Written with the answers."""
