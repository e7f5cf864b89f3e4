"""Jobs: run once, come back when their worker was killed, given up when they kill it again and again."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jikim.rules.access import Actor
from jikim.shared import audit
from jikim.shared.audit.models import AuditRow
from jikim.shared.jobs import after_commit, task
from jikim.shared.jobs.duties import Caretaker, Duty, claim
from jikim.shared.jobs.house_duties import weigh_tables
from jikim.shared.jobs.models import RegularDuty, WorkerBeat
from jikim.shared.jobs.sweeper import MOST_TRIES, is_dead, sweep, worker_name
from jikim.shared.jobs.worker import JobWorker
from tests.shared.jobs import holding

done: list[int] = []


@task
def note(number: int) -> int:
    done.append(number)
    return number


@task
def fail_with_a_name() -> None:
    raise ValueError("hong@example.com could not be reached")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


@pytest.mark.django_db(transaction=True)
class TestQueue:
    def test_a_job_is_queued_only_when_the_action_commits(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            after_commit(note, 1)
            raise RuntimeError
        with transaction.atomic():
            after_commit(note, 2)
            assert not DBTaskResult.objects.exists()
        assert JobWorker().run_until_empty() == 1
        assert done == [2]

    def test_jobs_run_in_order_and_once(self) -> None:
        for number in range(5):
            note.enqueue(number)
        assert JobWorker().run_until_empty() == 5
        assert done == [0, 1, 2, 3, 4]
        assert JobWorker().run_until_empty() == 0

    def test_a_failed_job_does_not_stop_the_next(self) -> None:
        fail_with_a_name.enqueue()
        note.enqueue(3)
        assert JobWorker().run_until_empty() == 2
        assert done == [3]
        failed = DBTaskResult.objects.failed().get()
        assert "test_jobs.py" in failed.traceback
        assert "hong@example.com" not in failed.traceback

    def test_two_workers_at_once_never_take_the_same_job(self) -> None:
        for number in range(40):
            note.enqueue(number)

        def go() -> None:
            try:
                JobWorker().run_until_empty()
            finally:
                connections.close_all()

        threads = [threading.Thread(target=go) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == list(range(40))

    def test_a_worker_leaves_no_sign_of_life_behind(self) -> None:
        JobWorker().run_until_empty()
        assert not WorkerBeat.objects.exists()


def left_running(worker: str, tries: int = 1) -> DBTaskResult:
    note.enqueue(9)
    job = DBTaskResult.objects.get(status="READY")
    DBTaskResult.objects.filter(pk=job.pk).update(status="RUNNING", started_at=timezone.now(), worker_ids=[worker] * tries)
    return job


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.django_db
class TestSweeper:
    def test_the_job_of_a_killed_worker_comes_back(self) -> None:
        job = left_running(f"{socket.gethostname()[:30]}/{dead_process()}/x")
        assert sweep() == 1
        job.refresh_from_db()
        assert job.status == "READY"

    def test_the_job_of_a_living_worker_stays(self) -> None:
        name = worker_name()
        Caretaker(name).beat()
        left_running(name)
        assert sweep() == 0

    def test_a_worker_on_another_machine_is_dead_only_after_a_long_silence(self) -> None:
        name = "elsewhere/1/x"
        WorkerBeat.objects.create(worker=name, started_at=timezone.now(), seen_at=timezone.now() - dt.timedelta(seconds=60))
        assert not is_dead(name)
        WorkerBeat.objects.update(seen_at=timezone.now() - dt.timedelta(seconds=100))
        assert is_dead(name)

    def test_a_number_used_again_by_another_process_does_not_keep_a_job(self) -> None:
        """In a restarted container the new worker may get the dead one's number."""
        assert is_dead(f"{socket.gethostname()[:30]}/{os.getpid()}/before")

    def test_a_job_that_kills_its_worker_is_given_up(self) -> None:
        job = left_running(f"{socket.gethostname()[:30]}/{dead_process()}/x", tries=MOST_TRIES)
        sweep()
        job.refresh_from_db()
        assert (job.status, job.exception_class_path) == ("FAILED", "jikim.shared.jobs.WorkerDied")


@pytest.mark.django_db
class TestDuties:
    def test_a_shared_duty_is_done_by_one_worker(self) -> None:
        duty = Duty("hourly", 3600, lambda: None)
        assert claim(duty)
        assert not claim(duty)
        RegularDuty.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
        assert claim(duty)
        assert not claim(duty)

    def test_one_duty_that_fails_does_not_stop_the_caretaker(self, caplog: pytest.LogCaptureFixture) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("one engine is enough")
        caretaker, seen = Caretaker("x"), []

        def fall() -> None:
            raise ValueError("hong@example.com")

        caretaker._do_when_due(Duty("falls", 1, fall))
        caretaker._do_when_due(Duty("stands", 1, lambda: seen.append(1)))
        assert seen == [1]
        assert "duty failed: falls" in caplog.text

    def test_a_duty_is_not_done_before_its_time(self) -> None:
        caretaker, seen = Caretaker("x"), []
        duty = Duty("often", 30, lambda: seen.append(1))
        caretaker._do_when_due(duty)
        caretaker._do_when_due(duty)
        assert seen == [1]

    def test_weighed_tables_are_read_by_key_however_large_the_season(self) -> None:
        """A season has one number in thousands of rows: with counts known, fifty named rows are not looked for through it."""
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL counts by itself")
        RegularDuty.objects.bulk_create(RegularDuty(name=f"d{n}", due_at=timezone.now()) for n in range(200))
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX same_everywhere ON jikim_regularduty (length(due_at))")
            weigh_tables()
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'same_everywhere'")
            assert cursor.fetchone() == ("200 200",)

    def test_the_house_duties_all_run_on_an_empty_database(self) -> None:
        from jikim.shared.jobs.house_duties import DUTIES

        for _, _, do in DUTIES:
            do()


@contextmanager
def a_worker_process() -> Iterator[subprocess.Popen[bytes]]:
    """The real thing: `jikim work` as its own process, on this test's databases."""
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in ("default", "vault")}
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "jikim.config.settings", "PYTHONPATH": os.pathsep.join(["src", "."]),
        "DATABASE_URL": f"sqlite:///{names['default']}", "VAULT_DATABASE_URL": f"sqlite:///{names['vault']}",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "jikim", "work"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def eventually(true: Callable[[], object], seconds: float = 60) -> None:
    until = timezone.now() + dt.timedelta(seconds=seconds)
    while not true():
        assert timezone.now() < until, "it did not happen"
        threading.Event().wait(0.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_worker_process_seals_the_record_and_stops_on_a_signal() -> None:
    audit.record(Actor.console(), "thing.changed", "thing", 1)
    with a_worker_process() as process:
        eventually(lambda: not AuditRow.objects.filter(sequence=None).exists())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only
def test_a_task_whose_worker_was_killed_is_finished_by_the_next_one(tmp_path: Path) -> None:
    holding.hold.enqueue(str(tmp_path))
    with a_worker_process() as first:
        eventually((tmp_path / "started").exists)
        first.kill()
        first.wait()
    job = DBTaskResult.objects.get()
    assert job.status == "RUNNING", "the library itself would leave it so for ever"
    (tmp_path / "go").touch()
    with a_worker_process():
        eventually(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
    job.refresh_from_db()
    assert (job.return_value, len(job.worker_ids)) == ("done", 2)
