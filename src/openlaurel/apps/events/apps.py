from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "openlaurel.apps.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.events import services, tasks

        services.every(5, "deliver what is due", lambda now: services.deliver_due(now=now))
        services.every(15, "return orphaned tasks", lambda now: services.return_orphaned_tasks(now=now))
        services.every(3600, "clear out", tasks.clear_out)
