from django.apps import AppConfig


class VerifierConfig(AppConfig):
    name = "openlaurel.apps.verifier"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.events.services import every
        from openlaurel.apps.verifier import tasks

        every(1, "verify what was handed over", tasks.run_left)
        every(3600, "erase inquiries that have expired", tasks.forget)
