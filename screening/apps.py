"""The application."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """reviewapp's one application."""

    name = "screening"
    default_auto_field = "django.db.models.BigAutoField"
