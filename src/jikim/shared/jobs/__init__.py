"""Work done after the answer: tasks in the database, run by `jikim work`. A task may run twice; it must not matter.

A room writes tasks with `from jikim.shared.jobs import task` and queues them with `after_commit(task, …)`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task


def after_commit(job: Any, *args: Any, **kwargs: Any) -> None:
    """Queue a task once the caller's transaction has committed. Arguments are JSON values: keys, never rows or mail."""
    transaction.on_commit(partial(job.enqueue, *args, **kwargs))


__all__ = ["after_commit", "task"]
