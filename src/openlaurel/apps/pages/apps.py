from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "openlaurel.apps.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.events.services import every
        from openlaurel.apps.pages import cards

        every(86_400, "remove old cards", cards.remove_old_cards)
        hold_personal_data("pages", export=None, erase=cards.erase_cards)
