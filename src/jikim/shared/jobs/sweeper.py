"""Returns tasks that a killed worker left running. A task that kills its worker again and again is given up."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jikim.shared.jobs.models import WorkerBeat

log = logging.getLogger("jikim.jobs")

#: a worker not seen for this long is dead; it beats every few seconds, also during a long task
SILENCE = dt.timedelta(seconds=90)
MOST_TRIES = 3


def worker_name() -> str:
    """Unique among workers; tells the sweeper on which machine and under which number to look."""
    return f"{socket.gethostname()[:30]}/{os.getpid()}/{os.urandom(4).hex()}"


def sweep() -> int:
    """Return abandoned tasks to the queue; returns how many were taken up."""
    swept = 0
    for key, workers in list(DBTaskResult.objects.running().values_list("pk", "worker_ids")):
        if not is_dead(workers[-1] if workers else ""):
            continue
        # the condition keeps a task that just finished, or was swept by somebody else, as it is
        found = DBTaskResult.objects.filter(pk=key, status="RUNNING", worker_ids=workers)
        if len(workers) < MOST_TRIES:
            swept += found.update(status="READY", started_at=None)
            log.warning("task returned to the queue", extra={"task": str(key), "attempt": len(workers)})
        else:
            swept += found.update(
                status="FAILED", finished_at=timezone.now(), exception_class_path="jikim.shared.jobs.WorkerDied"
            )
            log.error("task given up: its worker died each time", extra={"task": str(key), "attempt": len(workers)})
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - dt.timedelta(days=1)).delete()
    return swept


def is_dead(worker: str) -> bool:
    """No process of that number on this machine, or no sign of life for too long."""
    machine, _, rest = worker.partition("/")
    number = rest.partition("/")[0]
    if machine == socket.gethostname()[:30] and number.isdigit() and not _runs(int(number)):
        return True
    seen = WorkerBeat.objects.filter(worker=worker).values_list("seen_at", flat=True).first()
    return seen is None or seen < timezone.now() - SILENCE


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
