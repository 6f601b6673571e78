from django.urls import path

from openlaurel.apps.exchange.description import BASE
from openlaurel.apps.exchange.views import api, oauth, platforms

app_name = "exchange"
_base = BASE.removeprefix("/")
urlpatterns = [
    path(f"{_base}/discovery", api.discovery, name="discovery"),
    path(f"{_base}/credentials", api.credentials, name="credentials"),
    path(f"{_base}/profile", api.profile, name="profile"),
    path(f"{_base}/register", oauth.register, name="register"),
    path(f"{_base}/authorize", oauth.authorize, name="authorize"),
    path(f"{_base}/token", oauth.token, name="token"),
    path(f"{_base}/revoke", oauth.revoke, name="revoke"),
    path("wallet/platforms", platforms.platform_list, name="platform-list"),
    path("wallet/platforms/<uuid:platform_id>/end", platforms.platform_end, name="platform-end"),
    path("about/platforms", platforms.about, name="about"),
]
