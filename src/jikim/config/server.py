"""The web server: granian with our log lines, and one watched job worker. Blocks until stopped."""

from __future__ import annotations

import copy
import errno
import signal
import socket
import sys
from typing import Any

from jikim.config.supervise import WorkerWatch


def port_is_taken(host: str, port: int) -> bool:
    """Asked beforehand: granian shares a port silently with whoever else shares it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            return problem.errno in {errno.EADDRINUSE, errno.EACCES}
    return False


def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGINT or SIGTERM, then stop everything that was started."""
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    logs = copy.deepcopy(settings.LOGGING)
    # its own lines only tell of processes coming and going
    logs["loggers"]["_granian"] = {"handlers": ["stderr"], "propagate": False}
    logs["loggers"]["granian.access"] = {"handlers": [], "propagate": False}
    watch = WorkerWatch()

    class ServerAndWorker(Server):  # type: ignore[misc,valid-type]
        def _spawn_workers(self, *arguments: Any) -> None:
            # the web processes are forked: no thread of ours and no connection may be open at that moment
            connections.close_all()
            super()._spawn_workers(*arguments)
            watch.start()
            if sys.stdin is not None and sys.stdin.isatty():
                # the terminal was closed: stop, rather than start the web processes anew
                signal.signal(signal.SIGHUP, self.signal_handler_interrupt)

    server = ServerAndWorker(
        "jikim.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, backpressure=max(64, threads * 8), respawn_failed_workers=True, workers_kill_timeout=15,
        log_dictconfig=logs, log_level=LogLevels.error, log_access=False, websockets=False,
    )  # fmt: skip
    try:
        server.serve()
    finally:
        watch.stop()
