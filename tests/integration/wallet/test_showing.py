"""Holders decide who sees their badges, those from here and those from elsewhere alike, and take it back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, credential_bytes
from openlaurel.apps.issuing.services import accept_award, claim_url, issue_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import ensure_person_profile
from openlaurel.apps.verifier.services import NotObtained, verify_upload, verify_url
from openlaurel.apps.wallet.held import held_badges
from openlaurel.apps.wallet.models import KeptBadge, ShowingChange
from openlaurel.apps.wallet.services import change_evidence, change_visibility, keep_file, undo_change
from openlaurel.core.openbadges import Evidence

SECRET = "https://films.example/my-passage"
FILES = ("award-json", "award-png", "award-svg")


@pytest.fixture
def own(ana: Account, published: object, now: datetime) -> Award:
    """A badge that Ana accepted under her name, with evidence."""
    award = issue_award(
        version=published,  # type: ignore[arg-type]
        recipient_name="Ana Lima",
        recipient_email=ana.email,
        account=ana,
        evidence=(Evidence(id=SECRET, name="My passage"),),
        by=INSTALLATION,
        now=now,
    )
    return accept_award(award=award, account=ana, show_name=True, now=now)


@pytest.fixture
def kept(ana: Account, now: datetime) -> KeptBadge:
    return keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)


def test_a_private_badge_says_nothing_of_itself_but_its_file_still_verifies(
    client: Client, own: Award, ana: Account, now: datetime
) -> None:
    file = credential_bytes(own)
    addresses = [
        award_url(own.pk).removeprefix("http://127.0.0.1:8000"),
        *(reverse(f"pages:{form}", args=[own.pk]) for form in (*FILES, "award-pdf", "award-sharing")),
        reverse("pages:award-short", args=[code_of(own.pk)]),
    ]
    profile = ensure_person_profile(account=ana, now=now)
    assert b"Ana Lima" in client.get("/profiles/harbour").content
    assert client.get(f"/profiles/{profile.handle}").status_code == 200

    change_visibility(account=ana, refs=[f"award:{own.pk}"], visibility="private", now=now)

    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert b"This badge is private" in answer.content
        assert b"Tide" not in answer.content
        assert b"Ana" not in answer.content
        assert b"Harbour" not in answer.content
    for form in ("award-card", "award-embed"):
        assert client.get(reverse(f"pages:{form}", args=[own.pk])).status_code == 404
    assert client.get(f"/api/v1/awards/{own.pk}").status_code == 404
    assert client.get("/oembed", {"url": award_url(own.pk)}).status_code == 404
    assert client.get(reverse("challenges:ask", args=[own.pk])).status_code == 404
    assert b"Ana Lima" not in client.get("/profiles/harbour").content
    assert client.get(f"/profiles/{profile.handle}").status_code == 404
    with pytest.raises(NotObtained, match="is private"):
        verify_url(award_url(own.pk), now=now)
    assert verify_upload(file, now=now).verified

    client.force_login(ana)
    page = client.get(addresses[0])
    assert page.status_code == 200
    assert "Others learn here no more than that it is private" in page.content.decode()


def test_a_badge_for_who_has_the_link_opens_and_stands_in_no_list(
    client: Client, own: Award, ana: Account, now: datetime
) -> None:
    change_visibility(account=ana, refs=[f"award:{own.pk}"], visibility="link", now=now)

    page = client.get(reverse("pages:award-detail", args=[own.pk]))

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex"
    assert b'content="noindex"' in page.content
    assert b"Ana Lima" not in client.get("/profiles/harbour").content


def test_hidden_evidence_is_in_nothing_that_strangers_get(
    client: Client, own: Award, kept: KeptBadge, ana: Account, now: datetime
) -> None:
    assert SECRET.encode() in client.get(reverse("pages:award-detail", args=[own.pk])).content
    refs = [f"award:{own.pk}", f"kept:{kept.pk}"]
    change_visibility(account=ana, refs=refs, visibility="public", now=now)

    change_evidence(account=ana, refs=refs, is_hidden=True, now=now)

    page = client.get(reverse("pages:award-detail", args=[own.pk]))
    assert page.status_code == 200
    assert b'data-verdict="verified"' in page.content
    for answer in (page, client.get(reverse("pages:award-embed", args=[own.pk]))):
        assert SECRET.encode() not in answer.content
    for form in FILES:
        assert client.get(reverse(f"pages:{form}", args=[own.pk])).status_code == 403
    asked = client.get(reverse("pages:award-detail", args=[own.pk]), headers={"accept": "application/vc"})
    assert asked.status_code == 403
    paper = client.get(reverse("pages:award-pdf", args=[own.pk])).content
    assert paper.startswith(b"%PDF")
    assert b"/EmbeddedFile" not in paper
    report = verify_url(award_url(own.pk), now=now)
    assert report.verified
    assert SECRET not in str(report.as_json())
    assert client.get(f"/kept/{kept.pk}").status_code == 200
    assert client.get(f"/kept/{kept.pk}/file").status_code == 403
    client.force_login(ana)
    assert SECRET.encode() in client.get(reverse("pages:award-json", args=[own.pk])).content


def test_many_are_changed_at_once_and_only_what_stayed_so_is_undone(
    own: Award, kept: KeptBadge, ana: Account, make_account: Callable[..., Account], now: datetime
) -> None:
    refs = [badge.ref for badge in held_badges(ana, now=now)]
    assert set(refs) == {f"award:{own.pk}", f"kept:{kept.pk}"}
    eve = make_account("eve@elsewhere.example")
    assert change_visibility(account=eve, refs=refs, visibility="private", now=now).before == {}

    change = change_visibility(account=ana, refs=refs, visibility="link", now=now)
    assert change.before == {f"award:{own.pk}": "public", f"kept:{kept.pk}": "private"}
    assert Event.objects.filter(kind="award.visibility_chosen", subject_id=str(own.pk)).count() == 1
    change_visibility(account=ana, refs=[f"kept:{kept.pk}"], visibility="public", now=now)

    assert undo_change(change=change, now=now) == 1
    own.refresh_from_db()
    kept.refresh_from_db()
    assert (own.visibility, kept.visibility) == ("public", "public")


def test_the_page_changes_all_that_are_listed_says_so_and_takes_it_back(
    client: Client, own: Award, kept: KeptBadge, ana: Account
) -> None:
    client.force_login(ana)
    nothing = client.post("/wallet/showing/change", {"decision": "link"})
    assert nothing.status_code == 422
    assert b"Choose at least one badge" in nothing.content

    page = client.post("/wallet/showing/change", {"all": "1", "decision": "link"}, follow=True)
    assert "2 badges were changed. Whoever has the link" in page.content.decode()
    away = client.post(
        "/wallet/showing/change", {"all": "1", "decision": "private", "next": "//evil.example"}
    )
    assert away["Location"].startswith("/wallet/showing?")

    change = ShowingChange.objects.get(value="private")
    client.post(f"/wallet/showing/{change.pk}/undo")
    own.refresh_from_db()
    assert own.visibility == "link"
    assert client.get("/wallet/showing?show=private").context["count"] == 0


def test_a_holder_without_an_account_decides_behind_the_link_of_the_mail(client: Client, own: Award) -> None:
    path = claim_url(own).removeprefix("http://127.0.0.1:8000")
    assert b"Hide the evidence" in client.get(path).content

    client.post(f"{path}/show", {"visibility": "private", "hides_evidence": "on"})

    own.refresh_from_db()
    assert (own.visibility, own.hides_evidence, own.show_name) == ("private", True, False)
