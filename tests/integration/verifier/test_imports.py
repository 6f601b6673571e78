"""At least thirty badges of each version, shaped as the large platforms publish them and as faulty as they are met: each
ends on the verify page and in a wallet as this table says."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.verifier.shapes import (
    ANA,
    EDDSA_JCS_2022,
    PLATFORMS,
    Case,
    Shelf,
    as_json,
    bake_png,
    bake_svg,
    by_key,
    in_old_png,
    in_png,
    in_svg,
    jwt,
    later,
    ob3,
    older,
    older_v1,
    recipient,
    signed,
    signed_older,
    subject,
)
from tests.sites import Site, running_site
from tests.unit.core import legacy_issuers as old
from tests.unit.core.openbadges.pictures import SVG, itxt, png

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.verifier.services import VerifierError, verify_upload, verify_url
from openlaurel.apps.verifier.verdicts import VERDICTS, verdict_of
from openlaurel.apps.wallet.errors import WalletError
from openlaurel.apps.wallet.services import keep_file, keep_from_address
from openlaurel.core.openbadges import EMAIL, hash_identity

pytestmark = pytest.mark.django_db
NAME_WITH_MARKUP = '<script src="https://evil.example/x.js"></script>Tides'


def of_platform(name: str, form: str, **changes: Any) -> Callable[[Shelf], bytes | str]:
    """How a badge of version 2.0 comes from a platform: as its file, baked into a picture, or by its address."""

    def make(shelf: Shelf) -> bytes | str:
        document, address = older(shelf, name, **changes)
        text = json.dumps(document)
        forms: dict[str, Callable[[], bytes | str]] = {
            "json": lambda: text.encode(),
            "address": lambda: address,
            "png": lambda: in_png(text),
            "png with an address": lambda: in_old_png(address),
            "svg": lambda: in_svg(text),
            "svg with an address": lambda: in_svg("", verify=address),
            "page": lambda: shelf.serve(
                "/page",
                f'<html><link rel="alternate" type="application/ld+json" href="{address}"></html>'.encode(),
            ),
        }
        return forms[form]()

    return make


def altered(shelf: Shelf, **changes: Any) -> bytes:
    """A copy that says something else than the platform holds."""
    return as_json(older(shelf, "badgr")[0] | changes)


def gone(shelf: Shelf, *, status: int, body: Any = None) -> bytes:
    """A copy of a badge that the platform has taken away."""
    document, _ = older(shelf, "badgr")
    shelf.serve(PLATFORMS["badgr"].paths[0], body or {}, status=status, content_type="application/json")
    return as_json(document)


def on_another_site(shelf: Shelf) -> bytes:
    """Whoever has a site names the issuer of another one."""
    document, _ = older(shelf, "badgr")
    victim = f"{shelf.other.url}/issuer"
    profile = {
        "@context": old.CONTEXT,
        "type": "Profile",
        "id": victim,
        "name": "Victim",
        "url": shelf.other.url,
    }
    shelf.other.pages["/issuer"] = as_json(profile)
    path = PLATFORMS["badgr"].paths[1]
    badge = json.loads(shelf.site.pages[f"/{shelf.number}{path}"])  # type: ignore[arg-type]
    shelf.serve(path, badge | {"issuer": victim})
    return as_json(document)


V2 = [
    *(
        Case(f"{name}, {form}", of_platform(name, form))
        for name in PLATFORMS
        for form in ("json", "address", "png" if name != "moodle" else "svg")
    ),
    Case("badgr, png with an address", of_platform("badgr", "png with an address")),
    Case("credly, svg with an address", of_platform("credly", "svg with an address")),
    Case("canvas credentials, by its page", of_platform("canvas credentials", "page")),
    Case("signed", lambda shelf: signed_older(shelf, 2).encode()),
    Case("signed, in a png", lambda shelf: in_png(signed_older(shelf, 2))),
    Case("signed, in an svg", lambda shelf: in_svg("", verify=signed_older(shelf, 2))),
    Case("a name with markup", lambda shelf: as_json(older_named(shelf, NAME_WITH_MARKUP))),
    Case("expired", of_platform("badgr", "json", expires="2026-02-01T00:00:00Z"), "expired", "expired"),
    Case("issued tomorrow", of_platform("badgr", "json", issuedOn="2026-11-26T12:00:00Z"), "not_yet", "not_yet"),
    Case("to somebody else", of_platform("badgr", "json", recipient=recipient("eve@x.example")), wallet="NotYours"),
    Case("hidden by md5", of_platform("badgr", "json", recipient=recipient(hashed=True, identity="md5$" + "0" * 32))),
    Case("marked as revoked", of_platform("badgr", "address", revoked=True, revocationReason="Error"), "revoked", "revoked"),
    Case("gone for good", lambda shelf: gone(shelf, status=410), "withdrawn", "hosted_withdrawn"),
    Case(
        "a note of its revocation",
        lambda shelf: gone(shelf, status=200, body={"id": shelf.url(PLATFORMS["badgr"].paths[0]), "revoked": True}),
        "withdrawn",
        "hosted_withdrawn",
    ),
    Case("lost by its site", lambda shelf: gone(shelf, status=404), "unknown", "hosted_unavailable"),
    Case("given to somebody else", lambda shelf: altered(shelf, recipient=recipient("ana@learners.example", salt="x")), "failed", "hosted_differs", "NotABadge"),
    Case("made to last longer", lambda shelf: altered(shelf, expires="2099-01-01T00:00:00Z"), "failed", "hosted_differs", "NotABadge"),
    Case("re-baked with another name", lambda shelf: in_png(json.dumps(older(shelf, "badgr")[0] | {"narrative": "More"})), "failed", "hosted_differs", "NotABadge"),
    Case("of another's issuer", on_another_site, "failed", "hosted_elsewhere", "NotABadge"),
    Case("signed by another key", lambda shelf: signed_older(shelf, 2, key=old.rsa_key(2)).encode(), "failed", "changed", "NotABadge"),
    Case("signed and revoked", lambda shelf: signed_older(shelf, 2, revoked=True).encode(), "revoked", "revoked"),
    Case("a JWS with the algorithm none", lambda shelf: signed_older(shelf, 2, alg="none").encode(), "Unreadable", wallet="Unreadable"),
    Case("a JWS by HS256", lambda shelf: signed_older(shelf, 2, alg="HS256").encode(), "Unreadable", wallet="Unreadable"),
    Case("signed, but without the signature", lambda shelf: as_json(old.to_be_signed()), "Unreadable", wallet="Unreadable"),
    Case("without a date", of_platform("badgr", "json", issuedOn=None), "Unreadable", wallet="Unreadable"),
    Case("a date without a zone", of_platform("badgr", "json", issuedOn="10/01/2026"), "Unreadable", wallet="Unreadable"),
    Case("verified in an unknown way", of_platform("badgr", "json", verification={"type": "Blockchain"}), "Unreadable", wallet="Unreadable"),
    Case("moodle, of another address", of_platform("moodle", "json", verify={"type": "hosted", "url": "https://e.example/a"}), "Unreadable", wallet="Unreadable"),
    Case("in two chunks", lambda shelf: png(*[_chunk(shelf)] * 2), "Unreadable", wallet="Unreadable"),
]  # fmt: skip


def older_named(shelf: Shelf, name: str) -> dict[str, Any]:
    document, _ = older(shelf, "badgr")
    path = PLATFORMS["badgr"].paths[1]
    badge = json.loads(shelf.site.pages[f"/{shelf.number}{path}"])  # type: ignore[arg-type]
    shelf.serve(path, badge | {"name": name})
    return document


def _chunk(shelf: Shelf) -> bytes:
    return itxt(json.dumps(older(shelf, "badgr")[0]).encode(), keyword=b"openbadges")


def of_version_1(version: str, form: str, **changes: Any) -> Callable[[Shelf], bytes | str]:
    def make(shelf: Shelf) -> bytes | str:
        document, address = older_v1(shelf, has_context=version == "1.1", **changes)
        text = json.dumps(document)
        forms: dict[str, bytes | str] = {
            "json": text.encode(),
            "address": address,
            "png": in_png(text),
            "png with an address": in_old_png(address),
            "svg": in_svg(text),
            "svg with an address": in_svg("", verify=address),
        }
        return forms[form]

    return make


def copy_v1(shelf: Shelf, **changes: Any) -> bytes:
    return as_json(older_v1(shelf)[0] | changes)


def without(shelf: Shelf, path: str, *, status: int = 404) -> bytes:
    document, _ = older_v1(shelf)
    shelf.serve(path, {}, status=status)
    return as_json(document)


V1 = [
    *(
        Case(f"{version}, {form}", of_version_1(version, form))
        for version in ("1.1", "1.0")
        for form in ("json", "address", "png", "png with an address", "svg", "svg with an address")
    ),
    Case("moodle 1.1, seconds since 1970", of_version_1("1.1", "json", issuedOn=1768035600, expires=1893456000, evidence="https://m.example/e")),
    Case("backpack 1.0, a plain address", of_version_1("1.0", "json", recipient=recipient(plain=True))),
    Case("badgr 1.1, with a picture", of_version_1("1.1", "json", image="https://media.example/i.png", narrative="Did it.")),
    Case("open badge factory 1.1", of_version_1("1.1", "json", issuedOn="2026-01-10T09:00:00+02:00", evidence="https://e.example")),
    Case("1.0 without an end", of_version_1("1.0", "json", expires=None)),
    Case("signed", lambda shelf: signed_older(shelf, 1).encode()),
    Case("signed, in a png", lambda shelf: in_png(signed_older(shelf, 1))),
    Case("signed, in an svg", lambda shelf: in_svg("", verify=signed_older(shelf, 1))),
    Case("expired", of_version_1("1.1", "json", expires="2026-02-01"), "expired", "expired"),
    Case("expired by seconds", of_version_1("1.0", "address", expires=1770000000), "expired", "expired"),
    Case("to somebody else", of_version_1("1.1", "json", recipient=recipient("eve@x.example")), wallet="NotYours"),
    Case("marked as revoked", of_version_1("1.1", "address", revoked=True), "revoked", "revoked"),
    Case("gone for good", lambda shelf: without(shelf, "/assertion.json", status=410), "withdrawn", "hosted_withdrawn"),
    Case("lost by its site", lambda shelf: without(shelf, "/assertion.json"), "unknown", "hosted_unavailable"),
    Case("whose class is lost", lambda shelf: without(shelf, "/class.json"), "unknown", "issuer_unavailable"),
    Case("given to another uid", lambda shelf: copy_v1(shelf, uid="another"), "failed", "hosted_differs", "NotABadge"),
    Case("made to last longer", lambda shelf: copy_v1(shelf, expires="2099-01-01"), "failed", "hosted_differs", "NotABadge"),
    Case("signed by another key", lambda shelf: signed_older(shelf, 1, key=old.rsa_key(2)).encode(), "failed", "changed", "NotABadge"),
    Case("signed and revoked", lambda shelf: signed_older(shelf, 1, revoked=True).encode(), "revoked", "revoked"),
    Case("a JWS with the algorithm none", lambda shelf: signed_older(shelf, 1, alg="none").encode(), "Unreadable", wallet="Unreadable"),
    Case("without a uid", of_version_1("1.1", "json", uid=None), "Unreadable", wallet="Unreadable"),
    Case("that verifies nothing", of_version_1("1.1", "json", verify=None), "Unreadable", wallet="Unreadable"),
    Case("of version 0.5", of_version_1("1.0", "json", recipient=ANA), "Unreadable", wallet="Unreadable"),
    Case("a date that doesn't exist", of_version_1("1.1", "json", issuedOn="2026-02-30"), "Unreadable", wallet="Unreadable"),
    Case("versions mixed", of_version_1("1.1", "json", verification={"type": "HostedBadge"}), "Unreadable", wallet="Unreadable"),
]  # fmt: skip


def simple(**changes: Any) -> Callable[[Shelf], bytes]:
    return lambda shelf: signed(shelf.issuer(), **changes)


def revoked_in_list(shelf: Shelf, *, is_jwt: bool = False) -> bytes:
    issuer = shelf.issuer()
    issuer.publish_list(revoked=[7])
    return jwt(issuer).encode() if is_jwt else signed(issuer)


def without_list(shelf: Shelf) -> bytes:
    issuer = shelf.issuer()
    del shelf.site.pages[issuer.list_path]
    return signed(issuer)


def without_did(shelf: Shelf) -> bytes:
    issuer = shelf.issuer()
    del shelf.site.pages[issuer.did_path]
    return signed(issuer)


def by_another(shelf: Shelf) -> bytes:
    """Signed by somebody in the name of another."""
    issuer, victim = shelf.issuer(), ForeignIssuer(shelf.site, shelf.now, f"v{shelf.number}")
    return signed(issuer, issuer={"id": victim.did, "type": ["Profile"], "name": "Victim"})


def changed_after(shelf: Shelf, before: bytes, after: bytes) -> bytes:
    document = signed(shelf.issuer())
    assert before in document
    return document.replace(before, after)


def rebaked(shelf: Shelf) -> bytes:
    """The picture of one badge with another person's changed credential put in."""
    text = signed(shelf.issuer()).decode()
    first = bake_png(png(), text)
    return bake_png(first, text.replace("Ties twelve knots.", "Ties every knot."))


def with_list_of_ids(shelf: Shelf, *, is_listed: bool) -> bytes:
    """The status as 1EdTech's certification wants it."""
    issuer = shelf.issuer()
    address = shelf.url("/revocations.json")
    document = signed(
        issuer,
        **{"@context": [*ob3(issuer)["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]},
        credentialStatus={"id": address, "type": "1EdTechRevocationList"},
    )
    listed = [{"id": json.loads(document)["id"]}] if is_listed else []
    shelf.serve("/revocations.json", {"id": address, "issuer": issuer.did, "revokedCredentials": listed})
    return document


def at_an_address(shelf: Shelf, *, page: bool = False, as_jwt: bool = False) -> str:
    issuer = shelf.issuer()
    address = shelf.serve("/badge", jwt(issuer) if as_jwt else signed(issuer))
    if not page:
        return address
    link = f'<!doctype html><link rel="alternate" type="application/vc+ld+json" href="{address}">'
    return shelf.serve("/page", link.encode())


def unsigned(shelf: Shelf) -> bytes:
    return as_json(ob3(shelf.issuer()))


def twice_named(shelf: Shelf) -> bytes:
    return signed(shelf.issuer()).replace(b'"id"', b'"id": "urn:x", "id"', 1)


V3 = [
    Case("1edtech example", simple()),
    Case("of the type AchievementCredential", simple(type=["VerifiableCredential", "AchievementCredential"])),
    Case("reference stack, proof as an object", lambda shelf: signed(shelf.issuer(), as_object=True)),
    Case("dcc, did:key", lambda shelf: by_key(shelf, "did:key")),
    Case("did:jwk", lambda shelf: by_key(shelf, "did:jwk")),
    Case("did:key, p-256", lambda shelf: by_key(shelf, "did:key p-256")),
    Case("signed over its text", lambda shelf: signed(shelf.issuer(), suite=EDDSA_JCS_2022)),
    Case("jwt", lambda shelf: jwt(shelf.issuer()).encode()),
    Case("jwt, with a line break", lambda shelf: (jwt(shelf.issuer()) + "\n").encode()),
    Case("json, with a byte order mark", lambda shelf: b"\xef\xbb\xbf" + signed(shelf.issuer())),
    Case("png with json", lambda shelf: bake_png(png(), signed(shelf.issuer()).decode())),
    Case("png with a jwt", lambda shelf: bake_png(png(), jwt(shelf.issuer()))),
    Case("svg with json", lambda shelf: bake_svg(SVG, signed(shelf.issuer()).decode())),
    Case("svg with a jwt", lambda shelf: bake_svg(SVG, jwt(shelf.issuer()))),
    Case("by its address", at_an_address),
    Case("by the address of a jwt", lambda shelf: at_an_address(shelf, as_jwt=True)),
    Case("by its page", lambda shelf: at_an_address(shelf, page=True)),
    Case("without a status", simple(credentialStatus=None)),
    Case("1edtech list, not on it", lambda shelf: with_list_of_ids(shelf, is_listed=False)),
    Case("issuer by its address alone", lambda shelf: signed(shelf.issuer(), issuer=shelf.issuer().did)),
    Case("with an end", lambda shelf: signed(shelf.issuer(), validUntil=later(shelf.now, 30))),
    Case("canvas credentials, with results and evidence", lambda shelf: signed(shelf.issuer(), evidence=[{"id": shelf.url("/work"), "type": ["Evidence"], "name": "Work"}], awardedDate=later(shelf.now, -1))),
    Case("accredible, with alignments", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), {"achievementType": "Certificate", "alignment": [{"type": ["Alignment"], "targetName": "Knots", "targetUrl": "https://s.example/1"}]}))),
    Case("to a did and an address", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), id="did:key:z6MkrZ1NTim4J23CS5FfdkExbQsKsDK2JfXbxpiVPhvqXAqA"))),
    Case("a plain address", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), identifier=[{"type": "IdentityObject", "hashed": False, "identityHash": ANA, "identityType": EMAIL}]))),
    Case("a name with markup", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), {"name": NAME_WITH_MARKUP}))),
    Case("to somebody else", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), identifier=[_of_eve()])), wallet="NotYours"),
    Case("to nobody", lambda shelf: signed(shelf.issuer(), credentialSubject=subject(shelf.issuer(), identifier=None, id="urn:uuid:5d0f3a52-6f5e-4d0b-8f7c-3f3c3a9d2b10"))),
    Case("revoked", revoked_in_list, "revoked", "revoked"),
    Case("revoked, as a jwt", lambda shelf: revoked_in_list(shelf, is_jwt=True), "revoked", "revoked"),
    Case("1edtech list, on it", lambda shelf: with_list_of_ids(shelf, is_listed=True), "revoked", "revoked"),
    Case("expired", lambda shelf: signed(shelf.issuer(), validFrom=later(shelf.now, -9), validUntil=later(shelf.now, -1)), "expired", "expired"),
    Case("not yet", lambda shelf: signed(shelf.issuer(), validFrom=later(shelf.now, 9)), "not_yet", "not_yet"),
    Case("its list is lost", without_list, "unknown", "status_unavailable"),
    Case("its issuer is lost", without_did, "unknown", "key_unavailable"),
    Case("a character changed", lambda shelf: changed_after(shelf, b"Ties twelve", b"Ties twenty"), "failed", "changed", "NotABadge"),
    Case("re-baked with another's words", rebaked, "failed", "changed", "NotABadge"),
    Case("in another's name", by_another, "failed", "issuer_mismatch", "NotABadge"),
    Case("unsigned", unsigned, "failed", "no_proof", "NotABadge"),
    Case("a jwt with the algorithm none", lambda shelf: jwt(shelf.issuer(), header={"alg": "none"}, signature="").encode(), "Unreadable", wallet="Unreadable"),
    Case("a jwt with the algorithm none and a signature", lambda shelf: jwt(shelf.issuer(), header={"alg": "none"}).encode(), "Unreadable", wallet="Unreadable"),
    Case("a jwt by HS256", lambda shelf: jwt(shelf.issuer(), header={"alg": "HS256"}).encode(), "Unreadable", wallet="Unreadable"),
    Case("a jwt of another algorithm than its key", lambda shelf: jwt(shelf.issuer(), header={"alg": "ES256"}).encode(), "failed", "key_unfit", "NotABadge"),
    Case("a jwt with another's signature", lambda shelf: jwt(shelf.issuer(), signature="A" * 86).encode(), "failed", "changed", "NotABadge"),
    Case("signed tomorrow", lambda shelf: signed(shelf.issuer(), at=_tomorrow(shelf)), "failed", "signed_in_future", "NotABadge"),
    Case("an unknown context", lambda shelf: signed(shelf.issuer(), suite=EDDSA_JCS_2022, **{"@context": [*ob3(shelf.issuer())["@context"], "https://e.example/own"]})),
    Case("an undefined term", lambda shelf: changed_after(shelf, b'"validFrom"', b'"grade": 1, "validFrom"'), "failed", "undefined_term", "NotABadge"),
    Case("a hidden end", lambda shelf: changed_after(shelf, b'"validFrom"', b'"https://www.w3.org/2018/credentials#validUntil": "2020-01-01T00:00:00Z", "validFrom"'), "failed", "hidden_term", "NotABadge"),
    Case("an issuer that is no did", lambda shelf: signed(shelf.issuer(), issuer={"id": shelf.url("/issuer"), "type": ["Profile"]}), "failed", "issuer_not_a_did", "NotABadge"),
    Case("without an achievement", lambda shelf: signed(shelf.issuer(), credentialSubject={"type": ["AchievementSubject"], "identifier": [_of_eve()]}), "unreadable", "incomplete", "NotABadge"),
    Case("a name said twice", twice_named, "Unreadable", wallet="Unreadable"),
    Case("a picture without a badge", lambda shelf: png(), "Unreadable", wallet="Unreadable"),
    Case("a picture that is cut off", lambda shelf: bake_png(png(), signed(shelf.issuer()).decode())[:-30], "Unreadable", wallet="Unreadable"),
    Case("a photo", lambda shelf: b"\xff\xd8\xff\xe0JFIF", "Unreadable", wallet="Unreadable"),
]  # fmt: skip


def _of_eve() -> dict[str, Any]:
    hidden = hash_identity("eve@x.example", identity_type=EMAIL, salt="s")
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hidden.hash,
        "identityType": EMAIL,
        "salt": hidden.salt,
    }


def _tomorrow(shelf: Shelf) -> datetime:
    return datetime.fromisoformat(later(shelf.now, 1))


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account(ANA, name="Ana Sousa")


@pytest.fixture
def other(site: Site, settings: Any) -> Iterator[Site]:
    """The site of yet another one."""
    with running_site() as running:
        settings.OPENLAUREL_FETCH_ALLOW = sorted({*site.allow, *running.allow})
        yield running


def ending(shelf: Shelf, case: Case, ana: Account) -> tuple[str, str, str]:
    """How a case ends: its verdict and the reason of the check that failed, and what the wallet does with it."""
    given = case.make(shelf)
    verdict, reason, kept = "", "", "kept"
    try:
        report = (verify_url if isinstance(given, str) else verify_upload)(given, now=shelf.now)  # type: ignore[arg-type]
        verdict = verdict_of(report).kind
        reason = next((check.reason for check in report.deciding if check.outcome == "fail"), "")
    except VerifierError as error:
        verdict = type(error).__name__
    try:
        if isinstance(given, str):
            keep_from_address(account=ana, url=given, now=shelf.now)
        else:
            keep_file(account=ana, data=given, now=shelf.now)
    except (VerifierError, WalletError) as error:
        kept = type(error).__name__
    return verdict, reason, kept


@pytest.mark.parametrize("cases", [V1, V2, V3], ids=["1.1", "2.0", "3.0"])
def test_badges_of_a_version_end_as_the_table_says(
    cases: list[Case], site: Site, other: Site, ana: Account, now: datetime
) -> None:
    assert len({case.name for case in cases}) == len(cases) >= 30
    found = {}
    for number, case in enumerate(cases):
        found[case.name] = ending(Shelf(site, other, now, number), case, ana)
    assert found == {case.name: (case.verdict, case.reason, case.wallet) for case in cases}
    assert {verdict for verdict, _, _ in found.values()} <= {*VERDICTS, "Unreadable"}
