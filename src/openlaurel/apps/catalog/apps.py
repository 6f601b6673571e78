from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "openlaurel.apps.catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.catalog.queries.workspace import subject_achievements
        from openlaurel.apps.events.queries import name_subjects

        name_subjects("achievement", subject_achievements)
