"""The sealed room: a second app because an app label is a confidentiality boundary."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "jikim.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
