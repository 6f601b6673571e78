"""How a second factor behaves here, told to django-allauth: secrets are sealed, changes stand in the audit trail."""

import base64
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.adapters.sealing import seal, unseal
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event

PURPOSE = "second factor"


class TwoFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes as allauth sees them, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy("Confirm the addresses that you have first."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes stand in for an app or a passkey. Set one of them up first."
        ),
        "incorrect_code": gettext_lazy(
            "This isn't right, or was used already. Wait for the next code, or use another way."
        ),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        sealed = seal(text.encode(), key=settings.INSTALLATION.key, purpose=PURPOSE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal(sealed, key=settings.INSTALLATION.key, purpose=PURPOSE).decode()

    def build_totp_svg(self, url: str) -> str:
        """Black on white in either theme, since cameras read no other."""
        code = segno.make(url, micro=False)
        return str(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True))

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": f"OpenLaurel, {urlsplit(settings.OPENLAUREL_URL).hostname}"}


def record_added(sender: Any, instance: Authenticator, created: bool, **rest: Any) -> None:
    if created:
        _record("account.second_factor_added", instance)


def record_removed(sender: Any, instance: Authenticator, **rest: Any) -> None:
    _record("account.second_factor_removed", instance)


def _record(kind: str, authenticator: Authenticator) -> None:
    """By the rows and not by allauth's news of them, which come when the transaction is over already."""
    request = context.request
    actor = request.user.pk if request is not None and request.user.is_authenticated else None
    with transaction.atomic():
        record_event(
            kind=kind,
            subject=("account", authenticator.user_id),
            now=timezone.now(),
            actor_id=actor,
            data={"type": str(authenticator.type)},
        )
