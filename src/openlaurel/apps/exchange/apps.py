from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "openlaurel.apps.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.exchange import merging, personal_data, tasks
        from openlaurel.apps.exchange.services import forget_old, forget_old_transfers

        settle_merges("exchange", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("exchange", export=personal_data.export, erase=personal_data.erase)
        every(3600, "exchange.forget_old", forget_old)
        subscribe("transfer.started", "exchange.transfer", tasks.move_badges)
        subscribe("transfer.resumed", "exchange.transfer", tasks.move_badges)
        every(15, "exchange.move_left", tasks.move_left)
        every(86_400, "exchange.forget_old_transfers", forget_old_transfers)
