"""The one Django app of all areas."""

from django.apps import AppConfig


class JikimConfig(AppConfig):
    name = "jikim"
    label = "jikim"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jikim.config import wiring

        wiring.connect()
