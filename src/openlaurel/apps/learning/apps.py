from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "openlaurel.apps.learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.catalog.registry import register_earning
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import subscribe
        from openlaurel.apps.learning import merging, personal_data, tasks
        from openlaurel.apps.learning.queries import earning, trail

        subscribe("attempt.passed", "learning.check_mastery", tasks.complete_when_mastered)
        subscribe("submission.passed", "learning.check_mastery", tasks.complete_when_mastered)
        name_subjects("course", trail.subject_courses)
        name_subjects("enrolment", trail.subject_enrolments)
        register_earning(earnable=earning.earnable, earning_of=earning.earning_of)
        settle_merges("learning", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("learning", export=personal_data.export, erase=personal_data.erase)
