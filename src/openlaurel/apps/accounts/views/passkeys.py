"""Adding a passkey: allauth's page, but that devices keep it so that they find it by themselves."""

from typing import Any

from allauth.mfa.webauthn.views import AddWebAuthnView
from fido2.webauthn import ResidentKeyRequirement


class AddPasskeyView(AddWebAuthnView):
    """Without this, a passkey works only where it is asked for by name, which says whose it is."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        selection = context["js_data"]["creation_options"]["publicKey"]["authenticatorSelection"]
        selection["residentKey"] = ResidentKeyRequirement.PREFERRED
        return context


add = AddPasskeyView.as_view()
