"""The holder answers by a passkey: theirs alone, once, for this question, at this site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone
from tests.integration.accounts.passkeys import Device
from tests.integration.challenges.test_challenges import ask, verdict

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.challenges.models import Challenge
from openlaurel.apps.issuing.models import Award

Asked = tuple[dict[str, Any], str]


def asked_by(client: Client, answer: str) -> Asked:
    """The options for the device, and the state, as the page has them."""
    context = client.get(answer).context
    options = orjson.loads(orjson.dumps(context["passkey_options"], default=str))
    return options, context["passkey_form"].initial["state"]


def give(answer: str, credential: str, state: str) -> int:
    return Client().post(answer, {"credential": credential, "state": state}).status_code


@pytest.fixture
def holding(award: Award, holder: Account) -> Award:
    Award.objects.filter(pk=award.pk).update(account=holder)
    return award


def test_the_holder_answers_by_a_passkey_without_mail_and_without_signing_in(
    client: Client, holding: Award, holder: Account
) -> None:
    answer, result = ask(client, holding)
    options, state = asked_by(Client(), answer)
    # Whoever asked has this page too: it names no passkey, and is the same where the holder has none.
    assert options["publicKey"]["allowCredentials"] == []
    assert options["publicKey"]["userVerification"] == "required"

    device = Device(holder)
    assert give(answer, device.answer(options), state) == 200

    assert verdict(client, result) == "confirmed"
    assert "a passkey of the account" in client.get(result).content.decode()
    assert Challenge.objects.get().proof == "passkey"
    assert give(answer, device.answer(options), state) == 422, "answered once"


def test_a_passkey_of_another_person_is_refused(
    client: Client, holding: Award, make_account: Callable[..., Account]
) -> None:
    answer, result = ask(client, holding)
    options, state = asked_by(Client(), answer)

    eve = Device(make_account("eve@elsewhere.example"))
    assert give(answer, eve.answer(options), state) == 403

    eve.handle = str(holding.account_id).encode()  # says that it is Ana's
    assert give(answer, eve.answer(options), state) == 422
    assert verdict(client, result) == "waiting"


def test_what_was_answered_elsewhere_or_before_counts_no_more(
    client: Client, holding: Award, holder: Account, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    device = Device(holder, origin="https://testserver")
    answer, result = ask(client, holding)
    other, other_result = ask(client, holding)
    options, state = asked_by(Client(), answer)
    given = device.answer(options)

    assert give(other, given, state) == 422, "of another question"
    assert give(answer, given, asked_by(Client(), answer)[1]) == 422, "replayed with a new page's state"
    assert give(answer, device.answer(options, verified=False), state) == 422, "nobody proved to be there"
    assert give(answer, given, state + "x") == 422
    assert give(answer, "[]", state) == 422
    assert give(answer, '{"response": 7}', state) == 422
    device.origin = "https://testserver.phish.example"
    assert give(answer, device.answer(options), state) == 422, "made at a page of somebody else"

    moment = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("django.core.signing.time.time", moment.timestamp)
    assert give(answer, given, state) == 422, "too old"
    monkeypatch.undo()
    assert {verdict(client, result), verdict(client, other_result)} == {"waiting"}
    assert give(answer, given, state) == 200, "all these were refused for their own reason"
