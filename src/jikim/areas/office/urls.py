"""The office's addresses."""

from django.urls import path

from jikim.areas.office import views

urlpatterns = [
    path("home/", views.home, name="home"),
]
