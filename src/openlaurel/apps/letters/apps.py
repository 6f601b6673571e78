from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "openlaurel.apps.letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.letters import trail

        name_subjects("mail_template", trail.subject_templates)
