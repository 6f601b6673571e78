from django.urls import path

from openlaurel.apps.pages.views import choices, landing

app_name = "pages"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("language", choices.choose_language, name="language"),
    path("theme", choices.choose_theme, name="theme"),
]
