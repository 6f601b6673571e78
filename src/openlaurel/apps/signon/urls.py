from django.urls import path

from openlaurel.apps.signon.views import arrive, entry, providers, saml

app_name = "signon"
urlpatterns = [
    path("sign-on", arrive.find, name="find"),
    path("sign-on/<slug:handle>/start", arrive.start, name="start"),
    path("sign-on/callback", arrive.callback, name="callback"),
    path("sign-on/<slug:handle>/saml/metadata", saml.metadata, name="saml-metadata"),
    path("sign-on/<slug:handle>/saml/answer", saml.answer, name="saml-answer"),
    path("sign-on/saml/<str:ticket>", saml.finish, name="saml-finish"),
    path("org/<slug:handle>/sign-on", entry.sign_on, name="sign-on"),
    path("org/<slug:handle>/sign-on/two-factor", entry.two_factor, name="two-factor"),
    path("org/<slug:handle>/sign-on/two-factor/end", entry.two_factor_end, name="two-factor-end"),
    path("org/<slug:handle>/sign-on/provider", providers.provider_set, name="provider-set"),
    path("org/<slug:handle>/sign-on/saml", providers.saml_set, name="saml-set"),
    path("org/<slug:handle>/sign-on/provider/remove", providers.provider_remove, name="provider-remove"),
    path("org/<slug:handle>/sign-on/require", providers.require, name="require"),
    path("org/<slug:handle>/sign-on/require/end", providers.require_end, name="require-end"),
]
