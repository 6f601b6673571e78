"""A recruiter asks whether a badge is really theirs who shows it; its holder answers, and nobody else can."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.challenges.errors import Closed, NotAskable, TooSoon, WrongCode, WrongHolder
from openlaurel.apps.challenges.models import Challenge
from openlaurel.apps.challenges.services import (
    MOST_OPEN,
    answer_by_account,
    answer_by_code,
    ask_holder,
    forget_old,
    send_code,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION

Mails = Callable[[], None]


def links(page: str) -> tuple[str, str]:
    answer, result = re.search(r"/answer/[\w-]+", page), re.search(r"/asked/[\w-]+", page)
    assert answer
    assert result
    return answer[0], result[0]


def ask(client: Client, award: Award, asker: str = "Rita, Harbour Jobs") -> tuple[str, str]:
    response = client.post(f"/awards/{award.pk}/ask", {"asker": asker})
    assert response.status_code == 200
    assert "no-referrer" in response["Referrer-Policy"] or "same-origin" in response["Referrer-Policy"]
    return links(response.content.decode())


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"\b\d{6}\b", str(mail.body))
    assert found
    return found[0]


def verdict(client: Client, result: str) -> str:
    found = re.search(r'data-verdict="(\w+)"', client.get(result).content.decode())
    assert found
    return found[1]


def test_the_holder_answers_by_a_code_and_whoever_asked_sees_it(
    client: Client, award: Award, deliver_events: Mails, mailoutbox: list[EmailMessage]
) -> None:
    deliver_events()
    mailoutbox.clear()
    answer, result = ask(client, award)
    assert verdict(client, result) == "waiting"
    holder = Client()
    page = holder.get(answer).content.decode()
    assert "Rita, Harbour Jobs" in page
    assert "ana@learners.example" not in page

    holder.post(f"{answer}/code")
    deliver_events()
    (mail,) = mailoutbox
    assert mail.to == ["ana@learners.example"]
    response = holder.post(answer, {"code": code_in(mail)})

    assert "Whoever asked sees now" in response.content.decode()
    assert verdict(client, result) == "confirmed"
    assert "a code that was sent" in client.get(result).content.decode()


def test_the_holder_who_has_just_signed_in_answers_with_one_click(
    client: Client, award: Award, holder: Account
) -> None:
    answer, result = ask(client, award)
    browser = Client()
    browser.post("/account/login/", {"login": holder.email, "password": "sea-shanty-42"})

    assert "You are signed in as its holder" in browser.get(answer).content.decode()
    browser.post(answer)

    assert verdict(client, result) == "confirmed"
    assert Challenge.objects.get().proof == "account"


def test_another_person_cannot_answer(
    client: Client, award: Award, make_account: Callable[..., Account]
) -> None:
    answer, result = ask(client, award)
    eve = make_account("eve@elsewhere.example", name="Ana Sousa")
    browser = Client()
    browser.post("/account/login/", {"login": eve.email, "password": "sea-shanty-42"})

    response = browser.post(answer)

    assert response.status_code == 403
    assert verdict(client, result) == "waiting"
    with pytest.raises(WrongHolder):
        answer_by_account(challenge=Challenge.objects.get(), account=eve, now=timezone.now())


def test_a_session_from_long_ago_is_no_proof(client: Client, award: Award, holder: Account) -> None:
    answer, result = ask(client, award)
    browser = Client()
    browser.force_login(holder)

    assert "You are signed in as its holder" not in browser.get(answer).content.decode()
    assert browser.post(answer).status_code == 403
    assert verdict(client, result) == "waiting"


def test_a_code_counts_once_for_one_question_and_a_while(
    award: Award, deliver_events: Mails, mailoutbox: list[EmailMessage]
) -> None:
    deliver_events()
    mailoutbox.clear()
    now = timezone.now()
    challenge, _, _ = ask_holder(award=award, asker="Rita", now=now)
    other, _, _ = ask_holder(award=award, asker="Rui", now=now)
    send_code(challenge=challenge, now=now)
    send_code(challenge=other, now=now)
    deliver_events()
    codes = {str(mail.body).split("call themselves: ")[1][:3].strip(): code_in(mail) for mail in mailoutbox}

    with pytest.raises(WrongCode):
        answer_by_code(challenge=other, code=codes["Rit"], now=now)
    with pytest.raises(WrongCode):
        answer_by_code(challenge=challenge, code=codes["Rit"], now=now + timedelta(minutes=16))
    answer_by_code(challenge=challenge, code=codes["Rit"], now=now)
    with pytest.raises(Closed):
        answer_by_code(challenge=challenge, code=codes["Rit"], now=now)


def test_guessing_closes_the_question(client: Client, award: Award) -> None:
    answer, result = ask(client, award)
    browser = Client()
    browser.post(f"{answer}/code")
    for _ in range(5):
        assert browser.post(answer, {"code": "000000x"}).status_code == 422

    assert "can't be answered any more" in browser.get(answer).content.decode()
    assert verdict(client, result) == "ended"
    with pytest.raises(Closed):
        send_code(challenge=Challenge.objects.get(), now=timezone.now())


def test_the_mailbox_is_not_flooded(award: Award) -> None:
    now = timezone.now()
    challenge, _, _ = ask_holder(award=award, asker="Rita", now=now)
    send_code(challenge=challenge, now=now)
    with pytest.raises(TooSoon):
        send_code(challenge=challenge, now=now + timedelta(seconds=5))
    for minutes in (1, 2):
        send_code(challenge=challenge, now=now + timedelta(minutes=minutes))
    with pytest.raises(TooSoon):
        send_code(challenge=challenge, now=now + timedelta(minutes=3))
    for _ in range(MOST_OPEN - 1):
        ask_holder(award=award, asker="Rita", now=now)
    with pytest.raises(NotAskable):
        ask_holder(award=award, asker="Rita", now=now)


def test_a_question_ends_after_a_week_and_with_the_badge(client: Client, award: Award) -> None:
    now = timezone.now()
    _, result = ask(client, award)
    challenge = Challenge.objects.get()
    with pytest.raises(Closed):
        send_code(challenge=challenge, now=now + timedelta(days=8))

    revoke_award(award=award, reason="In error", by=INSTALLATION, now=now)
    assert verdict(client, result) == "ended"
    with pytest.raises(NotAskable):
        ask_holder(award=award, asker="Rita", now=now)
    forget_old(now + timedelta(days=40))
    assert client.get(result).status_code == 404


def test_a_badge_that_was_not_accepted_cannot_be_asked_about(
    client: Client, make_award: Callable[..., Award]
) -> None:
    award = make_award(accept=False)

    assert client.get(f"/awards/{award.pk}/ask").status_code == 404
    assert client.post(f"/awards/{award.pk}/ask", {"asker": "Rita"}).status_code == 404


def test_the_issuer_does_not_learn_that_anybody_asked(client: Client, award: Award) -> None:
    ask(client, award)

    assert not Event.objects.filter(kind__startswith="challenge.").exclude(organisation_id=None).exists()
    assert "Rita" not in str(list(Event.objects.values()))


def test_the_two_links_are_not_each_other(client: Client, award: Award) -> None:
    answer, result = ask(client, award)

    assert client.get(answer.replace("/answer/", "/asked/")).status_code == 404
    assert client.get(result.replace("/asked/", "/answer/")).status_code == 404
    assert client.get("/answer/made-up").status_code == 404


def test_who_asks_is_said_by_a_line_that_holds_no_markup(client: Client, award: Award) -> None:
    answer, _ = ask(client, award, "<b>The bank</b>")

    assert "<b>The bank" not in client.get(answer).content.decode()
    assert client.post(f"/awards/{award.pk}/ask", {"asker": " "}).status_code == 422
