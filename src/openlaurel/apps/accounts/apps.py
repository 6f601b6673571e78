from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "openlaurel.apps.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts import mails
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        register_kind(MailKind("accounts.account", _("Account"), ignores_suppression=True))
        hold_personal_data("mails", export=mails.export, erase=mails.erase)
