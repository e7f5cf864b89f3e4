"""Applies rules/workflow to stored things. The only place that writes a status."""

from jikim.shared.workflow.move import Moved, followers, move, move_many

__all__ = ["Moved", "followers", "move", "move_many"]
