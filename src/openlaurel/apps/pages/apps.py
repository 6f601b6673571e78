from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "openlaurel.apps.pages"
    default_auto_field = "django.db.models.BigAutoField"
