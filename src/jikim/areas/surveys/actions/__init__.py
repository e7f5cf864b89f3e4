"""What surveys does: rounds, and answers into the vault."""
