"""A worker's own request, hand-over, sessions."""
