from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "openlaurel.apps.portfolio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data, settle_merges
        from openlaurel.apps.portfolio import merging, personal_data

        settle_merges("portfolio", foresee=merging.foresee, settle=merging.settle, of=merging.OF)
        hold_personal_data("portfolio", export=personal_data.export, erase=personal_data.erase)
