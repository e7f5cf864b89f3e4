"""The refusal of values; it lives in shared, because every room has forms."""

from jikim.shared.access import Invalid

__all__ = ["Invalid"]
