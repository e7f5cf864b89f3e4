"""What comes back from a device, for every record of this room: saved as an edit, closed when that was asked, and told what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jikim.areas.consulting.actions.assessing import Saved
from jikim.rules.visiting import Problem
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, Refused
from jikim.shared.offline.registry import Clash, Missing, Taken


def take_in(
    model: Any, *, find: Callable[[], Any], save: Callable[[int], Saved], close: Callable[[int], tuple[Problem, ...]], closing: bool, unknown: Text,
) -> Taken:  # fmt: skip
    """`find` raises the model's DoesNotExist for a number nobody knows; `close` does nothing but say what is missing, or raises Conflict."""
    try:
        one = find()
        saved = save(one.pk)
    except model.DoesNotExist:
        return Taken("refused", 0, {}, reason=unknown)
    except Refused as refused:
        return Taken("refused", 0, {}, reason=refused.reason)
    problems, reason = saved.problems, saved.reason
    if closing and saved.state == "received":
        try:
            problems = close(one.pk)
        except Conflict as conflict:
            reason = conflict.reason
    needs_you = saved.state == "needs_you" or reason != NOTHING or (closing and bool(problems))
    return Taken(
        "needs_you" if needs_you else "received", saved.version, saved.values, reason=reason,
        conflicts=[Clash(each.path, each.mine, each.theirs, each.base, saved.theirs_by) for each in saved.conflicts],
        missing=[Missing(each.field, each.reason) for each in problems],
        closed=model.objects.filter(pk=one.pk).exclude(status="open").exists(),
    )  # fmt: skip
