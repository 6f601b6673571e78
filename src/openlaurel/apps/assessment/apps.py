from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "openlaurel.apps.assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.assessment import mails, merging, personal_data, tasks
        from openlaurel.apps.assessment.queries import trail
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.mailing.registry import MailKind, register_kind

        register_kind(MailKind("assessment.review", _("Result of a review"), follow=mails.follow_review))
        subscribe("submission.passed", "assessment.mail_review", tasks.mail_review)
        subscribe("submission.returned", "assessment.mail_review", tasks.mail_review)
        name_subjects("assessment", trail.subject_assessments)
        name_subjects("attempt", trail.subject_attempts)
        name_subjects("submission", trail.subject_submissions)
        every(86_400, "remove files that nobody names", tasks.clear_out)
        settle_merges("assessment", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("assessment", export=personal_data.export, erase=personal_data.erase)
