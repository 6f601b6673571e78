from django.apps import AppConfig


class MovesConfig(AppConfig):
    name = "openlaurel.apps.moves"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.moves import personal_data, queries, tasks

        subscribe("import.confirmed", "moves.run", tasks.run_confirmed)
        subscribe("import.resumed", "moves.run", tasks.run_confirmed)
        subscribe("archive.started", "moves.archive", tasks.write_archive)
        subscribe("archive.resumed", "moves.archive", tasks.write_archive)
        subscribe("resigning.confirmed", "moves.sign", tasks.sign_confirmed)
        subscribe("resigning.resumed", "moves.sign", tasks.sign_confirmed)
        every(15, "go on with imports and archives", tasks.run_left)
        every(86_400, "forget exports that nobody imported", tasks.forget)
        name_subjects("archive", queries.subject_archives)
        name_subjects("resigning", queries.subject_resignings)
        name_subjects("import", queries.subject_imports)
        hold_personal_data("moves", export=personal_data.export, erase=personal_data.erase)
