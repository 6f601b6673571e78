"""Two accounts of one person become one: all that refers to the one then refers to the other, or nothing changes.

What refers to an account is found by walking the models, so that no table can be forgotten; apps only make way where a
row of both can't stand beside each other (`registry.settle_merges`).
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account, MergedAccount, MergeOffer
from openlaurel.apps.accounts.registry import Foreseen, settlements
from openlaurel.apps.accounts.services.personal_data import end_sessions
from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing.services import MailDraft, queue_mail

OFFERED_FOR = timedelta(minutes=30)
Relation = tuple[type[models.Model], "models.ForeignKey[Any, Any]"]


class CannotMerge(Exception):
    """These two can't become one yet; `reasons` are sentences that say why and what to do."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def offer_merge(*, account: Account, now: datetime) -> str:
    """This function will note that `account` is to take another one in, and return the secret for this browser alone.

    Whoever calls it has made sure just now that its person is there. An offer made before counts no more.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        MergeOffer.objects.filter(account=account).delete()
        MergeOffer.objects.filter(expires_at__lte=now).delete()
        MergeOffer.objects.create(secret_hash=_hash(secret), account=account, expires_at=now + OFFERED_FOR)
    return secret


def offering_account(secret: str, *, now: datetime) -> Account | None:
    """This function will return the account that `secret` of this browser lets take another one in, else None."""
    rows = MergeOffer.objects.filter(secret_hash=_hash(secret), expires_at__gt=now, account__is_active=True)
    offer = rows.select_related("account").first()
    return offer.account if offer else None


def foresee_merge(*, source: Account, target: Account) -> Foreseen:
    """This function will say what merging `source` into `target` would mean; nothing changes."""
    seen = [settlement.foresee(source, target) for settlement in reversed(settlements())]
    return Foreseen(
        moves=[line for one in seen for line in one.moves],
        stays=[line for one in seen for line in one.stays],
        hindrances=[line for one in seen for line in one.hindrances],
    )


def merge_accounts(*, source: Account, secret: str, now: datetime) -> Account:
    """This function will merge `source`, whose person asks for it, into the account that offered it by `secret`.

    All in one transaction: every row of the source becomes the target's, and the source is gone. Returns the target.
    Raises CannotMerge with nothing changed.
    """
    with transaction.atomic():
        target = offering_account(secret, now=now)
        if target is None or target.pk == source.pk:
            raise CannotMerge([])
        locked = Account.objects.select_for_update().in_bulk(sorted([source.pk, target.pk]))
        source, target = locked[source.pk], locked[target.pk]
        if reasons := foresee_merge(source=source, target=target).hindrances:
            raise CannotMerge(reasons)
        addresses = {source.email.lower(), *_addresses(source)}
        MergeOffer.objects.filter(account__in=[source, target]).delete()
        for settlement in settlements():
            if settlement.settle is not None:
                settlement.settle(source, target, now)
        for model, field in relations():
            _rows(model, field, source).update(**{field.name: target})
        _take_over(source, target)
        MergedAccount.objects.create(id=source.pk, into=target, merged_at=now)
        end_sessions(source.pk, addresses)
        record_event(
            kind="account.merged",
            subject=("account", target.pk),
            now=now,
            actor_id=target.pk,
            data={"former": str(source.pk)},
        )
        _tell(source, target, now)
        _remove(source)
    return target


def relations() -> Iterator[Relation]:
    """This function will yield every model with each of its fields that refers to an account, whatever app it is of."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Account:
                yield model, field


def _rows(model: type[models.Model], field: Any, account: Account) -> models.QuerySet[Any]:
    return model._base_manager.filter(**{field.name: account})


def _take_over(source: Account, target: Account) -> None:
    """What the account that stays hasn't said itself, it takes from the other; whoever runs the site still does."""
    target.name = target.name or source.name
    target.language = target.language or source.language
    target.is_operator = target.is_operator or source.is_operator
    target.save(update_fields=["name", "language", "is_operator"])


def _remove(source: Account) -> None:
    """Only what is empty: a row that still refers to it would be deleted with it, or lose whom it is about."""
    left = [f"{m._meta.label}.{f.name}" for m, f in relations() if _rows(m, f, source).exists()]
    if left:
        raise RuntimeError(f"These still refer to the account that goes: {', '.join(left)}.")
    source.delete()


def _tell(source: Account, target: Account, now: datetime) -> None:
    """Both mailboxes, so that neither account goes in silence."""
    with override(target.language or settings.LANGUAGE_CODE):
        words = {"gone": source.email, "kept": target.email, "url": settings.OPENLAUREL_URL}
        for to in sorted({source.email, target.email}):
            text, html = (render_to_string(f"accounts/mail/merged.{part}", words) for part in ("txt", "html"))
            draft = MailDraft(
                key=f"accounts.merged:{source.pk}:{to}",
                kind="accounts.account",
                to=to,
                subject=_("Two accounts were merged"),
                text=text,
                html=html,
                language=get_language() or "",
            )
            queue_mail(draft, now=now)


def _addresses(account: Account) -> set[str]:
    return {
        address.lower()
        for address in EmailAddress.objects.filter(user=account).values_list("email", flat=True)
    }


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
