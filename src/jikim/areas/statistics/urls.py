"""Addresses of statistics: the employer's reports, and the register of what was released."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
