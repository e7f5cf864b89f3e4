"""Pages for what went wrong. Stub; full version follows in minutes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jikim.shared.access import Conflict, Refused


class IncidentMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Conflict):
            return HttpResponse(exception.reason.ko, status=409)
        if isinstance(exception, Refused):
            return HttpResponse(exception.reason.ko, status=403)
        return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("400", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("403", status=403)


def forbidden_by_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("403", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("500", status=500)


def too_many(request: HttpRequest, wait_seconds: int = 60) -> HttpResponse:
    return HttpResponse("429", status=429, headers={"Retry-After": str(wait_seconds)})
