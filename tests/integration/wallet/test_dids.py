"""A person proves a DID by a signature, and badges about it are theirs; nobody else's answer and no copied one counts."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.integration.verifier.foreign import CANONIZER, ForeignIssuer, _base64url
from tests.integration.wallet.badges import badge_for
from tests.sites import Site

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import merge_accounts, offer_merge
from openlaurel.apps.wallet.errors import DidNotProved, NotYours
from openlaurel.apps.wallet.models import HolderDid, KeptBadge
from openlaurel.apps.wallet.services import (
    ask_for_proof,
    change_visibility,
    check_due,
    keep_file,
    prove_did,
    remove_did,
)
from openlaurel.core.keys import SoftwareKey, base58, did_jwk, did_key
from openlaurel.core.keys.ecdsa import EcdsaKey, P256PublicKey
from openlaurel.core.proofs.data_integrity import AUTHENTICATION, proof_options
from openlaurel.core.proofs.suites import SUITES

KEY = SoftwareKey(b"a key of a wallet of Ana's, 32 b")


class HolderWallet:
    """A wallet of others: a key, the DID that names it, and how it signs a question."""

    def __init__(self, did: str, method: str, key: Any, algorithm: str = "EdDSA") -> None:
        self.did, self.method, self.key, self.algorithm = did, method, key, algorithm

    def as_json(self, asked: dict[str, Any], now: datetime, **options: Any) -> str:
        document = {**asked["presentation"], "holder": self.did}
        given = proof_options(verification_method=self.method, created=now, cryptosuite="eddsa-rdfc-2022")
        given |= {
            "proofPurpose": AUTHENTICATION,
            "challenge": asked["challenge"],
            "domain": asked["domain"],
        } | options
        data = SUITES["eddsa-rdfc-2022"].hash_data(document, given, CANONIZER, "sha256")
        return json.dumps(
            document | {"proof": {**given, "proofValue": "z" + base58.encode(self.key.sign(data))}}
        )

    def as_jwt(self, asked: dict[str, Any], **changes: Any) -> str:
        header = {"alg": self.algorithm, "typ": "vp+jwt", "kid": self.method}
        payload = {**asked["claims"], "holder": self.did, "iss": self.did} | changes
        signed = ".".join(_base64url(json.dumps(part).encode()) for part in (header, payload))
        return f"{signed}.{_base64url(self.key.sign(signed.encode()))}"


def wallet_by_key(key: SoftwareKey = KEY) -> HolderWallet:
    did = did_key(key.public)
    return HolderWallet(did, f"{did}#{did.removeprefix('did:key:')}", key)


def wallet_by_jwk() -> HolderWallet:
    key = EcdsaKey.generate(P256PublicKey, lambda count: b"\x07" * count)
    did = did_jwk(key.public)
    return HolderWallet(did, f"{did}#0", key, "ES256")


def wallet_by_web(site: Site, purpose: str = "authentication") -> HolderWallet:
    did = f"did:web:127.0.0.1%3A{site.port}:ana"
    method = {
        "id": f"{did}#1",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": KEY.public.multibase,
    }
    document = {"id": did, "verificationMethod": [method], purpose: [method["id"]]}
    site.pages["/ana/did.json"] = json.dumps(document).encode()
    return HolderWallet(did, method["id"], KEY)


def proved(account: Account, wallet: HolderWallet, now: datetime) -> HolderDid:
    session: dict[str, Any] = {}
    asked = dict(ask_for_proof(account=account, did=wallet.did, session=session, now=now))
    return prove_did(account=account, answer=wallet.as_jwt(asked), session=session, now=now)


@pytest.mark.parametrize(
    ("kind", "form"),
    [("key", "json"), ("key", "jwt"), ("jwk", "jwt"), ("web", "json"), ("web", "jwt")],
)
def test_a_did_of_each_method_is_proved_as_a_wallet_signs(
    client: Client, ana: Account, site: Site, now: datetime, kind: str, form: str
) -> None:
    wallet = {"key": wallet_by_key, "jwk": wallet_by_jwk, "web": lambda: wallet_by_web(site)}[kind]()
    client.force_login(ana)
    page = client.post("/wallet/dids", {"did": f" {wallet.did} "}, follow=True)
    asked = page.context["asked"]
    assert asked["challenge"] in page.content.decode()
    answer = wallet.as_json(asked, now) if form == "json" else wallet.as_jwt(asked)

    done = client.post("/wallet/dids/prove", {"answer": answer}, follow=True)

    assert "is yours: badges about it are recognised" in done.content.decode()
    assert HolderDid.objects.get(account=ana).did == wallet.did
    # The question is used up.
    assert client.post("/wallet/dids/prove", {"answer": answer}).status_code == 302


def test_a_badge_about_the_did_is_its_holders_until_that_is_removed(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    wallet = wallet_by_key()
    document = foreign.unsigned()
    document["credentialSubject"] |= {"id": wallet.did}
    del document["credentialSubject"]["identifier"]
    data = foreign.signed(document)
    badge = keep_file(account=ana, data=data, now=now)
    assert not badge.names_holder

    mine = proved(ana, wallet, now)
    check_due(now)
    badge.refresh_from_db()
    assert badge.names_holder
    change_visibility(account=ana, refs=[f"kept:{badge.pk}"], visibility="public", now=now)

    later = now + timedelta(minutes=1)
    remove_did(proved=mine, now=later)
    check_due(later)
    badge.refresh_from_db()
    assert (badge.names_holder, badge.visibility) == (False, "private")


def test_a_badge_that_names_another_address_but_the_did_is_taken(
    foreign: ForeignIssuer, ana: Account, now: datetime
) -> None:
    wallet = wallet_by_key()
    document = json.loads(badge_for(foreign, "ana@work.example"))
    del document["proof"]
    document["credentialSubject"]["id"] = wallet.did
    data = foreign.signed(document)
    with pytest.raises(NotYours):
        keep_file(account=ana, data=data, now=now)
    proved(ana, wallet, now)
    assert keep_file(account=ana, data=data, now=now).names_holder
    assert KeptBadge.objects.count() == 1


OTHER = SoftwareKey(b"a key of somebody else, 32 bytes")
Answer = Callable[[HolderWallet, dict[str, Any], datetime], str]
FLAWS: list[tuple[str, Answer, str]] = [
    ("nonsense", lambda w, a, now: "no", "that can be read"),
    ("unsigned", lambda w, a, now: json.dumps(a["presentation"]), "The answer doesn't hold"),
    ("another key", lambda w, a, now: HolderWallet(w.did, w.method, OTHER).as_jwt(a), "The answer doesn't hold"),
    ("another DID", lambda w, a, now: wallet_by_key(OTHER).as_jwt(a), "wasn't signed by a key of"),
    ("another DID's document", lambda w, a, now: HolderWallet(x := "did:web:evil.example", f"{x}#1", OTHER).as_jwt(a), "wasn't signed by a key of"),
    ("another question", lambda w, a, now: w.as_jwt(a, nonce="guessed"), "signed for another question"),
    ("for another site", lambda w, a, now: w.as_jwt(a, aud="https://evil.example"), "signed for another question"),
    ("without a question", lambda w, a, now: w.as_json(a, now, challenge=None), "signed for another question"),
    ("over", lambda w, a, now: w.as_jwt(a, exp=1), "The answer doesn't hold"),
    ("for credentials", lambda w, a, now: w.as_json(a, now, proofPurpose="assertionMethod"), "The answer doesn't hold"),
    ("too long", lambda w, a, now: "x" * 70_000, "too long"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), [row[1:] for row in FLAWS], ids=[row[0] for row in FLAWS])
def test_an_answer_that_proves_nothing_is_refused_in_words(
    ana: Account, now: datetime, answer: Answer, words: str
) -> None:
    wallet, session = wallet_by_key(), {}  # type: ignore[var-annotated]
    asked = dict(ask_for_proof(account=ana, did=wallet.did, session=session, now=now))
    with pytest.raises(DidNotProved, match=words):
        prove_did(account=ana, answer=answer(wallet, asked, now), session=session, now=now)
    assert not HolderDid.objects.exists()
    # The right one still counts.
    prove_did(account=ana, answer=wallet.as_jwt(asked), session=session, now=now)


def test_a_key_that_isnt_for_authentication_proves_nothing(ana: Account, site: Site, now: datetime) -> None:
    with pytest.raises(DidNotProved, match="doesn't use the key that signed to show who they are"):
        proved(ana, wallet_by_web(site, "assertionMethod"), now)
    site.pages.clear()
    with pytest.raises(DidNotProved, match="404"):
        proved(ana, HolderWallet(f"did:web:127.0.0.1%3A{site.port}:zoe", "#1", KEY), now)


def test_a_question_counts_for_one_person_and_half_an_hour(
    ana: Account, make_account: Callable[..., Account], now: datetime
) -> None:
    wallet, session = wallet_by_key(), {}  # type: ignore[var-annotated]
    asked = dict(ask_for_proof(account=ana, did=wallet.did, session=session, now=now))
    answer = wallet.as_jwt(asked)
    eve = make_account("eve@learners.example")
    for account, moment, given in (
        (eve, now, session),
        (ana, now + timedelta(minutes=31), session),
        (ana, now, {}),
    ):
        with pytest.raises(DidNotProved, match="counts no more"):
            prove_did(account=account, answer=answer, session=given, now=moment)


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:example:1",
        "did:key:z6Mk",
        "did:web:a/../b",
        "did:key:" + "z" * 300,
        "did:jwk:e30",
        "https://a.example",
    ],
)
def test_what_is_no_did_is_refused(ana: Account, now: datetime, did: str) -> None:
    with pytest.raises(DidNotProved):
        ask_for_proof(account=ana, did=did, session={}, now=now)


def test_a_did_is_in_one_account_and_goes_along_when_two_are_merged(
    ana: Account, make_account: Callable[..., Account], now: datetime
) -> None:
    wallet, other = wallet_by_key(), make_account("ana@home.example", name="Ana")
    proved(other, wallet, now)
    with pytest.raises(DidNotProved, match="in another account"):
        proved(ana, wallet, now)
    with pytest.raises(DidNotProved, match="among yours already"):
        proved(other, wallet, now)
    merge_accounts(source=other, secret=offer_merge(account=ana, now=now), now=now)
    assert HolderDid.objects.get().account == ana


def test_nobody_removes_another_ones(
    client: Client, ana: Account, make_account: Callable[..., Account], now: datetime
) -> None:
    mine = proved(ana, wallet_by_key(), now)
    client.force_login(make_account("eve@learners.example"))
    assert client.post(f"/wallet/dids/{mine.pk}/remove").status_code == 404
    client.force_login(ana)
    assert "is removed" in client.post(f"/wallet/dids/{mine.pk}/remove", follow=True).content.decode()
    assert not HolderDid.objects.exists()
