"""The vault's own history."""
