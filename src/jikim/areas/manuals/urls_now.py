"""Addresses of the pages anybody may read without leaving a trace. `en/` before them is the same page in English."""

from __future__ import annotations

from django.urls import URLPattern, path

from jikim.areas.manuals.views import now

urlpatterns: list[URLPattern] = [
    path("<in_language:language>now/", now.now, name="now"),
    path("<in_language:language>now/note/", now.now_note, name="now_note"),
    path("<in_language:language>now/leave/", now.now_leave, name="now_leave"),
    path("<in_language:language>now/<slug:job>/", now.now_job, name="now_job"),
]
