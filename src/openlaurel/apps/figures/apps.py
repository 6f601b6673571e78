from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "openlaurel.apps.figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.figures import personal_data, tasks

        for kind in tasks.ISSUED:
            subscribe(kind, "figures.mark", tasks.mark_issued)
        for kind in tasks.CHANGED:
            subscribe(kind, "figures.mark", tasks.mark_changed)
        subscribe("roster.removed", "figures.mark", tasks.mark_removed)
        hold_personal_data("figures", export=personal_data.export, erase=personal_data.erase)
        every(300, "count what the public is told of large organisations", tasks.count_large)
        every(300, "count what holders earned next", tasks.count_sequels)
        every(5, "count what becomes of badges", tasks.count)
