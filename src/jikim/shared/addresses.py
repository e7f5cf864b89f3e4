"""Addresses that end in a file's name: the numbers in them reach the view as numbers, as `<int:…>` gives them. Knows no room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import RegexPattern


class _Numbered(RegexPattern):
    """A regular expression gives text, and a key that is text is found in no dictionary of numbers."""

    def match(self, path: str) -> Any:
        found = super().match(path)
        if not found:
            return None
        rest, args, kwargs = found
        return rest, args, {name: int(value) if name.endswith("_id") else value for name, value in kwargs.items()}


def file_path(regex: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """As django's `re_path`; every group whose name ends in `_id` is digits only, and a number for the view."""
    return URLPattern(_Numbered(regex, name=name, is_endpoint=True), view, None, name)
