"""Addresses of agencies and consultants."""

from django.urls import path

from jikim.areas.dispatch.views import agencies as views
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.agencies_see, "agencies", Text("수행기관", "Agencies"), order=35)
navigation.register(Action.agencies_see, "consultants", Text("컨설턴트", "Consultants"), order=36)

urlpatterns = [
    path("agencies/", views.agencies, name="agencies"),
    path("consultants/", views.consultants, name="consultants"),
]
