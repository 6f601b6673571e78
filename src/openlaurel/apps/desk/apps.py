from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "openlaurel.apps.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.desk import mails, personal_data, queries, tasks
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        register_kind(
            MailKind(
                "desk.news", _("News of a badge"), is_wanted=mails.is_news_wanted, follow=mails.follow_news
            )
        )
        subscribe("bulk_action.confirmed", "desk.run", tasks.run_confirmed)
        subscribe("bulk_action.resumed", "desk.run", tasks.run_confirmed)
        subscribe("bulk_action.set_done", "desk.mail", tasks.mail_holders)
        for kind in ("attempt.passed", "submission.passed"):
            subscribe(kind, "desk.restore", tasks.restore_tested)
        every(15, "go on with bulk actions", tasks.run_left)
        name_subjects("recall", queries.subject_recalls)
        name_subjects("bulk_action", queries.subject_bulk_actions)
        hold_personal_data("desk", export=personal_data.export, erase=personal_data.erase)
