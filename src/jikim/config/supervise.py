"""Keeps one job worker running beside the server: starts it, restarts it when it dies, stops it cleanly."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time

log = logging.getLogger("jikim.serve")

#: a worker that lives this long has recovered: the next restart is quick again
RECOVERED_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0
GRACE_SECONDS = 25.0


class WorkerWatch:
    """One `jikim work` process, watched from a thread."""

    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command or [sys.executable, "-m", "jikim", "work", "--parent", str(os.getpid())]
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="worker-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the running task finish; after a grace, kill (the sweeper returns the task)."""
        self._stopping.set()
        with self._lock:
            process = self.process
            if process is not None and process.poll() is None:
                process.terminate()
        if process is not None:
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._thread.join(timeout=5)

    def _watch(self) -> None:
        pause = 1.0
        while not self._stopping.is_set():
            started = time.monotonic()
            with self._lock:
                if self._stopping.is_set():
                    return
                # its own session: Ctrl-C reaches only the server, which then stops the worker in order
                self.process = subprocess.Popen(self.command, start_new_session=True, stdin=subprocess.DEVNULL)
                self.starts += 1
            code = self.process.wait()
            if self._stopping.is_set():
                return
            pause = 1.0 if time.monotonic() - started > RECOVERED_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
            log.error("job worker ended with %s; starting again in %s s", code, round(pause))
            self._stopping.wait(pause)
