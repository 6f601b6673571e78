from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "openlaurel.apps.wallet"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.events.services import every, subscribe
        from openlaurel.apps.wallet import merging, personal_data, tasks
        from openlaurel.apps.wallet.services import check_due, forget_old_archives, forget_old_changes

        settle_merges("wallet", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("wallet", export=personal_data.export, erase=personal_data.erase)
        every(60, "wallet.check_due", check_due)
        every(86_400, "wallet.forget_old_changes", forget_old_changes)
        subscribe("wallet_archive.started", "wallet.archive", tasks.write_archive)
        subscribe("wallet_archive.resumed", "wallet.archive", tasks.write_archive)
        every(15, "wallet.write_left", tasks.write_left)
        every(86_400, "wallet.forget_old_archives", forget_old_archives)
