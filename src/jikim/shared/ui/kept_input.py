"""What somebody had typed when a request failed, so that it can be sent again or copied. Nothing secret, no files, never stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token

SECRET = re.compile(r"passw|secret|token|otp|^code$|credential", re.IGNORECASE)
LIMIT_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields as they were sent, where they were going, and whether sending them again is all it takes."""

    action: str
    fields: tuple[tuple[str, str], ...]
    csrf_token: str
    had_files: bool

    @property
    def visible(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if value.strip()]


def kept_input(request: HttpRequest) -> Kept | None:
    """The input of a failed POST, or None when there is none or it must not be written into a page."""
    if request.method != "POST":
        return None
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        had_files = bool(request.FILES)
    except Exception:  # a body that cannot be read has nothing to keep
        return None
    fields = tuple((name, str(value)) for name, value in sent if name != "csrfmiddlewaretoken")
    if any(SECRET.search(name) for name, _ in fields) or sum(len(value) for _, value in fields) > LIMIT_CHARACTERS:
        return None
    return Kept(request.get_full_path(), fields, get_token(request), had_files)
