"""One history for all areas."""
