from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "openlaurel.apps.events"
    default_auto_field = "django.db.models.BigAutoField"
