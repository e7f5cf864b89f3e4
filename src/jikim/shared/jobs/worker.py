"""Runs queued tasks one after another until told to stop; a caretaker thread does the regular duties meanwhile."""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

from django.db import OperationalError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from jikim.shared.jobs.duties import Caretaker
from jikim.shared.jobs.models import WorkerBeat
from jikim.shared.jobs.sweeper import sweep, worker_name

log = logging.getLogger("jikim.jobs")


class JobWorker:
    """One worker process. The first signal lets the running task finish, the second ends at once (the sweeper cleans up)."""

    def __init__(self, *, interval: float = 1.0) -> None:
        self.name = worker_name()
        self.interval = interval
        self.stopping = threading.Event()
        self._runner = Worker(
            queue_names=["*"], interval=interval, batch=False, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id=self.name, excluded_queue_names=[],
        )  # fmt: skip

    def run(self, *, parent: int = 0) -> None:
        """Until stopped, or until the process that started it is gone."""
        caretaker = Caretaker(self.name)
        caretaker.beat()  # before the first task: a worker without a sign of life counts as dead
        caretaker.start()
        log.info("worker started", extra={"worker": self.name})
        try:
            while not self.stopping.is_set():
                if parent and os.getppid() != parent:
                    break
                if not self.run_one():
                    self.stopping.wait(self.interval)
        finally:
            caretaker.stop()
            WorkerBeat.objects.filter(worker=self.name).delete()
            connections.close_all()
            log.info("worker stopped", extra={"worker": self.name})

    def run_until_empty(self) -> int:
        """Every task that is ready now, without duties; returns how many ran."""
        sweep()
        Caretaker(self.name).beat()
        count = 0
        try:
            while self.run_one():
                count += 1
        finally:
            WorkerBeat.objects.filter(worker=self.name).delete()
        return count

    def run_one(self) -> bool:
        """Claim and run one task; False when none is ready."""
        close_old_connections()
        claimed = self._claim()
        if claimed is None:
            return False
        self._runner.run_task(claimed)
        if claimed.status == "FAILED":
            log.error("task failed: %s", claimed.exception_class_path, extra={"task": claimed.task_path})
            _keep_places_only(claimed)
        return True

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name="default")
        if not ready.exists():
            return None  # asked without a lock: an idle worker must not hold up writers
        try:
            with exclusive_transaction(ready.db):
                found = ready.get_locked()
                if found is not None:
                    found.claim(self.name)
                return found
        except OperationalError as problem:
            if is_locked_database_exception(problem):
                return None
            raise

    def listen(self) -> None:
        """Stop on SIGTERM and SIGINT."""
        signal.signal(signal.SIGTERM, self._signalled)
        signal.signal(signal.SIGINT, self._signalled)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            os._exit(1)
        self.stopping.set()


def _keep_places_only(failed: DBTaskResult) -> None:
    """The library keeps the whole traceback; its message may quote what somebody entered."""
    places = [line.strip() for line in failed.traceback.splitlines() if line.lstrip().startswith("File ")]
    DBTaskResult.objects.filter(pk=failed.pk).update(traceback="\n".join(places))
