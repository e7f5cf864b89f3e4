"""The office's addresses."""

from django.urls import path

from jikim.areas.office import audit_views, views
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.home_see, "home", Text("홈", "Home"), order=10)

navigation.register(Action.audit_see, "audit", Text("감사 기록", "Record"), order=90)

urlpatterns = [
    path("home/", views.home, name="home"),
    path("audit/", audit_views.record, name="audit"),
]
