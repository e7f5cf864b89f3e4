"""What surveys knows: rounds and their counts."""
