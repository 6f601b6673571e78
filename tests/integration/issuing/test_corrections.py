"""A badge is corrected at the same address; the file from before says what replaced it."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.core import mail
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing import personal_data
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, Correction, CorrectionRequest, Credential
from openlaurel.apps.issuing.queries import (
    award_url,
    claim_url,
    correction_reason,
    corrections_of,
    credential_bytes,
    open_request_of,
    resource_of,
    status_history,
)
from openlaurel.apps.issuing.services import (
    accept_award,
    correct_award,
    decline_correction,
    request_correction,
    revoke_award,
    wanted_of,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.apps.verifier import successors
from openlaurel.apps.verifier.services import verify
from openlaurel.core.openbadges import Result
from openlaurel.core.verification import Check, Report, Unavailable

pytestmark = pytest.mark.django_db
WHY = "The name was misspelt."


@pytest.fixture
def corrected(award: Award, now: datetime) -> Callable[..., Correction]:
    """Corrects the name of Ana Sousa's badge to "Ana de Sousa", or as the fields say."""

    def correct(**fields: Any) -> Correction:
        found = Award.objects.select_related("organisation", "version__achievement__organisation").get(
            pk=award.pk
        )
        wanted = replace(wanted_of(found), **(fields or {"recipient_name": "Ana de Sousa"}))
        return correct_award(
            award=found, wanted=wanted, reason=WHY, by=INSTALLATION, now=now + timedelta(hours=1)
        )

    return correct


def test_a_corrected_badge_keeps_its_address_and_names_the_right_person(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = credential_bytes(award)
    corrected()
    since = credential_bytes(award)
    later = now + timedelta(hours=2)
    assert orjson.loads(since)["id"] == orjson.loads(before)["id"] == award_url(award.id)
    assert verify(since, now=later, recipient="Ana de Sousa").verified
    assert verify(since, now=later, recipient="ana@learners.example").verified
    assert not verify(since, now=later, recipient="Ana Sousa").verified
    assert Credential.objects.filter(award=award, superseded_at=None).count() == 1
    award.refresh_from_db()
    assert (award.recipient_name, award.search_text) == (
        "Ana de Sousa",
        "ana de sousa ana@learners.example",
    )


def test_the_file_from_before_says_what_replaced_it_when_and_why(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = credential_bytes(award)
    assert verify(before, now=now).verified
    corrected()
    report = verify(before, now=now + timedelta(hours=2))
    status = report.check("status")
    assert not report.verified
    assert (status.outcome, status.reason) == ("fail", "superseded_because")
    day = (now + timedelta(hours=1)).date().isoformat()
    assert dict(status.params) == {"url": award_url(award.id), "date": day, "why": WHY}


def test_to_a_verifier_that_knows_only_lists_the_file_from_before_is_revoked(
    award: Award, corrected: Callable[..., Correction], verified: Callable[..., Report], now: datetime
) -> None:
    before = credential_bytes(award)
    corrected()
    assert verified(before, now + timedelta(hours=2)).check("status").reason == "revoked"
    assert verified(credential_bytes(award), now + timedelta(hours=2)).verified


def test_before_the_correction_the_file_counted(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = credential_bytes(award)
    corrected()
    then = verify(before, now=now + timedelta(days=1), at=now + timedelta(minutes=1))
    assert then.verified
    assert then.check("status").reason == "revoked_later"


def test_after_a_revocation_neither_file_counts_and_none_is_called_replaced(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = credential_bytes(award)
    corrected()
    later = now + timedelta(hours=2)
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=later)
    for document in (before, credential_bytes(award)):
        assert verify(document, now=later).check("status").reason == "revoked"
    entry = orjson.loads(before)["credentialStatus"]
    history = status_history(entry["statusListCredential"], int(entry["statusListIndex"]))
    assert history is not None
    assert [change.moment for change in history.changes] == [now + timedelta(hours=1)]


def test_a_revoked_badge_that_was_never_corrected_is_verified_once(
    award: Award, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)

    def again(*args: Any, **fields: Any) -> None:
        raise AssertionError("It was verified again.")

    monkeypatch.setattr(successors, "run", again)
    assert verify(credential_bytes(award), now=now).check("status").reason == "revoked"


def test_an_id_that_leads_to_a_picture_or_to_another_issuers_badge_replaces_nothing(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = orjson.loads(credential_bytes(award))
    corrected()
    later = now + timedelta(hours=2)
    revoked = verify(orjson.dumps(before), now=now, offline=True).with_check(
        Check("status", "fail", "revoked")
    )
    for change in ({"id": award_url(award.id) + ".png"}, {"issuer": "did:web:elsewhere.example"}):
        report = dataclasses.replace(revoked, credential=before | change)
        told = successors.tell_successor(
            report,
            own=resource_of,
            obtain=lambda need: resource_of(need.key) or Unavailable("Not here."),
            now=later,
            why=correction_reason,
        )
        assert told.check("status").reason == "revoked"


def test_after_a_change_of_address_the_file_from_before_says_so_too(
    award: Award,
    corrected: Callable[..., Correction],
    move_address: Callable[[str], None],
    now: datetime,
) -> None:
    before = credential_bytes(award)
    move_address("https://badges.harbour.example")
    corrected()
    status = verify(before, now=now + timedelta(hours=2)).check("status")
    assert (status.reason, status.params["url"]) == (
        "superseded_because",
        f"https://badges.harbour.example/awards/{award.id}",
    )


def test_the_reason_is_told_only_for_the_file_that_was_replaced(
    award: Award, corrected: Callable[..., Correction]
) -> None:
    before = orjson.loads(credential_bytes(award))["credentialStatus"]
    corrected()
    since = orjson.loads(credential_bytes(award))["credentialStatus"]
    assert correction_reason(before["statusListCredential"], int(before["statusListIndex"])) == WHY
    assert correction_reason(since["statusListCredential"], int(since["statusListIndex"])) == ""
    assert correction_reason("https://elsewhere.example/status/1", 1) == ""


def test_dates_are_corrected_and_the_record_says_what_they_were(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    day = now - timedelta(days=30)
    corrected(valid_from=day, valid_until=now + timedelta(days=365))
    award.refresh_from_db()
    assert award.awarded_at == award.valid_from == day.replace(microsecond=0)
    document = orjson.loads(credential_bytes(award))
    assert document["awardedDate"] == document["validFrom"] == day.strftime("%Y-%m-%dT%H:%M:%SZ")
    [item] = corrections_of(award)
    assert item.labels == "Date of issue, Valid until"
    assert (item.changes[1].before, item.changes[1].since != "No end") == ("No end", True)


def test_a_result_is_corrected(
    make_published: Callable[..., AchievementVersion], make_award: Callable[..., Award], now: datetime
) -> None:
    described = {"id": "quiz", "name": "Quiz", "result_type": "Percent", "value_min": "0", "value_max": "100"}
    version = make_published("graded", result_descriptions=(described,))
    award = make_award(version=version, results=[Result("quiz", value="75")])
    wanted = replace(wanted_of(award), results=(Result("quiz", value="95"),))
    correct_award(award=award, wanted=wanted, reason="Marked anew.", by=INSTALLATION, now=now)
    [result] = orjson.loads(credential_bytes(award))["credentialSubject"]["result"]
    assert result["value"] == "95"
    [change] = corrections_of(award)[0].changes
    assert (change.before, change.since) == ("Quiz: 75", "Quiz: 95")


def test_what_cannot_be_corrected_says_why_and_leaves_everything_as_it_is(
    award: Award, corrected: Callable[..., Correction], now: datetime
) -> None:
    before = credential_bytes(award)
    same = wanted_of(award)
    for wanted, reason, problem in (
        (same, WHY, "Nothing is different"),
        (replace(same, recipient_name=""), WHY, "Enter the recipient's name"),
        (replace(same, recipient_name="Bo"), " ", "Say why"),
        (replace(same, valid_until=same.valid_from), WHY, "must end after it begins"),
    ):
        with pytest.raises(InvalidAward, match=problem):
            correct_award(award=award, wanted=wanted, reason=reason, by=INSTALLATION, now=now)
    assert credential_bytes(award) == before
    revoke_award(award=award, reason="Wrong person.", by=INSTALLATION, now=now)
    with pytest.raises(NotPossibleNow, match="was revoked"):
        corrected()


def test_only_who_issues_for_the_organisation_corrects(
    award: Award, make_member: Callable[..., Account], make_account: Callable[..., Account], now: datetime
) -> None:
    wanted = replace(wanted_of(award), recipient_name="Bo")
    for account, refusal in ((make_member("reader"), NotAllowed), (make_account(), NotAMember)):
        with pytest.raises(refusal):
            correct_award(award=award, wanted=wanted, reason=WHY, by=Actor(account=account), now=now)


def test_the_holder_is_told_once_and_the_record_names_who_and_what_but_nobodys_name(
    award: Award,
    make_member: Callable[..., Account],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    ivo = make_member("issuer", name="Ivo Issuer")
    accept_award(award=award, show_name=True, now=now)
    deliver_events()
    mail.outbox.clear()
    wanted = replace(wanted_of(award), recipient_name="Ana de Sousa")
    correct_award(award=award, wanted=wanted, reason=WHY, by=Actor(account=ivo), now=now)
    deliver_events()
    [sent] = mail.outbox
    assert sent.to == ["ana@learners.example"]
    assert WHY in sent.body
    assert award_url(award.id) in sent.body
    event = Event.objects.get(kind="award.corrected")
    assert (event.actor_id, event.data["fields"]) == (ivo.id, ["recipient_name"])
    assert "Sousa" not in str(event.data)


def test_a_holder_asks_and_the_desk_corrects_what_is_filled_in_already(
    client: Client,
    award: Award,
    make_member: Callable[..., Account],
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    accept_award(award=award, show_name=True, now=now)
    token = claim_url(award).rpartition("/")[2]
    asking = f"/claim/{token}/correction"
    assert asking in client.get(f"/claim/{token}").content.decode()
    assert client.post(asking, {}).status_code == 422
    assert client.post(asking, {"wanted_name": "Ana de Sousa"}).status_code == 302
    assert client.post(asking, {"wanted_name": "Ana"}, follow=True).status_code == 200
    assert CorrectionRequest.objects.count() == 1
    issuer = signed_in(make_member("issuer"))
    inbox = issuer.get("/org/harbour/corrections").content.decode()
    assert "Ana de Sousa" in inbox
    page = f"/org/harbour/awards/{award.id}/correct"
    form = issuer.get(page)
    assert 'value="Ana de Sousa"' in form.content.decode()
    filled = {**form.context["form"].initial, "reason": WHY}
    response = issuer.post(page, {name: value for name, value in filled.items() if value is not None})
    assert response["Location"] == f"/org/harbour/awards/{award.id}"
    detail = issuer.get(response["Location"]).content.decode()
    assert "Ana de Sousa</bdi></ins>" in detail
    assert WHY in detail
    award.refresh_from_db()
    assert award.valid_from == now.replace(microsecond=0)
    assert open_request_of(award) is None
    assert CorrectionRequest.objects.get().state == "corrected"
    public = client.get(f"/awards/{award.id}").content.decode()
    assert "Corrected by the issuer on" in public
    assert 'data-verdict="verified"' in public


def test_a_declined_request_is_answered_by_mail(
    award: Award, deliver_events: Callable[[], None], now: datetime
) -> None:
    request = request_correction(award=award, wanted_name="", words="The date is wrong.", now=now)
    deliver_events()
    mail.outbox.clear()
    decline_correction(request=request, answer="It is the day of the exam.", by=INSTALLATION, now=now)
    deliver_events()
    [sent] = mail.outbox
    assert "It is the day of the exam." in sent.body
    with pytest.raises(NotPossibleNow, match="decided this request already"):
        decline_correction(request=request, answer="No.", by=INSTALLATION, now=now)


def test_another_organisations_badges_and_requests_are_not_found(
    award: Award,
    make_organisation: Callable[..., Profile],
    make_account: Callable[..., Account],
    signed_in: Callable[..., Client],
    now: datetime,
) -> None:
    request = request_correction(award=award, wanted_name="Eve", words="", now=now)
    eve = make_account()
    make_organisation("elsewhere", eve)
    client = signed_in(eve)
    assert client.get(f"/org/elsewhere/awards/{award.id}/correct").status_code == 404
    assert client.get(f"/org/elsewhere/corrections/{request.id}/decline").status_code == 404
    assert "Eve" not in client.get("/org/elsewhere/corrections").content.decode()


def test_erasing_takes_former_names_and_requests_with_it(
    award: Award,
    corrected: Callable[..., Correction],
    make_account: Callable[..., Account],
    now: datetime,
) -> None:
    corrected()
    request_correction(award=award, wanted_name="Ana", words="", now=now)
    ana = make_account("ana@learners.example")
    exported = personal_data.export(ana).sections
    assert [row["changes"]["recipient_name"] for row in exported["corrections"]] == [
        ["Ana Sousa", "Ana de Sousa"]
    ]
    personal_data.erase(ana, now)
    correction = Correction.objects.get()
    assert (correction.changes, correction.reason) == ({}, "")
    assert not CorrectionRequest.objects.exists()
