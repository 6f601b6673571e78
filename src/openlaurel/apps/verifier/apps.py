from django.apps import AppConfig


class VerifierConfig(AppConfig):
    name = "openlaurel.apps.verifier"
    default_auto_field = "django.db.models.BigAutoField"
