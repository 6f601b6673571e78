"""The page of a badge says what is true of the file that it hands out, and shows nobody who didn't agree."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import Definition, edit_draft, publish_version, start_version
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award, Credential, Mould
from openlaurel.apps.issuing.services import accept_award, decline_award, revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.core.openbadges import pour, unbake

FORMS = ("award-detail", "award-json", "award-png", "award-svg", "award-pdf")


def page_of(client: Client, award: Award) -> str:
    response = client.get(reverse("pages:award-detail", args=[award.id]))
    assert response.status_code == 200
    return response.content.decode()


def verdict_in(page: str) -> str:
    found = re.search(r'data-verdict="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_stranger_sees_with_no_click_that_a_badge_is_verified(client: Client, award: Award) -> None:
    page = page_of(client, award)

    assert verdict_in(page) == "verified"
    assert "Checked by this site on" in page
    assert "The file is unchanged" in page
    assert "It is not revoked" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "place", [b"Tide tables", b"validFrom", b"proofValue", b"identityHash", b"statusListIndex"]
)
def test_one_changed_byte_in_the_database_turns_the_page_red(
    client: Client, award: Award, place: bytes
) -> None:
    credential = Credential.objects.get(award=award)
    document, mould, content = credential.document, bytes(credential.mould.text), bytes(credential.content)
    # behind the key and `":"`, inside the value
    position = document.index(place) + (len(place) + 4 if place[:1].islower() else 3)
    digit = b"7" if document[position : position + 1] != b"7" else b"8"
    document = document[:position] + digit + document[position + 1 :]
    changed = [(mould[:n] + digit + mould[n + 1 :], content) for n in range(len(mould))] + [
        (mould, content[:n] + digit + content[n + 1 :]) for n in range(len(content))
    ]
    [(mould, content)] = [stored for stored in changed if pour(*stored) == document]
    Mould.objects.filter(pk=credential.mould_id).update(text=mould)
    Credential.objects.filter(pk=credential.pk).update(content=content)

    page = page_of(client, award)

    assert verdict_in(page) in {"failed", "unreadable"}
    assert 'class="verdict bad"' in page
    served = client.get(reverse("pages:award-json", args=[award.id]))
    assert served.content == bytes(document)


def test_the_file_of_another_badge_doesnt_pass_for_this_one(
    client: Client, award: Award, make_award: Callable[..., Award]
) -> None:
    other = make_award(recipient_name="Bo Berg", recipient_email="bo@learners.example")
    stored = Credential.objects.get(award=other)
    Credential.objects.filter(award=award).update(mould=stored.mould, content=stored.content)

    assert verdict_in(page_of(client, award)) == "unreadable"


def test_a_page_that_names_somebody_else_than_was_signed_turns_red(client: Client, award: Award) -> None:
    Award.objects.filter(pk=award.pk).update(recipient_name="Somebody Else")

    assert verdict_in(page_of(client, award)) == "other_person"


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/vc", "application/vc"),
        ("application/vc+ld+json, application/ld+json;q=0.9", "application/vc+ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("image/svg+xml,image/*;q=0.8", "image/svg+xml"),
    ],
)
def test_one_address_answers_people_and_programs(
    client: Client, award: Award, accept: str, answered: str
) -> None:
    response = client.get(reverse("pages:award-detail", args=[award.id]), headers={"accept": accept})

    assert response.headers["Content-Type"] == answered
    assert "Accept" in response.headers["Vary"]


def test_every_download_carries_the_stored_file(client: Client, award: Award) -> None:
    stored = bytes(Credential.objects.get(award=award).document)

    files = {form: client.get(reverse(f"pages:{form}", args=[award.id])) for form in FORMS[1:]}

    assert files["award-json"].content == stored
    assert unbake(files["award-png"].content).encode() == stored
    assert unbake(files["award-svg"].content).encode() == stored
    assert files["award-pdf"].content.startswith(b"%PDF-")
    assert "sandbox" in files["award-svg"].headers["Content-Security-Policy"]


def test_a_holder_who_didnt_agree_is_named_nowhere(client: Client, make_award: Callable[..., Award]) -> None:
    award = make_award(show_name=False)

    page = page_of(client, award)
    served = [client.get(reverse(f"pages:{form}", args=[award.id])).content for form in FORMS[1:4]]

    assert verdict_in(page) == "verified"
    for content in [page.encode(), *served]:
        assert b"Sousa" not in content
    assert 'content="noindex"' in page


def test_no_address_of_the_holder_is_in_anything_public(client: Client, award: Award) -> None:
    for form in FORMS:
        assert b"ana@" not in client.get(reverse(f"pages:{form}", args=[award.id])).content


@pytest.mark.parametrize("form", FORMS)
def test_a_badge_that_wasnt_accepted_is_closed_to_strangers(
    client: Client, make_award: Callable[..., Award], form: str, lately: datetime
) -> None:
    offered = make_award(accept=False)
    declined = decline_award(award=make_award(accept=False), now=lately)
    unknown = client.get(reverse(f"pages:{form}", args=[uuid4()]))

    for award in (offered, declined):
        response = client.get(reverse(f"pages:{form}", args=[award.id]))
        assert response.status_code == 404
        assert b"There is no public badge at this address" in response.content
        assert b"Tide tables" not in response.content
    assert unknown.status_code == 404
    assert b"There is no public badge at this address" in unknown.content


def test_a_holder_sees_an_offered_badge_and_the_way_to_accept_it(
    make_award: Callable[..., Award], holder: Account, signed_in: Callable[[Account], Client]
) -> None:
    award = make_award(accept=False, account=holder)

    page = page_of(signed_in(holder), award)

    assert "Only you see this page." in page
    assert "/claim/" in page


def test_a_badge_that_was_revoked_before_anybody_accepted_it_never_becomes_public(
    client: Client, make_award: Callable[..., Award], lately: datetime
) -> None:
    award = revoke_award(award=make_award(accept=False), reason="A mistake", by=INSTALLATION, now=lately)

    assert client.get(reverse("pages:award-detail", args=[award.id])).status_code == 404


def test_a_revoked_badge_says_so_on_top_with_reason_and_date(
    client: Client, award: Award, lately: datetime
) -> None:
    revoke_award(award=award, reason="Issued to the wrong person", by=INSTALLATION, now=lately)

    page = page_of(client, award)

    assert verdict_in(page) == "revoked"
    assert "Issued to the wrong person" in page
    assert "26 October 2026" in page
    assert client.get(reverse("pages:award-pdf", args=[award.id])).status_code == 410


def test_an_expired_badge_says_so(client: Client, make_award: Callable[..., Award], lately: datetime) -> None:
    award = make_award(valid_until=lately + timedelta(days=1))

    assert verdict_in(page_of(client, award)) == "expired"


def test_linkedin_gets_every_field_and_no_end_where_there_is_none(
    client: Client, award: Award, make_award: Callable[..., Award], lately: datetime
) -> None:
    ending = make_award(valid_until=lately + timedelta(days=400), recipient_email="bo@learners.example")

    def fields(page: str) -> dict[str, str]:
        found = re.search(r'href="(/awards/[^"]+/share/linkedin)"', page)
        assert found is not None
        there = urlsplit(client.get(found[1])["Location"])
        assert (there.scheme, there.netloc) == ("https", "www.linkedin.com")
        query = there.query
        return {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}

    endless = fields(page_of(client, award))
    assert endless == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Tide tables in practice",
        "organizationName": "Harbour Institute",
        "issueYear": "2026",
        "issueMonth": "10",
        "certUrl": f"http://127.0.0.1:8000/awards/{award.id}",
        "certId": code_of(award.id),
    }
    numbered = fields(page_of(client, ending))
    assert (numbered["expirationYear"], numbered["expirationMonth"]) == ("2027", "11")
    Profile.objects.filter(pk=award.organisation_id).update(linkedin_id="1337")
    by_number = fields(page_of(client, award))
    assert by_number["organizationId"] == "1337"
    assert "organizationName" not in by_number


def test_the_code_on_a_certificate_leads_to_the_page_however_it_is_typed(
    client: Client, award: Award, make_award: Callable[..., Award]
) -> None:
    offered = make_award(accept=False, recipient_email="bo@learners.example")
    code = code_of(award.id)

    for typed in (code, code.lower(), code.replace("-", "")):
        response = client.get(reverse("pages:award-short", args=[typed]))
        assert response.headers["Location"] == reverse("pages:award-detail", args=[award.id])
    for wrong in ("0000-0000-0000", "nonsense", code_of(offered.id)):
        assert client.get(reverse("pages:award-short", args=[wrong])).status_code == 404


def test_what_an_issuer_writes_cant_run_in_a_readers_browser(
    client: Client, make_published: Callable[..., AchievementVersion], make_award: Callable[..., Award]
) -> None:
    version = make_published(
        "sharp",
        description="</script><script>alert(1)</script>",
        criteria="<script>alert(2)</script>\n\n[a](javascript:alert(3)) [b](https://elsewhere.example/)",
    )
    page = page_of(client, make_award(version=version, narrative="<img src=x onerror=alert(4)>"))

    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<img src=x" not in page
    assert 'rel="nofollow noopener"' in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert data is not None
    assert json.loads(data[1])["description"] == "</script><script>alert(1)</script>"


def test_a_later_version_leaves_badges_of_the_earlier_one_as_they_were(
    client: Client, award: Award, published: AchievementVersion, definition: Definition, now: datetime
) -> None:
    draft = start_version(achievement=published.achievement, by=INSTALLATION, now=now)
    renamed = replace(definition, name="Tide tables, renewed")
    edit_draft(version=draft, definition=renamed, by=INSTALLATION, now=now)
    publish_version(version=draft, by=INSTALLATION, now=now)

    page = page_of(client, award)

    assert "Tide tables in practice" in page
    assert "renewed" not in page


def test_hiding_the_name_again_takes_it_off_the_page(client: Client, award: Award, lately: datetime) -> None:
    assert "Ana Sousa" in page_of(client, award)

    Award.objects.filter(pk=award.pk).update(show_name=False)

    assert "Ana Sousa" not in page_of(client, award)


def test_accepting_opens_the_page(client: Client, make_award: Callable[..., Award], lately: datetime) -> None:
    award = make_award(accept=False)
    assert client.get(reverse("pages:award-detail", args=[award.id])).status_code == 404

    accept_award(award=award, now=lately, show_name=True)

    assert "Ana Sousa" in page_of(client, award)
