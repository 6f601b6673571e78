from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OffersConfig(AppConfig):
    name = "openlaurel.apps.offers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.mailing.registry import MailKind, register_kind
        from openlaurel.apps.offers import merging, personal_data, queries, tasks

        subscribe("redemption.approved", "offers.issue", tasks.issue_one)
        register_kind(
            MailKind("offers.confirmation", _("Confirmation of an address"), ignores_suppression=True)
        )
        register_kind(MailKind("offers.answer", _("Answer about a badge that was asked for")))
        for kind in ("attempt.passed", "submission.passed", "award.accepted"):
            subscribe(kind, "offers.follow_rules", tasks.follow_rules)
        subscribe("rule.turned_on", "offers.begin_rule", tasks.begin_rule)
        every(600, "apply rules", tasks.catch_up)
        every(60, "issue what claim codes promised", tasks.issue_left)
        every(3600, "forget addresses that nobody confirmed", tasks.clear_out)
        name_subjects("claim_code", queries.subject_claim_codes)
        name_subjects("application", queries.subject_applications)
        name_subjects("rule", queries.subject_rules)
        name_subjects("redemption", queries.subject_redemptions)
        settle_merges("offers", foresee=merging.foresee, of=merging.OF)
        hold_personal_data("offers", export=personal_data.export, erase=personal_data.erase)
