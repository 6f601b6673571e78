from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "openlaurel.apps.programmes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.catalog.registry import register_programmes
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.programmes import queries

        name_subjects("programme", queries.subject_programmes)
        register_programmes(queries.programmes_of)
