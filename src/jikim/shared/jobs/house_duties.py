"""What the house itself does regularly: seal the record, send mail, sweep, tidy. Rooms add theirs in config/wiring."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils import timezone

from jikim.shared.audit.heads import write_head
from jikim.shared.audit.sealer import seal_all
from jikim.shared.jobs.sweeper import sweep
from jikim.shared.mail import deliver_due

#: finished tasks, sent mail's rows and the like are kept this long
KEPT_DAYS = 30


def clear_sessions() -> None:
    """Sessions past their end."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()


def clear_cache() -> None:
    """Cache rows past their end; Django's own cleaning only runs when the table is full."""
    table = settings.CACHES["default"].get("LOCATION")
    if not table or table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        # the table's name comes from our settings, never from a request
        now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [now])  # noqa: S608


def clear_tasks() -> None:
    """Finished tasks: their arguments and tracebacks need not stay."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=_long_ago()).delete()


def clear_mail() -> None:
    """Rows of mail that is sent or given up: addresses need not stay."""
    from jikim.shared.mail.models import MailMessage

    MailMessage.objects.filter(queued_at__lt=_long_ago()).exclude(state="queued").delete()


def weigh_tables() -> None:
    """SQLite only: without counts it takes the season's index for a narrow one, and reads a season to show a page of it.

    A look at a thousand entries of each index is enough; PostgreSQL does the like by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def _long_ago() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=KEPT_DAYS)


DUTIES = (
    ("audit.seal", 3, seal_all),
    ("mail.deliver", 2, deliver_due),
    ("jobs.sweep", 15, sweep),
    ("audit.head", 3600, lambda: write_head("hourly")),
    ("sessions.clear", 6 * 3600, clear_sessions),
    ("cache.clear", 3600, clear_cache),
    ("tables.weigh", 600, weigh_tables),
    ("tasks.clear", 24 * 3600, clear_tasks),
    ("mail.clear", 24 * 3600, clear_mail),
)
