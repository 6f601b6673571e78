from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "openlaurel.apps.letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every
        from openlaurel.apps.letters import trail
        from openlaurel.apps.letters.services import recheck_senders

        every(3600, "check senders", recheck_senders)
        name_subjects("mail_template", trail.subject_templates)
