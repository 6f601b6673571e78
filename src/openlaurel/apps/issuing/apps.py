from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "openlaurel.apps.issuing"
    default_auto_field = "django.db.models.BigAutoField"
