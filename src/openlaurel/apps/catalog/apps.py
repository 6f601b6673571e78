from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "openlaurel.apps.catalog"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.catalog import tasks
        from openlaurel.apps.catalog.queries.workspace import subject_achievements
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import subscribe

        subscribe("organisation.updated", "catalog.relist", tasks.relist_renamed)
        name_subjects("achievement", subject_achievements)
