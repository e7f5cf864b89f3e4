"""What allauth asks us: no open sign-up, our names, our lock-out page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from jikim.areas.people.models import Person
from jikim.shared.ui import errors


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def display(person: Person) -> str:
    return person.name


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    return errors.too_many(request, 15 * 60)
