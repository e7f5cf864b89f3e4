"""Who is acting on this request, and whether their second factor is in place. Never decides what they may do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jikim.areas.people.queries import actor_of
from jikim.rules.access import NOBODY

Get = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """request.actor: the signed-in person's open seats, or NOBODY."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_of(user) if user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
