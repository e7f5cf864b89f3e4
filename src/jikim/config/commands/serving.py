"""serve, work, start: the web server, the job worker, and both with a prepared data folder."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from jikim.config.commands.console import fail, say, start_django, wanted_port
from jikim.config.home import here
from jikim.rules.words import Text

#: bytes; a longer log is set aside as `.1` at the next start
LONGEST_LOG = 20_000_000


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("work")(work)
    app.command("start")(start)


def serve(
    host: str = typer.Option("127.0.0.1", help="듣는 주소 · address to listen on"),
    port: int = typer.Option(0, min=0, max=65535, help="포트(기본 JIKIM_PORT 또는 8000) · port (JIKIM_PORT or 8000)"),
    workers: int = typer.Option(2, min=1, max=64, help="웹 프로세스 수 · web processes"),
    threads: int = typer.Option(8, min=1, max=256, help="프로세스마다의 스레드 수 · threads in each"),
) -> None:
    """웹 서버와 작업 프로세스 하나를 실행합니다 · run the server and one watched job worker."""
    port = port or wanted_port()
    _refuse_a_taken_port(host, port)
    open_the_log()
    start_django()
    _refuse_a_stale_database()
    _run(host, port, workers, threads)


def work(
    parent: int = typer.Option(0, hidden=True, help="stop when this process is no longer our parent"),
    until_empty: bool = typer.Option(False, "--until-empty", help="쌓인 작업만 처리하고 끝냄 · stop when the queue is empty"),
) -> None:
    """작업 프로세스 하나를 실행합니다 · run one job worker."""
    start_django()
    from jikim.shared.jobs.worker import JobWorker

    worker = JobWorker()
    if until_empty:
        worker.run_until_empty()
        return
    worker.listen()
    worker.run(parent=parent)


def start(
    empty: bool = typer.Option(False, "--empty", help="빈 사업으로 시작 · one empty season and an invitation"),
    full: bool = typer.Option(False, "--full", help="1,000개소 모형 사업 · the model season of 1,000"),
) -> None:
    """./run이 부르는 명령: 자료 폴더를 준비하고 서버를 켭니다 · what ./run calls: prepare the data folder, then serve."""
    if empty and full:
        fail(Text("--empty와 --full은 함께 쓸 수 없습니다.", "--empty and --full cannot be used together."), 2)
    host, port = "127.0.0.1", wanted_port()
    _refuse_a_taken_port(host, port)
    from jikim.config.starting import make_ready

    os.environ.setdefault("JIKIM_LOG_FILE", str(here().log_file))
    greeting = make_ready(empty=empty, full=full)
    open_the_log()
    start_django()
    _refuse_a_stale_database()
    say(Text(f"\n지킴을 열었습니다: http://localhost:{port}\n끝내려면 Ctrl-C를 누르십시오.",
             f"Jikim is open at http://localhost:{port}\nPress Ctrl-C to stop."))  # fmt: skip
    for line in greeting:
        say(line)
    log = os.environ["JIKIM_LOG_FILE"]
    say(Text(f"\n서버 로그는 {log} 파일에 남습니다.", f"The server's log lines go to {log}."))
    _run(host, port, 2, 8)


def open_the_log() -> None:
    """Try the log file before anything starts; a long one is set aside once, so that it never fills the disk unseen."""
    if not (named := os.environ.get("JIKIM_LOG_FILE")):
        return
    path = Path(named)
    try:
        if path.exists() and path.stat().st_size > LONGEST_LOG:
            path.replace(path.with_name(path.name + ".1"))
        with path.open("a"):
            path.chmod(0o600)
    except OSError as problem:
        fail(Text(
            f"로그 파일에 쓸 수 없습니다: {path} ({problem.strerror}). JIKIM_LOG_FILE을 쓸 수 있는 파일로 지정해 주십시오.",
            f"The log file cannot be written: {path} ({problem.strerror}). Point JIKIM_LOG_FILE at a file you may write.",
        ))  # fmt: skip


def _run(host: str, port: int, workers: int, threads: int) -> None:
    from jikim.config.server import serve as run_server

    run_server(host, port, workers, threads)
    say(Text("지킴을 멈췄습니다.", "Jikim has stopped."))


def _refuse_a_taken_port(host: str, port: int) -> None:
    import socket

    from jikim.config.server import port_is_taken

    try:
        socket.getaddrinfo(host, port)
    except (OSError, UnicodeError):
        fail(Text(f"듣는 주소를 찾을 수 없습니다: {host}", f"The address to listen on cannot be found: {host}"), 2)
    if port_is_taken(host, port):
        fail(Text(
            f"{port}번 포트를 이미 다른 프로그램이 쓰고 있습니다. 예: JIKIM_PORT={port + 1} ./run",
            f"Port {port} is already in use. For another one: JIKIM_PORT={port + 1} ./run",
        ))  # fmt: skip


def _refuse_a_stale_database() -> None:
    from jikim.config.schema import never_filled, pending, unknown

    if newer := unknown():
        fail(Text(
            "자료가 더 새로운 판에서 만들어져 열 수 없습니다:\n  " + "\n  ".join(newer),
            "The data is from a newer version, so this one will not open it. Install the newer version.",
        ))  # fmt: skip
    waiting = pending()
    if waiting and never_filled():
        fail(Text("아직 준비되지 않은 자료 폴더입니다. 먼저 ‘jikim init’을 실행해 주십시오.",
                  "This data folder is not prepared yet. Run `jikim init` first."))  # fmt: skip
    if waiting:
        listed = "\n  ".join(waiting[:12]) + (f"\n  … +{len(waiting) - 12}" if len(waiting) > 12 else "")
        fail(Text(
            "적용하지 않은 마이그레이션이 있어 열지 않았습니다. ‘jikim upgrade’를 실행해 주십시오:\n  " + listed,
            "Migrations are pending, so the server was not started. Run `jikim upgrade`.",
        ))  # fmt: skip
