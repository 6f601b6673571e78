from django.apps import AppConfig


class VcApiConfig(AppConfig):
    name = "openlaurel.apps.vcapi"
    default_auto_field = "django.db.models.BigAutoField"
