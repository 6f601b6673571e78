from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "openlaurel.apps.portfolio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.portfolio import personal_data

        hold_personal_data("portfolio", export=personal_data.export, erase=personal_data.erase)
