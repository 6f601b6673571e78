from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "openlaurel.apps.webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.webhooks import queries, tasks
        from openlaurel.apps.webhooks.kinds import TYPES
        from openlaurel.apps.webhooks.services import queue_messages

        for kind in TYPES:
            subscribe(kind, "webhooks.queue", queue_messages, wanted=queries.has_endpoint_for)
        every(2, "send to webhooks", tasks.send_what_is_due)
        every(3600, "forget what webhooks were sent", tasks.forget_old)
        name_subjects("webhook", queries.subject_webhooks)
