from django.apps import AppConfig


class SignonConfig(AppConfig):
    name = "openlaurel.apps.signon"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.profiles.access import guard_entrance
        from openlaurel.apps.signon import merging, personal_data
        from openlaurel.apps.signon.entrance import check_entrance

        guard_entrance(check_entrance)
        settle_merges("signon", foresee=merging.foresee, of=merging.OF)
        hold_personal_data("signon", export=personal_data.export, erase=personal_data.erase)
