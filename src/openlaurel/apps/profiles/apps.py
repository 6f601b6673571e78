from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "openlaurel.apps.profiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from openlaurel.apps.accounts.registry import hold_personal_data
        from openlaurel.apps.events.queries import name_subjects
        from openlaurel.apps.profiles import personal_data
        from openlaurel.apps.profiles.queries import trail

        name_subjects("account", trail.subject_accounts)
        name_subjects("profile", trail.subject_profiles)
        name_subjects("invitation", trail.subject_invitations)
        name_subjects("api_key", trail.subject_api_keys)
        hold_personal_data(
            "profiles",
            export=personal_data.export,
            erase=personal_data.erase,
            hindrances=personal_data.hindrances,
        )
