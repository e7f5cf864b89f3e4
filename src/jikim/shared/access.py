"""Asks rules/access at the door of every action and view. Never decides by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from jikim.rules.access import ANYWHERE, NOBODY, Action, Actor, Where, may
from jikim.rules.words import Text

View = Callable[..., HttpResponseBase]


class Refused(Exception):
    """May not be done; carries the reason a person can read. Pages turn it into 403, commands into exit 1."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en or reason.ko)
        self.reason = reason


class Conflict(Refused):
    """Cannot be done in the present state, or somebody was faster. Pages turn it into 409."""


class Invalid(Exception):
    """Some values cannot be taken. `errors` says per field why, in words for whoever typed them; nothing was changed."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__("; ".join(f"{field}: {reason.en or reason.ko}" for field, reason in errors.items()))
        self.errors = dict(errors)


def require(by: Actor, action: Action, where: Where = ANYWHERE) -> None:
    """Raise Refused unless the actor may."""
    verdict = may(by, action, where)
    if not verdict:
        raise Refused(verdict.reason)


def acts(action: Action) -> Callable[[View], View]:
    """Names a view's action; asks whether the seat may do it anywhere. The action it calls asks again with the place."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = getattr(request, "actor", NOBODY)
            if not actor.key:
                # here and not above: it needs the models, which need this module
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            require(actor, action)
            return view(request, *args, **kwargs)

        guarded.jikim_action = action  # type: ignore[attr-defined]
        return guarded

    return mark


def public_page(view: View) -> View:
    """Marks a view that is open to everybody, on purpose."""
    view.jikim_action = None  # type: ignore[attr-defined]
    return view
