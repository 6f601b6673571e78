"""What a holder brings in is verified, is their own, and stays with them byte for byte."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.verifier.older import OlderIssuer
from tests.integration.wallet.badges import PIXEL, badge_by_key, badge_for
from tests.sites import Site
from tests.unit.core import legacy_issuers as old

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.verifier.outside import COPIES
from openlaurel.apps.verifier.services import VerifierError
from openlaurel.apps.wallet.errors import KeptAlready, NotABadge, NotYours, TooMany
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.services import (
    change_visibility,
    check_again,
    check_due,
    keep_file,
    keep_from_address,
    keeping,
    remove_badge,
)
from openlaurel.core.openbadges import bake_svg


def test_a_file_is_kept_byte_for_byte_with_the_report_of_its_verification(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    data = badge_for(foreign, image={"id": PIXEL, "type": "Image"})

    badge = keep_file(account=ana, data=data, now=now)

    badge.refresh_from_db()
    assert bytes(badge.content) == data
    assert (badge.name, badge.issuer, badge.verdict) == ("Knots", "Lighthouse College", "verified")
    assert badge.names_holder
    assert badge.has_picture
    assert badge.visibility == "private"
    assert bytes(badge.picture).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["svg", "jwt"])
def test_other_forms_are_kept_too(
    foreign: ForeignIssuer, make_account: Callable[..., Account], now: datetime, kind: str
) -> None:
    if kind == "svg":
        holder = make_account("ana@learners.example")
        picture = (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
        )
        data = bake_svg(picture, badge_for(foreign).decode())
    else:
        holder, data = make_account("bo@learners.example"), foreign.jwt().encode()

    if kind == "svg":
        badge = keep_file(account=holder, data=data, now=now)
        assert (badge.kind, badge.has_picture) == ("svg", True)
    else:
        # It names its holder by name only, which isn't an address of the account.
        with pytest.raises(NotYours):
            keep_file(account=holder, data=data, now=now)


def test_a_badge_of_an_older_version_is_fetched_from_its_page(
    older: OlderIssuer, ana: Account, now: datetime
) -> None:
    badge = keep_from_address(account=ana, url=older.url(old.BADGE), now=now)

    assert (badge.name, badge.issuer) == ("Tide tables in practice", "Old Harbour")
    assert badge.source_url == older.url(old.BADGE)
    assert badge.verdict == "verified"


def test_another_persons_badge_is_refused(
    foreign: ForeignIssuer, make_account: Callable[..., Account], now: datetime
) -> None:
    eve = make_account("eve@elsewhere.example", name="Ana Lima")

    with pytest.raises(NotYours, match="Add that address"):
        keep_file(account=eve, data=badge_for(foreign), now=now)
    assert not KeptBadge.objects.exists()


def test_an_address_that_was_never_confirmed_proves_nothing(
    foreign: ForeignIssuer, make_account: Callable[..., Account], now: datetime
) -> None:
    claimed = make_account("ana@learners.example", verified=False)

    with pytest.raises(NotYours):
        keep_file(account=claimed, data=badge_for(foreign), now=now)


def test_a_badge_that_was_changed_is_refused_with_what_is_wrong(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    data = badge_for(foreign).replace(b"Knots", b"Ropes")

    with pytest.raises(NotABadge, match="The signature doesn't hold"):
        keep_file(account=ana, data=data, now=now)


def test_what_is_no_badge_is_refused(ana: Account, now: datetime) -> None:
    with pytest.raises((VerifierError, NotABadge)):
        keep_file(account=ana, data=b'{"hello": 1}', now=now)
    with pytest.raises(VerifierError, match="PDF"):
        keep_file(account=ana, data=b"%PDF-1.7 ...", now=now)


def test_a_badge_issued_here_needs_no_keeping(award: Award, ana: Account, now: datetime) -> None:
    with pytest.raises(KeptAlready):
        keep_file(account=ana, data=credential_bytes(award), now=now)


def test_a_badge_that_names_nobody_is_kept_but_never_shown(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    document = foreign.unsigned()
    del document["credentialSubject"]["identifier"]
    document["credentialSubject"]["id"] = "did:example:somebody"
    badge = keep_file(
        account=ana, data=foreign.badge(credentialSubject=document["credentialSubject"]), now=now
    )

    assert not badge.names_holder
    change = change_visibility(account=ana, refs=[f"kept:{badge.pk}"], visibility="public", now=now)
    badge.refresh_from_db()
    assert (badge.visibility, change.before, change.refused) == ("private", {}, 1)


def test_the_same_badge_again_takes_the_place_of_the_earlier_file(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    first = keep_file(account=ana, data=badge_for(foreign), now=now)
    change_visibility(account=ana, refs=[f"kept:{first.pk}"], visibility="link", now=now)
    again = keep_file(account=ana, data=badge_for(foreign, name="Knots and bends"), now=now)

    assert again.pk == first.pk
    assert (again.name, again.visibility) == ("Knots and bends", "link")
    assert KeptBadge.objects.count() == 1


def test_a_full_wallet_says_so(
    foreign: ForeignIssuer, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_BADGES", 1)
    keep_file(account=ana, data=badge_for(foreign), now=now)
    keep_file(account=ana, data=badge_for(foreign), now=now)

    with pytest.raises(TooMany):
        keep_file(account=ana, data=badge_for(foreign, index=8), now=now)


def test_what_no_database_can_hold_does_no_harm(
    foreign: ForeignIssuer, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.loads(badge_for(foreign))
    document["credentialSubject"]["achievement"]["name"] = "Kn\0ots"
    del document["proof"]
    monkeypatch.setattr(foreign, "unsigned", lambda index: document)

    badge = keep_file(account=ana, data=foreign.jwt().encode(), now=now)

    badge.refresh_from_db()
    assert badge.name == "Knots"
    assert json.loads(badge.document)["credentialSubject"]["achievement"]["name"] == "Kn\0ots"


def test_a_worker_verifies_again_and_finds_what_was_revoked_since(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    badge = keep_file(account=ana, data=badge_for(foreign), now=now)
    foreign.publish_list(revoked=[7])

    assert check_due(now + timedelta(hours=1)) == 0
    later = now + timedelta(days=1, minutes=1)
    COPIES.clear()
    assert check_due(later) == 1

    badge.refresh_from_db()
    assert (badge.verdict, badge.checked_at) == ("revoked", later)
    assert check_due(later) == 0


def test_an_issuer_that_cannot_be_reached_is_neither_fine_nor_revoked(
    foreign: ForeignIssuer, site: Site, ana: Account, now: datetime
) -> None:
    badge = keep_file(account=ana, data=badge_for(foreign), now=now)
    site.pages.clear()
    COPIES.clear()
    check_due(now + timedelta(days=2))

    badge.refresh_from_db()
    assert badge.verdict == "unknown"
    assert badge.name == "Knots"


def test_once_the_address_is_no_longer_ones_own_nobody_else_sees_the_badge(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    badge = keep_file(account=ana, data=badge_for(foreign), now=now)
    change_visibility(account=ana, refs=[f"kept:{badge.pk}"], visibility="public", now=now)
    EmailAddress.objects.filter(user=ana).update(verified=False)

    badge.refresh_from_db()
    badge = check_again(badge=badge, now=now + timedelta(hours=1))

    assert (badge.names_holder, badge.visibility, badge.verdict) == (False, "private", "verified")


def test_a_removed_badge_is_gone(foreign: ForeignIssuer, ana: Account, now: datetime) -> None:
    badge = keep_file(account=ana, data=badge_for(foreign), now=now)

    remove_badge(badge=badge, now=now)

    assert not KeptBadge.objects.exists()


def test_on_the_site_a_badge_is_brought_in_shown_taken_back_and_removed(
    client: Client, ana: Account, now: datetime
) -> None:
    client.force_login(ana)
    data = badge_by_key(now, "ana@learners.example", "Splicing")
    answer = client.post("/wallet/add", {"file": SimpleUploadedFile("badge.json", data)}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Splicing" in page
    assert 'data-verdict="verified"' in page
    badge = KeptBadge.objects.get()
    stranger = Client()
    assert stranger.get(f"/kept/{badge.pk}").status_code == 404
    assert stranger.get(f"/kept/{badge.pk}/file").status_code == 404

    choice = {"badge": f"kept:{badge.pk}", "next": f"/wallet/badges/{badge.pk}"}
    answer = client.post("/wallet/showing/change", choice | {"decision": "link"}, follow=True)
    assert "Undo" in answer.content.decode()
    assert "Splicing" in answer.content.decode()
    shown = stranger.get(f"/kept/{badge.pk}")
    assert shown.status_code == 200
    assert shown["X-Robots-Tag"] == "noindex"
    assert "Splicing" in shown.content.decode()
    assert "ana@" not in re.sub(r"&quot;.*?&quot;", "", shown.content.decode())
    file = stranger.get(f"/kept/{badge.pk}/file")
    assert file.content == data
    assert "attachment" in file["Content-Disposition"]

    client.post("/wallet/showing/change", choice | {"decision": "private"})
    assert stranger.get(f"/kept/{badge.pk}").status_code == 404

    answer = client.post(f"/wallet/badges/{badge.pk}/check", follow=True)
    assert "Verified again" in answer.content.decode()
    answer = client.post(f"/wallet/badges/{badge.pk}/remove", follow=True)
    assert "no longer in your wallet" in answer.content.decode()
    assert not KeptBadge.objects.exists()


def test_what_cannot_be_kept_is_told_at_its_field(client: Client, ana: Account) -> None:
    client.force_login(ana)

    empty = client.post("/wallet/add", {})
    assert empty.status_code == 422
    assert "Choose the badge" in empty.content.decode()
    wrong = client.post("/wallet/add", {"file": SimpleUploadedFile("cv.pdf", b"%PDF-1.7")})
    assert wrong.status_code == 422
    assert "PDF" in wrong.content.decode()
    local = client.post("/wallet/add", {"url": "http://127.0.0.1:9/badge"})
    assert local.status_code == 422
    assert "aria-invalid" in local.content.decode()
