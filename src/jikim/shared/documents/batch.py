"""Many documents at once, in several processes. A file is there whole or not at all, so that a stopped run goes on."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import Any

from jikim.shared.documents.compile import compile_pdf
from jikim.shared.files.write import write_out

#: documents handed to a process at once, and hand-overs waiting per process
_CHUNK, _AHEAD = 8, 3


@dataclass(frozen=True, slots=True)
class Order:
    """One document to make and where to put it."""

    template: str
    data: dict[str, Any]
    language: str
    data_date: dt.date
    path: Path


def finished(path: Path, mark: str) -> bool:
    """Whether the file is there, whole, and made from what `mark` names (its keyword stands readable in the file)."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] and mark.encode() in content


def make_all(orders: Iterable[Order], *, processes: int = 2, made: Callable[[int], None] | None = None) -> int:
    """Make every document; `made` hears after each hand-over how many more are done. Returns how many were made.

    The first failure stops the run; what is finished stays. Orders are taken as they are needed, not all at once.
    """
    total = 0
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_begin) as pool:
        waiting: set[Future[int]] = set()
        for chunk in _chunks(iter(orders)):
            waiting.add(pool.submit(make_some, chunk))
            if len(waiting) >= processes * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                total += _tell(done, made)
        total += _tell(wait(waiting).done, made)
    return total


def make_some(orders: list[Order]) -> int:
    """Make a few documents in this process."""
    for order in orders:
        write_out(order.path, compile_pdf(order.template, order.data, order.language, data_date=order.data_date))
    return len(orders)


def clear_left_over(folder: Path) -> None:
    """Remove what a killed process was writing here. What a living one writes is left alone."""
    for part in folder.glob(".*.part"):
        number = part.name.split(".")[-2]
        if number.isdigit() and not _lives(int(number)):
            part.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's, or a system that cannot say
        return True
    return True


def _begin() -> None:
    """Processes share the machine; threads of the compiler inside them would only wait for each other."""
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A run that was killed leaves nobody behind waiting for orders."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _tell(done: Iterable[Future[int]], made: Callable[[int], None] | None) -> int:
    count = sum(one.result() for one in done)
    if made and count:
        made(count)
    return count


def _chunks(orders: Iterator[Order]) -> Iterator[list[Order]]:
    while chunk := list(islice(orders, _CHUNK)):
        yield chunk
