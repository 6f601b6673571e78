"""Where everything is. Each app brings its own addresses; the standards keep theirs."""

from django.conf import settings
from django.urls import include, path

from openlaurel.web.api import api
from openlaurel.web.health import healthz

urlpatterns = [
    path("", include("openlaurel.apps.pages.urls")),
    path("", include("openlaurel.apps.exchange.urls")),
    path("", include("openlaurel.apps.portfolio.urls")),
    path("", include("openlaurel.apps.wallet.urls")),
    path("", include("openlaurel.apps.challenges.urls")),
    path("", include("openlaurel.apps.moves.urls")),
    path("", include("openlaurel.apps.verifier.urls")),
    path("", include("openlaurel.apps.figures.urls")),
    path("", include("openlaurel.apps.webhooks.urls")),
    path("", include("openlaurel.apps.desk.urls")),
    path("", include("openlaurel.apps.offers.urls")),
    path("", include("openlaurel.apps.certificates.urls")),
    path("", include("openlaurel.apps.programmes.urls")),
    path("", include("openlaurel.apps.issuing.urls")),
    path("", include("openlaurel.apps.learning.urls")),
    path("", include("openlaurel.apps.assessment.urls")),
    path("", include("openlaurel.apps.letters.urls")),
    path("", include("openlaurel.apps.catalog.urls")),
    path("", include("openlaurel.apps.signon.urls")),
    path("", include("openlaurel.apps.profiles.urls")),
    path("", include("openlaurel.apps.accounts.urls")),
    path("", include("openlaurel.apps.mailing.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("api/v1/", api.urls),
    path("healthz", healthz, name="healthz"),
]
if settings.OPENLAUREL_VC_API:
    urlpatterns.append(path("", include("openlaurel.apps.vcapi.urls")))

handler400 = "openlaurel.web.errors.bad_request"
handler403 = "openlaurel.web.errors.forbidden"
handler404 = "openlaurel.web.errors.not_found"
handler500 = "openlaurel.web.errors.server_error"
