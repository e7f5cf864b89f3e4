"""Addresses that belong to no room: the front page, the language switch, the off-line page, the gallery."""

from django.urls import path

from jikim.shared.ui import language, views

urlpatterns = [
    path("", views.front_page, name="front"),
    path("language/", language.choose, name="language"),
    path("offline/", views.offline, name="offline"),
    path("ui/", views.components, name="components"),
]
