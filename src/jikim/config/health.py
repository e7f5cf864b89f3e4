"""Two addresses for the machine that watches: /health/live asks nothing, /health/ready asks both databases.

Neither says anything about the programme, a person or a version.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from jikim.shared.access import public_page


@public_page
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing else, so that a slow database never gets the server killed."""
    return _answer({"status": "live"})


@public_page
def ready(request: HttpRequest) -> HttpResponse:
    """Both databases answer and hold our tables; 503 with the names of those that do not."""
    states = {alias: _state(alias) for alias in ("default", "vault")}
    good = all(state == "ok" for state in states.values())
    return _answer({"status": "ready" if good else "not ready", "databases": states}, 200 if good else 503)


def _state(alias: str) -> str:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {_table(alias)} LIMIT 1")  # noqa: S608
    except DatabaseError:
        return "unavailable"
    return "ok"


def _table(alias: str) -> str:
    """One table of ours in that database: being reachable is not enough, the data must be there."""
    label = "vault" if alias == "vault" else "jikim"
    model = next(iter(apps.get_app_config(label).get_models()), None)
    return connections[alias].ops.quote_name(model._meta.db_table if model else "django_migrations")


def _answer(body: dict[str, object], status: int = 200) -> HttpResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


class HealthMiddleware:
    """Answers both before anything else: the watching machine asks by number, which is no name we answer to otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match request.path:
            case "/health/live":
                return live(request)
            case "/health/ready":
                return ready(request)
        return self.get_response(request)


urlpatterns = [
    path("live", live, name="health_live"),
    path("ready", ready, name="health_ready"),
]
