"""Regular duties, without a scheduler service: a thread of every worker looks every second what is due.

Duties that run every few seconds are safe side by side and first look whether there is anything to do.
Duties of a minute or more are claimed in the database, so that one worker does each.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connections
from django.utils import timezone

from jikim.shared.jobs.models import RegularDuty, WorkerBeat

log = logging.getLogger("jikim.jobs")
#: from this many seconds on, a duty is claimed
SHARED_FROM = 60


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every so often."""

    name: str
    every_seconds: float
    do: Callable[[], object]


_duties: dict[str, Duty] = {}


def regularly(name: str, every_seconds: float, do: Callable[[], object]) -> None:
    """Add a duty. It must bear being done twice or late."""
    _duties[name] = Duty(name, every_seconds, do)


def duties() -> list[Duty]:
    """The house's own duties, then those of the rooms."""
    from jikim.shared.jobs import house_duties

    own = [Duty(name, seconds, do) for name, seconds, do in house_duties.DUTIES]
    return own + [duty for name, duty in _duties.items()]


def claim(duty: Duty) -> bool:
    """Take a shared duty if it is due; whoever changes the row does it."""
    at = timezone.now()
    following = at + dt.timedelta(seconds=duty.every_seconds)
    row, fresh = RegularDuty.objects.get_or_create(name=duty.name, defaults={"due_at": following})
    if fresh:
        return True
    if row.due_at > at:
        return False
    return bool(RegularDuty.objects.filter(name=duty.name, due_at=row.due_at).update(due_at=following))


class Caretaker(threading.Thread):
    """Does the duties and gives signs of life while the worker's main thread runs tasks."""

    def __init__(self, worker: str) -> None:
        super().__init__(name="caretaker", daemon=True)
        self.worker = worker
        self.stopping = threading.Event()
        self._next: dict[str, float] = {}
        self._born_at = timezone.now()

    def run(self) -> None:
        all_duties = [Duty("beat", 10, self.beat), *duties()]
        while not self.stopping.is_set():
            for duty in all_duties:
                if self.stopping.is_set():
                    break
                self._do_when_due(duty)
            close_old_connections()
            self.stopping.wait(1)
        connections.close_all()

    def stop(self) -> None:
        self.stopping.set()
        if self.is_alive():
            self.join(timeout=20)

    def _do_when_due(self, duty: Duty) -> None:
        at = time.monotonic()
        if at < self._next.get(duty.name, 0):
            return
        # a shared duty is looked up once a minute: cheap, and soon enough
        self._next[duty.name] = at + min(duty.every_seconds, SHARED_FROM)
        try:
            if duty.every_seconds < SHARED_FROM or claim(duty):
                duty.do()
        except Exception:
            # one duty's failure must not stop the others; it is tried again at its next time
            log.exception("duty failed: %s", duty.name)
            connections.close_all()

    def beat(self) -> None:
        """Leave a sign of life."""
        WorkerBeat.objects.update_or_create(
            worker=self.worker, defaults={"seen_at": timezone.now(), "started_at": self._born_at}
        )
