from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "openlaurel.apps.profiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every
        from openlaurel.apps.mailing.registry import MailKind, register_kind
        from openlaurel.apps.profiles import mails, merging, personal_data
        from openlaurel.apps.profiles.queries import trail
        from openlaurel.apps.profiles.services import forget_idempotency_keys, recheck_domains

        register_kind(
            MailKind(
                "profiles.invitation",
                _("Invitation"),
                ignores_suppression=True,
                is_wanted=mails.is_invitation_open,
                follow=mails.follow_invitation,
            )
        )
        register_kind(MailKind("profiles.notice", _("Notice to owners"), ignores_suppression=True))
        every(3600, "look at domains", recheck_domains)
        every(86400, "forget idempotency keys", forget_idempotency_keys)
        name_subjects("account", trail.subject_accounts)
        name_subjects("profile", trail.subject_profiles)
        name_subjects("invitation", trail.subject_invitations)
        name_subjects("api_key", trail.subject_api_keys)
        settle_merges("profiles", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data(
            "profiles",
            export=personal_data.export,
            erase=personal_data.erase,
            hindrances=personal_data.hindrances,
        )
