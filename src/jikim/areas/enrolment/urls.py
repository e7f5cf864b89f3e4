"""Addresses of enrolment: the season, applications, agreements, prospects, and the public call."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
