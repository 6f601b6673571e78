from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "openlaurel.apps.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.desk import personal_data, queries, tasks
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe

        subscribe("bulk_action.confirmed", "desk.run", tasks.run_confirmed)
        subscribe("bulk_action.resumed", "desk.run", tasks.run_confirmed)
        subscribe("bulk_action.set_done", "desk.mail", tasks.mail_holders)
        every(15, "go on with bulk actions", tasks.run_left)
        name_subjects("bulk_action", queries.subject_bulk_actions)
        hold_personal_data("desk", export=personal_data.export, erase=personal_data.erase)
