"""Addresses of statistics: the employer's reports, and releasing them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from jikim.areas.statistics import views
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.addresses import file_path
from jikim.shared.ui import navigation

navigation.register(Action.report_see, "reports", Text("사업장 보고서", "Workplace reports"), order=50)

urlpatterns: list[URLPattern | URLResolver] = [
    path("reports/", views.reports, name="reports"),
    path("reports/release/", views.release_make, name="release_make"),
    path("reports/reliability/", views.reliability, name="reliability"),
    path("reports/<int:release_id>/", views.report, name="report"),
    file_path(r"^reports/(?P<release_id>\d{1,12})/report-(?P<language>ko|en)\.pdf$", views.report_pdf, name="report_pdf"),
]
