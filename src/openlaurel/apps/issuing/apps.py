from django.apps import AppConfig


class IssuingConfig(AppConfig):
    name = "openlaurel.apps.issuing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.assessment.queries import hide_work_where
        from openlaurel.apps.catalog.registry import register_holders
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.issuing import kinds_of_mail, merging, personal_data, reminding, tasks
        from openlaurel.apps.issuing.models import Award
        from openlaurel.apps.issuing.queries import awards, batches
        from openlaurel.apps.issuing.search_index import Finds

        Award._meta.get_field("search_text").register_lookup(Finds)

        subscribe("enrolment.completed", "issuing.issue", tasks.issue_on_completion)
        subscribe("award.issued", "issuing.mail", tasks.mail_claim_link)
        subscribe("award.many_issued", "issuing.mail", tasks.mail_claim_links)
        subscribe("award.many_mail_requested", "issuing.mail", tasks.mail_claim_links)
        subscribe("award.mail_requested", "issuing.mail", tasks.mail_claim_link)
        subscribe("award.corrected", "issuing.tell_correction", tasks.mail_correction)
        subscribe("award.corrected", "issuing.tell_former_address", tasks.mail_former_address)
        subscribe("award.rebound", "issuing.tell_former_address", tasks.mail_former_address)
        subscribe("award.correction_declined", "issuing.tell_decline", tasks.mail_declined_request)
        subscribe("award.suspended", "issuing.tell_suspension", tasks.mail_suspension)
        subscribe("award.restored", "issuing.tell_restoration", tasks.mail_restoration)
        subscribe("account.created", "issuing.link", tasks.link_to_account)
        subscribe("account.address_confirmed", "issuing.link", tasks.link_to_account)
        subscribe("batch.confirmed", "issuing.run", tasks.run_confirmed_batch)
        subscribe("batch.resumed", "issuing.run", tasks.run_confirmed_batch)
        subscribe("batch.undone", "issuing.undo", tasks.undo_batches)
        kinds_of_mail.register()
        every(600, "write reminders", lambda now: reminding.remind(now=now))
        every(15, "begin what was planned", tasks.begin_planned)
        every(15, "let mails of rosters leave", tasks.let_go)
        every(3600, "forget old rosters", tasks.clear_out)
        every(2, "go on with rosters", tasks.run_batches_left)
        name_subjects("award", awards.subject_awards)
        name_subjects("signing_key", awards.subject_signing_keys)
        name_subjects("roster", batches.subject_rosters)
        name_subjects("planned_award", batches.subject_planned)
        name_subjects("batch", batches.subject_batches)
        register_holders(awards.holders_of)
        hide_work_where(awards.hides_work)
        settle_merges("issuing", foresee=merging.foresee)
        hold_personal_data("issuing", export=personal_data.export, erase=personal_data.erase)
