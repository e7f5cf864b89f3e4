"""Of the peer only."""
