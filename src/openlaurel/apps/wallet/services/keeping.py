"""Taking badges from elsewhere into a wallet: verified first, whole, and only one's own."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.issuing.queries import read_identifier
from openlaurel.apps.verifier.presenting import said_by
from openlaurel.apps.verifier.reading import kind_of
from openlaurel.apps.verifier.services import obtain_badge, verify_upload
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.verifier.words import in_words
from openlaurel.apps.wallet.errors import KeptAlready, NotABadge, NotYours, TooMany
from openlaurel.apps.wallet.models import KeptBadge, Source
from openlaurel.apps.wallet.pictures import picture_in
from openlaurel.apps.wallet.reports import text_of
from openlaurel.apps.wallet.services.checking import next_check, verdict_kind
from openlaurel.apps.wallet.services.holders import DIFFERS, MATCHES, compared
from openlaurel.core.openbadges.legacy import NotAnAssertion, read_moment
from openlaurel.core.verification import Report, is_older_badge

MOST_BADGES = 2_000
# A badge of these verdicts isn't kept: it isn't what its issuer signed, or it isn't a badge.
REFUSED = frozenset({"failed", "unreadable"})


def keep_file(*, account: Account, data: bytes, now: datetime) -> KeptBadge:
    """This function will verify a badge's file and keep it, byte for byte, in the wallet of `account`.

    The same badge brought in again takes the place of the earlier file. Raises VerifierError when nothing can be read,
    and WalletError when it isn't kept.
    """
    return _keep(account, data, Source.FILE, "", now)[0]


def keep_from_address(*, account: Account, url: str, now: datetime) -> KeptBadge:
    """This function will fetch the badge at an address, or at the one that the page there names, and keep it.

    Raises what `keep_file` raises.
    """
    return _keep(account, obtain_badge(url), Source.ADDRESS, url.strip()[:2000], now)[0]


def keep_pushed(*, account: Account, data: bytes, platform: str, now: datetime) -> tuple[KeptBadge, bool]:
    """This function will keep a badge that another platform sends for `account`, and say whether it is a new one.

    Raises what `keep_file` raises, and NotABadge for pictures and badges of older versions.
    """
    if kind_of(data) not in {"json", "jwt"}:
        raise NotABadge(_("A badge is sent as JSON or as a JWT."))
    if is_older_badge(data):
        raise NotABadge(_("Only badges of Open Badges 3.0 are sent this way."))
    return _keep(account, data, Source.PLATFORM, platform[:2000], now)


def remove_badge(*, badge: KeptBadge, now: datetime) -> None:
    """This function will take a badge out of the wallet for good; its issuer's own copy stays as it is."""
    with transaction.atomic():
        _record("kept_badge.removed", badge, now)
        badge.delete()


def _keep(account: Account, data: bytes, source: Source, url: str, now: datetime) -> tuple[KeptBadge, bool]:
    """The badge as it is kept, and whether it wasn't before."""
    report = verify_upload(data, now=now)
    _check_kind(report)
    document = report.credential or {}
    if read_identifier(str(document.get("id", ""))) is not None:
        raise KeptAlready(
            _(
                "This badge was issued here. It is in your wallet once you confirm the address that it was sent to."
            )
        )
    report = compared(report, account)
    names_holder = _names_holder(report)
    said = said_by(report)
    assert said is not None
    lines, text = text_of(report)
    picture = picture_in(data, document)
    values = {
        "content": data,
        "kind": kind_of(data),
        "picture": picture or b"",
        "has_picture": picture is not None,
        "source": source,
        "source_url": url,
        "name": _line(said.name) or _("A badge without a name"),
        "issuer": _line(said.issuer or said.issuer_id),
        "issued_at": _issued_at(document),
        "is_older": report.check("format").reason == "readable_legacy",
        "names_holder": names_holder,
        "verdict": verdict_kind(report),
        "report": lines,
        "document": text,
        "checked_at": now,
        "due_at": next_check(report, now),
    }
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        identifier = _identifier(document, data)
        badge = KeptBadge.objects.filter(account=account, identifier=identifier).first()
        is_new = badge is None
        if badge is None:
            if KeptBadge.objects.filter(account=account).count() >= MOST_BADGES:
                raise TooMany(
                    _("A wallet holds %(count)s badges. Remove one first.") % {"count": MOST_BADGES}
                )
            badge = KeptBadge(account=account, identifier=identifier, added_at=now)
        for name, value in values.items():
            setattr(badge, name, value)
        if not names_holder:
            badge.visibility = Visibility.PRIVATE
        badge.save()
        _record("kept_badge.added", badge, now, {"source": str(source)})
    return badge, is_new


def _check_kind(report: Report) -> None:
    verdict = verdict_of(report)
    if verdict.kind not in REFUSED:
        return
    failed = next(line for line in in_words(report) if line.outcome == "fail")
    raise NotABadge(
        _("It isn't kept, since it doesn't hold. %(title)s: %(detail)s")
        % {"title": failed.title, "detail": failed.detail}
    )


def _names_holder(report: Report) -> bool:
    """Whether the badge names a confirmed address of the account; raises NotYours when it names another one."""
    reason = report.check("recipient").reason
    if reason == DIFFERS:
        raise NotYours(
            _(
                "This badge was issued to an address that isn't among your confirmed ones. Add that address under your "
                "account, confirm it, and bring the badge in again."
            )
        )
    return reason == MATCHES


def _identifier(document: Mapping[str, Any], data: bytes) -> str:
    identifier, issuer = document.get("id"), document.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    if isinstance(identifier, str) and identifier:
        data = f"{issuer}\n{identifier}".encode()
    return hashlib.sha256(data).hexdigest()


def _issued_at(document: Mapping[str, Any]) -> datetime | None:
    """When it was issued, where it says so by a moment of its own version."""
    try:
        if "issuedOn" in document:
            return read_moment(document, "issuedOn")
        return parse_datetime(str(document.get("validFrom") or document.get("issuanceDate") or ""))
    except (NotAnAssertion, ValueError):
        return None


def _line(text: str) -> str:
    """One line of the badge's own words; a NUL is nothing that a database keeps."""
    return " ".join(text.replace("\0", "").split())[:500]


def _record(kind: str, badge: KeptBadge, now: datetime, data: dict[str, str] | None = None) -> None:
    record_event(
        kind=kind, subject=("kept_badge", badge.pk), now=now, actor_id=badge.account_id, data=data or {}
    )
