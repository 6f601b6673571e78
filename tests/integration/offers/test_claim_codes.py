"""Claim codes: made, used within their window and limit, decided on, and safe from guessing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import erase_account
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.services import archive_achievement, decide_duplicates
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.models import ClaimCode, Redemption, RedemptionState
from openlaurel.apps.offers.queries import find_code
from openlaurel.apps.offers.services import (
    Terms,
    approve_redemption,
    change_claim_code,
    confirm_redemption,
    decline_redemption,
    forget_unconfirmed,
    issue_approved,
    redeem_code,
    stop_claim_code,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

DAY = timedelta(days=1)


def ask(claim_code: ClaimCode, now: datetime, email: str = "ana@learners.example") -> Redemption:
    return redeem_code(claim_code=claim_code, name="Ana Sousa", email=email, now=now)


def link_in_mail() -> str:
    found = re.search(r"https?://[^/\s]+(/c/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_code_has_sixty_random_bits_and_is_understood_as_people_type_it(
    make_code: Callable[..., ClaimCode],
) -> None:
    codes = [make_code() for _ in range(20)]
    assert len({found.code for found in codes}) == 20
    assert all(len(found.code) == 12 for found in codes)
    typed = codes[0].in_groups.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert find_code(typed) == codes[0]
    assert find_code("no code") is None


def test_nobody_gets_a_badge_before_the_address_is_confirmed_by_mail(
    make_code: Callable[..., ClaimCode], client: Client, deliver_events: Callable[[], None]
) -> None:
    claim_code = make_code()
    page = client.get(f"/c/{claim_code.in_groups}")
    assert "Tide tables in practice" in page.content.decode()
    asked = client.post(f"/c/{claim_code.in_groups}", {"name": "Ana", "email": "Ana@Learners.example"})
    assert "Look into your mail" in asked.content.decode()
    deliver_events()
    assert Award.objects.count() == 0
    link = link_in_mail()
    assert client.get(link).status_code == 200
    assert Award.objects.count() == 0, "a mail scanner opens links"
    answer = client.post(link)
    award = Award.objects.get()
    assert award.recipient_email == "ana@learners.example"
    assert "/claim/" in answer["Location"]
    assert "The badge is issued" in client.get(link).content.decode()
    claim_code.refresh_from_db()
    assert claim_code.taken == 1


def test_confirming_twice_issues_one_badge(make_code: Callable[..., ClaimCode], now: datetime) -> None:
    asked = ask(make_code(), now)
    first = confirm_redemption(redemption=asked, now=now)
    second = confirm_redemption(redemption=asked, now=now)
    assert first.award_id == second.award_id is not None
    assert Award.objects.count() == 1


def test_a_code_works_in_its_window_alone(make_code: Callable[..., ClaimCode], now: datetime) -> None:
    claim_code = make_code(opens_at=now + DAY, closes_at=now + 2 * DAY)
    for moment, words in ((now, "Come back"), (now + 2 * DAY, "has ended")):
        with pytest.raises(NotOffered, match=words):
            ask(claim_code, moment)
    asked = ask(claim_code, now + DAY)
    late = confirm_redemption(redemption=asked, now=now + 3 * DAY)
    assert late.state == RedemptionState.GRANTED, "asked within the window"


def test_the_limit_counts_confirmed_addresses_and_holds(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    claim_code = make_code(most=1)
    first, second = ask(claim_code, now), ask(claim_code, now, "ben@learners.example")
    confirm_redemption(redemption=second, now=now)
    with pytest.raises(NotOffered, match="All places"):
        confirm_redemption(redemption=first, now=now)
    with pytest.raises(NotOffered, match="All places"):
        ask(claim_code, now, "cleo@learners.example")
    claim_code.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCode.objects.filter(pk=claim_code.pk).update(taken=2)


def test_the_limit_can_be_raised_but_not_below_what_is_taken(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    claim_code = make_code(most=2)
    for address in ("ana@learners.example", "ben@learners.example"):
        confirm_redemption(redemption=ask(claim_code, now, address), now=now)
    with pytest.raises(InvalidOffer, match="2 places"):
        change_claim_code(claim_code=claim_code, terms=Terms(most=1), by=INSTALLATION, now=now)
    changed = change_claim_code(claim_code=claim_code, terms=Terms(most=3), by=INSTALLATION, now=now)
    ask(changed, now, "cleo@learners.example")


def test_where_somebody_decides_the_badge_waits_and_a_decline_frees_the_place(
    make_code: Callable[..., ClaimCode], now: datetime, deliver_events: Callable[[], None]
) -> None:
    claim_code = make_code(needs_approval=True, most=2)
    ana = confirm_redemption(redemption=ask(claim_code, now), now=now)
    ben = confirm_redemption(redemption=ask(claim_code, now, "ben@learners.example"), now=now)
    assert ana.state == RedemptionState.WAITING
    assert Award.objects.count() == 0
    approved = approve_redemption(redemption=ana, by=INSTALLATION, now=now)
    assert approved.award is not None
    with pytest.raises(InvalidOffer):
        decline_redemption(redemption=ben, answer=" ", by=INSTALLATION, now=now)
    decline_redemption(redemption=ben, answer="You weren't there.", by=INSTALLATION, now=now)
    with pytest.raises(NotOffered):
        approve_redemption(redemption=ben, by=INSTALLATION, now=now)
    claim_code.refresh_from_db()
    assert claim_code.taken == 1
    deliver_events()
    told = [message for message in mail.outbox if message.to == ["ben@learners.example"]]
    assert any("You weren't there." in str(message.body) for message in told)


def test_a_stopped_code_serves_nobody_and_those_who_wait_still_get_an_answer(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    claim_code = make_code(needs_approval=True)
    waiting = confirm_redemption(redemption=ask(claim_code, now), now=now)
    asked = ask(claim_code, now, "ben@learners.example")
    stop_claim_code(claim_code=claim_code, by=INSTALLATION, now=now)
    with pytest.raises(NotOffered, match="stopped"):
        confirm_redemption(redemption=asked, now=now)
    assert approve_redemption(redemption=waiting, by=INSTALLATION, now=now).award is not None


def test_who_holds_the_badge_and_may_have_one_only_is_told_and_takes_no_place(
    make_code: Callable[..., ClaimCode], published: AchievementVersion, now: datetime
) -> None:
    decide_duplicates(
        achievement=published.achievement, policy=DuplicatePolicy.REFUSE, by=INSTALLATION, now=now
    )
    published.refresh_from_db()
    issue_award(
        version=AchievementVersion.objects.get(pk=published.pk),
        recipient_name="Ana",
        recipient_email="ana@learners.example",
        by=INSTALLATION,
        now=now,
    )
    claim_code = make_code()
    refused = confirm_redemption(redemption=ask(claim_code, now), now=now)
    assert refused.state == RedemptionState.REFUSED
    assert "hold this badge already" in refused.answer
    claim_code.refresh_from_db()
    assert claim_code.taken == 0


def test_what_was_approved_by_a_process_that_was_killed_is_issued_later(
    make_code: Callable[..., ClaimCode], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openlaurel.apps.offers.services import redemptions

    asked = ask(make_code(), now)
    monkeypatch.setattr(redemptions, "issue_award", _killed)
    with pytest.raises(KeyboardInterrupt):
        confirm_redemption(redemption=asked, now=now)
    monkeypatch.undo()
    asked.refresh_from_db()
    assert asked.state == RedemptionState.APPROVED
    issue_approved(clock=lambda: now + DAY)
    issue_approved(clock=lambda: now + DAY)
    asked.refresh_from_db()
    assert asked.state == RedemptionState.GRANTED
    assert Award.objects.count() == 1


def _killed(**fields: object) -> None:
    raise KeyboardInterrupt


def test_an_archived_micro_credential_is_no_longer_offered(
    make_code: Callable[..., ClaimCode], published: AchievementVersion, now: datetime
) -> None:
    claim_code = make_code()
    asked = ask(claim_code, now)
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    with pytest.raises(NotOffered, match="isn't issued any more"):
        ask(claim_code, now, "ben@learners.example")
    assert confirm_redemption(redemption=asked, now=now).state == RedemptionState.REFUSED


def test_the_page_says_the_same_whether_an_address_was_used_and_mails_it_seldom(
    make_code: Callable[..., ClaimCode], client: Client, now: datetime, deliver_events: Callable[[], None]
) -> None:
    claim_code = make_code()
    confirm_redemption(redemption=ask(claim_code, now), now=now)
    fields = {"name": "Eve", "email": "ana@learners.example"}
    known = client.post(f"/c/{claim_code.in_groups}", fields)
    new = client.post(f"/c/{claim_code.in_groups}", fields | {"email": "new@learners.example"})
    assert known.status_code == new.status_code == 200
    said = [re.sub(r'value="\w{64}"', "", page.content.decode()) for page in (known, new)]
    assert said[0].replace("ana@", "new@") == said[1]
    for _ in range(8):
        client.post(f"/c/{claim_code.in_groups}", fields | {"email": "new@learners.example"})
    deliver_events()
    assert sum(message.to == ["new@learners.example"] for message in mail.outbox) == 1
    assert Redemption.objects.get(email="ana@learners.example").name == "Ana Sousa"


def test_guessing_codes_is_stopped(make_code: Callable[..., ClaimCode], client: Client) -> None:
    claim_code = make_code()
    for number in range(30):
        assert client.get(f"/c/0000-0000-{number:04}").status_code == 404
    stopped = client.get(f"/c/{claim_code.in_groups}")
    assert stopped.status_code == 429
    assert "Retry-After" in stopped
    assert client.get(f"/c/{claim_code.in_groups}", REMOTE_ADDR="10.9.8.7").status_code == 200


def test_who_is_signed_in_needs_no_mail_for_an_address_of_their_own(
    make_code: Callable[..., ClaimCode],
    signed_in: Callable[[Account], Client],
    make_account: Callable[..., Account],
) -> None:
    ana = make_account("ana@learners.example", name="Ana Sousa")
    claim_code = make_code()
    answer = signed_in(ana).post(
        f"/c/{claim_code.in_groups}", {"name": "Ana Sousa", "email": "ana@learners.example"}
    )
    assert "/claim/" in answer["Location"]
    assert Award.objects.get().account == ana
    other = signed_in(ana).post(f"/c/{claim_code.in_groups}", {"name": "Eve", "email": "x@y.example"})
    assert other.status_code == 422


def test_what_nobody_confirmed_is_forgotten_after_a_week(
    make_code: Callable[..., ClaimCode], now: datetime
) -> None:
    ask(make_code(), now)
    assert forget_unconfirmed(now=now + 6 * DAY) == 0
    assert forget_unconfirmed(now=now + 8 * DAY) == 1


def test_what_a_person_asked_for_goes_with_their_data(
    make_code: Callable[..., ClaimCode], make_account: Callable[..., Account], now: datetime
) -> None:
    ana = make_account("ana@learners.example", name="Ana")
    confirm_redemption(redemption=ask(make_code(), now), now=now)
    erase_account(account=ana, by=None, now=now)
    assert Redemption.objects.count() == 0


def test_the_workspace_makes_prints_and_decides(
    signed_in: Callable[[Account], Client],
    owner: Account,
    organisation: Profile,
    published: AchievementVersion,
    now: datetime,
) -> None:
    client = signed_in(owner)
    made = client.post(
        "/org/harbour/claim-codes/new",
        {"version": published.pk, "note": "Workshop", "most": "2", "needs_approval": "on"},
    )
    claim_code = ClaimCode.objects.get()
    assert made["Location"].endswith(str(claim_code.id))
    assert "Workshop" in client.get("/org/harbour/claim-codes").content.decode()
    place = f"/org/harbour/claim-codes/{claim_code.id}"
    waiting = confirm_redemption(redemption=ask(claim_code, now), now=now)
    page = client.get(place).content.decode()
    assert claim_code.in_groups in page
    assert "<svg" in page
    assert "Ana Sousa" in page
    assert client.get(f"{place}/qr.png").content.startswith(b"\x89PNG")
    assert client.get(f"{place}/qr.svg")["Content-Type"] == "image/svg+xml"
    client.post(f"/org/harbour/claim-codes/uses/{waiting.id}/approve")
    assert Award.objects.count() == 1
    bad = client.post(place, {"opens_at": "2026-05-02T10:00", "closes_at": "2026-05-01T10:00"})
    assert bad.status_code == 422
    assert "must end after it begins" in bad.content.decode()
    client.post(f"{place}/stop")
    claim_code.refresh_from_db()
    assert claim_code.stopped_at is not None
