from django.urls import path

from openlaurel.apps.exchange.description import BASE
from openlaurel.apps.exchange.views import api, connections, oauth, platforms

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
    path("wallet/connections", connections.connection_list, name="connection-list"),
    path("wallet/connections/<uuid:connection_id>", connections.connection_detail, name="connection-detail"),
    path("wallet/connections/<uuid:connection_id>/go", connections.connection_go, name="connection-go"),
    path("wallet/connections/<uuid:connection_id>/back", connections.connection_back, name="connection-back"),
    path(
        "wallet/connections/<uuid:connection_id>/fetch", connections.connection_fetch, name="connection-fetch"
    ),
    path("wallet/connections/<uuid:connection_id>/send", connections.connection_send, name="connection-send"),
    path("wallet/connections/<uuid:connection_id>/end", connections.connection_end, name="connection-end"),
    path("wallet/transfers/<uuid:transfer_id>", connections.transfer_detail, name="transfer-detail"),
    path("wallet/transfers/<uuid:transfer_id>/change", connections.transfer_change, name="transfer-change"),
    path("about/platforms", platforms.about, name="about"),
]
