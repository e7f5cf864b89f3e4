"""Addresses of the visit plan and of appointments. Included by `urls`."""

from django.urls import path, re_path

from jikim.areas.dispatch.views import appointments, plan, plan_pictures, revisions, start_months, visit_dates
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.plan_see, "plan", Text("방문 계획", "Visit plan"), order=37)
navigation.register(Action.appointment_arrange, "appointments", Text("방문 일정", "Appointments"), order=38)
navigation.register(Action.own_visits_see, "my_visits", Text("방문 날짜", "Visit dates"), order=12)

WHICH = r"(?P<which>draft|current)"

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/make/", plan.plan_make, name="plan_make"),
    path("plan/<int:plan_id>/progress/", plan.plan_progress, name="plan_progress"),
    path("plan/<int:plan_id>/accept/", plan.plan_accept, name="plan_accept"),
    path("plan/<int:plan_id>/discard/", plan.plan_discard, name="plan_discard"),
    path("plan/<int:plan_id>/what-if/", plan.plan_what_if, name="plan_what_if"),
    path("plan/<int:plan_id>/what-if/progress/", plan.what_if_progress, name="what_if_progress"),
    re_path(rf"^plan/{WHICH}/list/$", plan_pictures.plan_list, name="plan_list"),
    re_path(rf"^plan/{WHICH}/calendar/$", plan_pictures.plan_calendar, name="plan_calendar"),
    re_path(rf"^plan/{WHICH}/map/$", plan_pictures.plan_map, name="plan_map"),
    re_path(rf"^plan/{WHICH}/load/$", plan_pictures.plan_load, name="plan_load"),
    re_path(rf"^plan/{WHICH}/left/$", plan_pictures.plan_left, name="plan_left"),
    path("plan/start-months/", start_months.start_months, name="start_months"),
    path("plan/start-months/freeze/", start_months.start_months_freeze, name="start_months_freeze"),
    path("plan/start-months/<int:draw_id>/draw/", start_months.start_months_draw, name="start_months_draw"),
    path("start-months/", start_months.start_months_public, name="start_months_public"),
    path("start-months/<int:draw_id>/list.txt", start_months.start_months_list, name="start_months_list"),
    path("plan/revisions/", revisions.revisions, name="revisions"),
    path("plan/revisions/new/", revisions.revision_new, name="revision_new"),
    path("plan/revisions/<int:revision_id>/", revisions.revision, name="revision"),
    path("plan/revisions/<int:revision_id>/progress/", revisions.revision_progress, name="revision_progress"),
    path("plan/revisions/<int:revision_id>/decide/", revisions.revision_decide, name="revision_decide"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/propose/", appointments.appointments_propose, name="appointments_propose"),
    path("appointments/<int:appointment_id>/", appointments.appointment, name="appointment"),
    path("appointments/<int:appointment_id>/propose/", appointments.appointment_propose, name="appointment_propose"),
    path("appointments/<int:appointment_id>/confirm/", appointments.appointment_confirm, name="appointment_confirm"),
    path("appointments/<int:appointment_id>/move/", appointments.appointment_move, name="appointment_move"),
    path("appointments/<int:appointment_id>/pick/<int:proposal_id>/", appointments.appointment_pick, name="appointment_pick"),
    path("appointments/when-visits-suit/<int:workplace_id>/", visit_dates.workplace_closed_days, name="workplace_closed_days"),
    path("appointments/large-site/<int:workplace_id>/", visit_dates.large_site, name="large_site"),
    path("my-visits/", visit_dates.my_visits, name="my_visits"),
    path("my-visits/calendar/renew/", visit_dates.my_feed_renew, name="my_feed_renew"),
    path("my-visits/closed-days/<int:workplace_id>/", visit_dates.my_closed_days, name="my_closed_days"),
    path("my-visits/<int:proposal_id>/accept/", visit_dates.my_visit_accept, name="my_visit_accept"),
    path("my-visits/<int:proposal_id>/offer/", visit_dates.my_visit_offer, name="my_visit_offer"),
    path("visit-dates/<str:token>/", visit_dates.visit_dates, name="visit_dates"),
    path("visit-dates/<str:token>/closed-days/", visit_dates.visit_closed_days, name="visit_closed_days"),
    path("visit-dates/<str:token>/<int:proposal_id>/accept/", visit_dates.visit_date_accept, name="visit_date_accept"),
    path("visit-dates/<str:token>/<int:proposal_id>/offer/", visit_dates.visit_date_offer, name="visit_date_offer"),
    path("visit-calendar/<str:token>.ics", visit_dates.feed, name="visit_feed"),
]
