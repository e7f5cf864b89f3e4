"""The street map: every room's addresses. Error pages are shared.ui's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler400 = "jikim.shared.ui.errors.bad_request"
handler403 = "jikim.shared.ui.errors.forbidden"
handler404 = "jikim.shared.ui.errors.not_found"
handler429 = "jikim.shared.ui.errors.too_many"  # asked for by allauth's throttle
handler500 = "jikim.shared.ui.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", include("jikim.config.health")),
    path("", include("jikim.shared.ui.urls")),
    path("", include("jikim.shared.files.urls")),
    path("", include("jikim.areas.people.urls")),
    path("", include("jikim.areas.enrolment.urls")),
    path("", include("jikim.areas.dispatch.urls")),
    path("", include("jikim.areas.visits.urls")),
    path("", include("jikim.areas.visits.device_urls")),
    path("", include("jikim.areas.consulting.urls")),
    path("", include("jikim.areas.surveys.urls")),
    path("", include("jikim.areas.statistics.urls")),
    path("", include("jikim.areas.training.urls")),
    path("", include("jikim.areas.counselling.urls")),
    path("", include("jikim.areas.manuals.urls_now")),
    path("", include("jikim.areas.manuals.urls")),
    path("", include("jikim.areas.campaigns.urls")),
    path("", include("jikim.areas.office.urls")),
]
