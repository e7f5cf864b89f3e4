"""The office's addresses."""

from django.urls import path

from jikim.areas.office import views
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.home_see, "home", Text("홈", "Home"), order=10)

urlpatterns = [
    path("home/", views.home, name="home"),
]
