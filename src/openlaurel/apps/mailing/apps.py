from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "openlaurel.apps.mailing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings
        from django.utils import timezone

        from openlaurel.apps.events.services import every
        from openlaurel.apps.mailing import services

        every(2, "send mails", lambda now: services.send_due(clock=timezone.now))
        folder = settings.MAIL_BOUNCES
        if folder is not None:
            every(60, "read returned mails", lambda now: services.read_folder(folder, now=now))
        every(3600, "forget old mails", services.clear_out)
