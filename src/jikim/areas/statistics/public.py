"""What other rooms and commands may ask of statistics."""

from jikim.areas.statistics.actions.release import Released, release, release_rounds

__all__ = ["Released", "release", "release_rounds"]
