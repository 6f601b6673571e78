from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "openlaurel.apps.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.services import every
        from openlaurel.apps.exchange import merging, personal_data
        from openlaurel.apps.exchange.services import forget_old

        settle_merges("exchange", foresee=merging.foresee, settle=merging.settle)
        hold_personal_data("exchange", export=personal_data.export, erase=personal_data.erase)
        every(3600, "exchange.forget_old", forget_old)
