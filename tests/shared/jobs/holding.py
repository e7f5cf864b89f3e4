"""A task that waits until it is told to go on, for tests that kill its worker meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

from jikim.shared.jobs import task


@task
def hold(folder: str) -> str:
    (Path(folder) / "started").touch()
    while not (Path(folder) / "go").exists():
        threading.Event().wait(0.02)
    return "done"
