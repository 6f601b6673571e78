from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "openlaurel.apps.figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.figures import mails, merging, personal_data, queries, tasks
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        for kind in tasks.ISSUED:
            subscribe(kind, "figures.mark", tasks.mark_issued)
        for kind in tasks.CHANGED:
            subscribe(kind, "figures.mark", tasks.mark_changed)
        subscribe("roster.removed", "figures.mark", tasks.mark_removed)
        hold_personal_data("figures", export=personal_data.export, erase=personal_data.erase)
        settle_merges("figures", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        register_kind(
            MailKind(
                mails.KIND,
                _("Figures by mail"),
                is_stoppable=True,
                is_wanted=mails.is_wanted,
                stop=mails.stop,
            )
        )
        name_subjects("report_plan", queries.subject_report_plans)
        every(60, "tell figures by mail", tasks.tell)
        every(300, "count what the public is told of large organisations", tasks.count_large)
        every(300, "count what holders earned next", tasks.count_sequels)
        every(5, "count what becomes of badges", tasks.count)
