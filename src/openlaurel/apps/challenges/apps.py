from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "openlaurel.apps.challenges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.challenges import mails, personal_data
        from openlaurel.apps.challenges.services import forget_old
        from openlaurel.apps.events.services import every
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        register_kind(
            MailKind(
                "challenges.code",
                _("Code that shows whose a badge is"),
                ignores_suppression=True,
                is_wanted=mails.is_code_open,
            )
        )
        hold_personal_data("challenges", export=personal_data.export, erase=personal_data.erase)
        every(3600, "challenges.forget_old", forget_old)
