"""A small HTTP load: journeys of requests over kept connections, closed loop (as fast as answers come) or open loop (by schedule).

Latency in the open loop counts from the arrival that was scheduled, so that a queue shows. Standard library only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes


class Connection:
    """One kept HTTP/1.1 connection. Reopens when the server has closed it between two requests."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, method: str, path: str, *, body: bytes = b"", cookies: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", "Accept-Encoding: identity", f"Content-Length: {len(body)}"]
        if body:
            lines.append("Content-Type: application/x-www-form-urlencoded")
        if cookies:
            lines.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in cookies.items()))
        lines += [f"{key}: {value}" for key, value in (headers or {}).items()]
        data = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        for attempt in (1, 2):
            if self.streams is None:
                self.streams = await asyncio.open_connection("127.0.0.1", self.port)
            reader, writer = self.streams
            try:
                writer.write(data)
                await writer.drain()
                return await _read(reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.streams = None
                if attempt == 2:
                    raise
        raise AssertionError

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            key, _, rest = value.strip().partition("=")
            cookies[key] = rest.split(";", 1)[0]
        elif name:
            headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Answer(status, headers, cookies, body)


Journey = Callable[[Connection, int], Awaitable[int]]
"""(connection, number) → requests sent. Raises when an answer is not what it should be."""


@dataclass(slots=True)
class Result:
    """What a run saw. `acknowledged` are journeys whose last answer said so; a run with errors is void."""

    seconds: float = 0.0
    acknowledged: int = 0
    requests: int = 0
    errors: list[str] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.acknowledged / self.seconds if self.seconds else 0.0

    @property
    def request_rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds."""
        found = sorted(self.latencies)
        return 1000 * found[min(len(found) - 1, int(share * len(found)))] if found else 0.0


async def closed_loop(port: int, journey: Journey, *, clients: int, total: int) -> Result:
    result, numbers = Result(), iter(range(total))
    begun = time.perf_counter()

    async def client() -> None:
        connection = Connection(port)
        for number in numbers:
            await _one(journey, connection, number, time.perf_counter(), result)
        connection.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    result.seconds = time.perf_counter() - begun
    return result


async def open_loop(port: int, journey: Journey, *, rate: float, seconds: float) -> Result:
    """Journeys begin at their scheduled moment, whatever became of the earlier ones."""
    result, idle, running = Result(), [], set()
    begun = time.perf_counter()

    async def one(number: int, due: float) -> None:
        connection = idle.pop() if idle else Connection(port)
        await _one(journey, connection, number, due, result)
        idle.append(connection)

    async for number, due in _schedule(begun, rate, seconds):
        task = asyncio.create_task(one(number, due))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    result.seconds = time.perf_counter() - begun
    for connection in idle:
        connection.close()
    return result


async def _schedule(begun: float, rate: float, seconds: float) -> AsyncIterator[tuple[int, float]]:
    for number in range(int(rate * seconds)):
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        yield number, due


async def _one(journey: Journey, connection: Connection, number: int, due: float, result: Result) -> None:
    try:
        sent = await journey(connection, number)
    except Exception as wrong:
        result.errors.append(f"{type(wrong).__name__}: {wrong}")
        connection.close()
        connection.streams = None
        return
    result.requests += sent  # after the wait: another client may have counted meanwhile
    result.acknowledged += 1
    result.latencies.append(time.perf_counter() - due)
