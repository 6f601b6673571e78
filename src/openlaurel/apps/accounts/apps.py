from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "openlaurel.apps.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator
        from django.db.models.signals import post_delete, post_save
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts import mails, merging, two_factor
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        register_kind(MailKind("accounts.account", _("Account"), ignores_suppression=True))
        settle_merges("accounts", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("mails", export=mails.export, erase=mails.erase)
        post_save.connect(two_factor.record_added, sender=Authenticator)
        post_delete.connect(two_factor.record_removed, sender=Authenticator)
