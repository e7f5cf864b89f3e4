"""Who visits a workplace: dispatch knows, and enrolment may not ask a later room. Later rooms tell.

`config/wiring.py` fills `visitors` with dispatch's answers; without it agencies and consultants reach no workplace here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from jikim.rules.access import Action, Actor, Where


@dataclass(slots=True)
class Visitors:
    """Dispatch's answers. `reached` is a filter on workplaces by their visits; `where` adds agency and persons to a workplace's place."""

    reached: Callable[[Actor, Action], Q] | None = None
    where: Callable[[int], Where] | None = None


visitors = Visitors()
