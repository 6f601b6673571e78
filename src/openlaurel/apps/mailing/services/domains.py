"""Senders of an organisation's own: their keys, and the signatures of their mails."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings

from openlaurel.adapters.dns_records import text_records
from openlaurel.adapters.sealing import seal, unseal
from openlaurel.apps.mailing.models import SenderDomain
from openlaurel.core.mail import ascii_address
from openlaurel.core.mail.dkim import public_record, sign_mail
from openlaurel.core.mail.domains import DomainFinding, check_dkim, check_dmarc, check_spf

PURPOSE = "mail signing key"
Sign = Callable[[bytes], bytes]


def set_sender(*, organisation_id: UUID, name: str, address: str, now: datetime) -> SenderDomain:
    """This function will keep the sender of an organisation with a new key; it counts once its DNS was checked.

    Mails are signed with RSA, since large receivers don't check Ed25519 yet. The caller checks who may.
    """
    key = generate_private_key(public_exponent=65537, key_size=2048)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    sender, _ = SenderDomain.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={
            "name": name,
            "address": ascii_address(address).lower(),
            "selector": f"openlaurel-{secrets.token_hex(4)}",
            "key": seal(der, key=settings.INSTALLATION.key, purpose=PURPOSE),
            "created_at": now,
            "verified_at": None,
            "lost_at": None,
            "checked_at": None,
            "findings": [],
        },
    )
    return sender


def examine(sender: SenderDomain, *, above: str = "") -> list[DomainFinding]:
    """This function will ask the DNS what it holds for `sender`, whose domain may lie below `above`.

    A policy of the domain above holds where there is none below (RFC 7489 6.6.3). Raises DnsUnavailable.
    """
    envelope = ascii_address(settings.MAIL_RETURN or settings.DEFAULT_FROM_EMAIL).rpartition("@")[2]
    dmarc = f"_dmarc.{sender.domain}"
    policies = text_records(dmarc)
    if not policies and above and above != sender.domain:
        policies = text_records(f"_dmarc.{above}")
    return [
        check_dkim(sender.key_place, text_records(sender.key_place), wanted=record_of(sender)),
        check_dmarc(dmarc, policies),
        check_spf(envelope, text_records(envelope)),
    ]


def record_of(sender: SenderDomain) -> str:
    """This function will return the TXT record that belongs at the sender's `key_place`."""
    return public_record(_opened(bytes(sender.key)))


def stop_senders(*, organisation_id: UUID, domain: str, now: datetime) -> None:
    """This function will let mails of an organisation leave in the site's name that left in that of `domain` or below."""
    sender = SenderDomain.objects.select_for_update().filter(pk=organisation_id).first()
    if sender is not None and sender.verified_at and f".{sender.domain}".endswith(f".{domain}"):
        sender.verified_at, sender.lost_at = None, now
        sender.save(update_fields=["verified_at", "lost_at"])


def sender_of(organisation_id: UUID | None) -> SenderDomain | None:
    """This function will return the sender in whose name an organisation's mails leave, or None for the site's."""
    if organisation_id is None:
        return None
    return SenderDomain.objects.filter(organisation_id=organisation_id, verified_at__isnull=False).first()


def signing(sender: SenderDomain, *, now: datetime) -> Sign:
    """This function will return what signs a message for the sender's domain."""
    key = _opened(bytes(sender.key))

    def sign(message: bytes) -> bytes:
        return sign_mail(
            message, domain=sender.domain, selector=sender.selector, key=key, signed_at=int(now.timestamp())
        )

    return sign


@lru_cache(maxsize=64)
def _opened(sealed: bytes) -> RSAPrivateKey:
    key = load_der_private_key(unseal(sealed, key=settings.INSTALLATION.key, purpose=PURPOSE), None)
    assert isinstance(key, RSAPrivateKey)
    return key
