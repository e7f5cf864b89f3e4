"""What `./run` prepares before the server starts: a model season, or one empty season with a first invitation."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jikim.config.commands.console import fail, operator, say, start_django
from jikim.config.filled import holds_data, refuse_without_keys
from jikim.config.home import Home, here, write_key
from jikim.rules.words import Text


def make_ready(*, empty: bool, full: bool) -> list[Text | str]:
    """Prepare the data folder if it is empty; returns what to tell the person at the keyboard."""
    home = here()
    refuse_without_keys(home)
    if _unfinished(home).exists() and not home.demo_marker.exists() and holds_data(home):
        # somebody went on with `jikim init`: from the season on it is their data, and never cleared
        _unfinished(home).unlink()
    if not is_prepared(home):
        if empty:
            _prepare_empty(home)
        else:
            _build_model_season(home, full=full)
    elif empty or full:
        say(Text(
            f"이미 자료가 있는 폴더를 그대로 엽니다: {home.root}\n새로 시작하려면 JIKIM_HOME을 다른 폴더로 지정해 주십시오.",
            f"Opening the data already in {home.root}. To start afresh, point JIKIM_HOME at another folder.",
        ))  # fmt: skip
    return _greeting(home)


def is_prepared(home: Home) -> bool:
    """Whether the folder holds data that was completely prepared; what an interruption left does not count."""
    return home.exists() and not _unfinished(home).exists()


@contextmanager
def _preparing(home: Home) -> Iterator[None]:
    """Marks the folder until all is done. What an earlier, interrupted try left here is cleared first."""
    if _unfinished(home).exists():
        _clear_unfinished(home)
    home.root.mkdir(parents=True, exist_ok=True)
    _unfinished(home).write_text("")
    yield
    _unfinished(home).unlink()


def _unfinished(home: Home) -> Path:
    return home.root / "unfinished"


def _clear_unfinished(home: Home) -> None:
    if os.environ.get("DATABASE_URL"):
        fail(Text(
            "준비가 중단된 적이 있습니다. 빈 데이터베이스를 새로 만들어 DATABASE_URL에 지정해 주십시오.",
            "An earlier preparation was interrupted. Point DATABASE_URL at a new, empty database.",
        ))  # fmt: skip
    for database in (home.database, home.vault_database):
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
    for folder in (home.files, home.outbox, home.audit_heads.parent):
        shutil.rmtree(folder, ignore_errors=True)
    home.demo_marker.unlink(missing_ok=True)


def _prepare_empty(home: Home) -> None:
    from jikim.config.commands.operations import init

    say(Text(f"빈 사업 하나를 준비합니다: {home.root}", f"Preparing one empty season in {home.root}."))
    with _preparing(home):
        init(year=2017, as_json=False)


def _build_model_season(home: Home, *, full: bool) -> None:
    count = 1000 if full else 100
    say(Text(
        f"{home.root}이(가) 비어 있어 사업장 {count:,}개소의 모형 사업을 만듭니다. 모두 지어낸 자료입니다.",
        f"{home.root} is empty: building a model season of {count:,} workplaces. Everything in it is made up.",
    ))  # fmt: skip
    with _preparing(home):
        home.make()
        _run_demo(home, full=full)


def _run_demo(home: Home, *, full: bool) -> None:
    password = os.environ.get("JIKIM_DEMO_PASSWORD") or _kept_password(home) or secrets.token_urlsafe(9)
    _password_file(home).unlink(missing_ok=True)
    write_key(_password_file(home), password)
    # a process of its own: what building needs in memory is gone before the server starts
    command = [sys.executable, "-m", "jikim", "demo", "--no-tell-accounts", *(["--full"] if full else [])]
    done = subprocess.run(command, env={**os.environ, "JIKIM_DEMO_PASSWORD": password}, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        fail(Text("모형 사업을 만들지 못했습니다.", "The model season could not be built."))


_SEATS = (
    "office", "region", "agency", "consultant", "expert", "manager", "juror", "editor", "auditor", "counsellor", "keying",
    "clinical",
)  # fmt: skip


def _greeting(home: Home) -> list[Text | str]:
    if home.demo_marker.exists():
        password = os.environ.get("JIKIM_DEMO_PASSWORD") or _kept_password(home)
        return [
            Text("\n시연 계정:", "Demo sign-ins:"),
            *(f"  {seat}@demo.jikim.test" for seat in _SEATS),
            Text(f"비밀번호: {password}", f"Password: {password}"),
            *_worker_lines(),
        ]
    return _first_invitation()


def _worker_lines() -> list[Text | str]:
    start_django()
    from jikim.config.commands.demo import worker_lines

    return worker_lines()


def _first_invitation() -> list[Text | str]:
    start_django()
    from jikim.areas.people import public as people

    link = people.invite_first_office(by=operator())
    if not link:
        return []
    return [Text(f"\n첫 본부 담당자는 이 주소에서 계정을 만드십시오:\n  {link}",
                 f"The first person of the programme office makes an account here:\n  {link}")]  # fmt: skip


def _password_file(home: Home) -> Path:
    return home.keys / "demo-password"


def _kept_password(home: Home) -> str:
    path = _password_file(home)
    return path.read_text().strip() if path.exists() else ""
