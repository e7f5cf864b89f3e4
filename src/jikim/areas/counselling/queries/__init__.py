"""What counselling knows, as small values. Never opens anything sealed."""
