from django.apps import AppConfig


class SignonConfig(AppConfig):
    name = "openlaurel.apps.signon"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.services import every
        from openlaurel.apps.profiles.access import guard_entrance
        from openlaurel.apps.signon import merging, personal_data
        from openlaurel.apps.signon.entrance import check_entrance
        from openlaurel.apps.signon.services import forget_answers, read_metadata_again

        guard_entrance(check_entrance)
        settle_merges("signon", foresee=merging.foresee, of=merging.OF)
        every(3600, "read metadata of providers", read_metadata_again)
        every(600, "forget answers of providers", forget_answers)
        hold_personal_data("signon", export=personal_data.export, erase=personal_data.erase)
