"""Addresses that belong to no room: the front page, the language switch."""

from django.urls import path

from jikim.shared.ui import language, views

urlpatterns = [
    path("", views.front, name="front"),
    path("language/", language.choose, name="language"),
]
