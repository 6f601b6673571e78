from django.urls import path

from openlaurel.apps.signon.views import entry

app_name = "signon"
urlpatterns = [
    path("org/<slug:handle>/sign-on", entry.sign_on, name="sign-on"),
    path("org/<slug:handle>/sign-on/two-factor", entry.two_factor, name="two-factor"),
    path("org/<slug:handle>/sign-on/two-factor/end", entry.two_factor_end, name="two-factor-end"),
]
