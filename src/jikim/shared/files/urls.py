"""Addresses of kept files and of the mail opt-out."""

from django.urls import path

from jikim.shared.files import views
from jikim.shared.mail import views as mail_views

urlpatterns = [
    path("files/<int:key>/", views.fetch, name="file"),
    path("mail/stop/<str:token>/", mail_views.stop, name="mail_opt_out"),
]
