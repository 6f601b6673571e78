"""Badges in the shapes in which the large platforms publish them, and with the faults that are met. Nothing is copied:
each is made here, with what it needs on a site of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.integration.verifier.foreign import CANONIZER, ForeignIssuer
from tests.sites import Site, send
from tests.unit.core import legacy_issuers as old
from tests.unit.core.openbadges.pictures import SVG, chunk, itxt, png

from openlaurel.core.keys import EcdsaKey, P256PublicKey, SoftwareKey, SoftwareSigner, did_jwk, did_key
from openlaurel.core.openbadges import EMAIL, bake_png, bake_svg, hash_identity
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.suites import ECDSA_RDFC_2019, EDDSA_JCS_2022

ANA = "ana@learners.example"
Make = Callable[["Shelf"], bytes | str]


@dataclass(frozen=True)
class Case:
    """A badge as bytes, or as the address where it lies; how its verification ends, by which reason, and whether Ana's
    wallet keeps it: "kept", or the name of the error."""

    name: str
    make: Make
    verdict: str = "verified"
    reason: str = ""
    wallet: str = "kept"


@dataclass
class Shelf:
    """A site with a folder for each case, so that none gets in the way of another."""

    site: Site
    other: Site
    now: datetime
    number: int = 0

    def issuer(self) -> ForeignIssuer:
        """This function will return an issuer with a DID document and a status list of its own."""
        return ForeignIssuer(self.site, self.now, f"c{self.number}")

    def serve(self, path: str, document: Any, **answer: Any) -> str:
        """This function will put a document on the site and return its address."""
        body = document if isinstance(document, bytes) else _bytes(document)
        self.site.pages[f"/{self.number}{path}"] = send(body, **answer) if answer else body
        return self.url(path)

    def url(self, path: str) -> str:
        return f"{self.site.url}/{self.number}{path}"


def _bytes(document: Any) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def email_identity(address: str = ANA, salt: str = "deadsea") -> dict[str, Any]:
    hidden = hash_identity(address, identity_type=EMAIL, salt=salt)
    return {
        "type": "IdentityObject", "hashed": True, "identityHash": hidden.hash, "identityType": EMAIL, "salt": hidden.salt,
    }  # fmt: skip


# ---- versions 1.1 and 2.0


@dataclass(frozen=True)
class Platform:
    """Where a platform keeps assertion, class and issuer, and what it says in them beside what all say."""

    paths: tuple[str, str, str]
    assertion: Mapping[str, Any] = field(default_factory=dict)
    badge: Mapping[str, Any] = field(default_factory=dict)
    issuer: Mapping[str, Any] = field(default_factory=dict)
    embeds: bool = False
    plain: bool = False


PLATFORMS = {
    "badgr": Platform(
        ("/public/assertions/Rx7", "/public/badges/Kq2", "/public/issuers/Ts9"),
        {
            "image": "https://media.example/a.png", "narrative": "Did it.", "evidence": [{"narrative": "A log."}],
            "issuedOn": "2026-01-10T09:00:00.123456+00:00", "acceptance": "Accepted",
            "extensions:recipientProfile": {"type": ["Extension", "extensions:RecipientProfile"], "name": "Ana Sousa"},
        },
        {"criteria": {"id": "https://e.example/c", "narrative": "Do it."}, "tags": [], "alignment": []},
        {"email": "b@e.example", "image": None, "description": "A school."},
    ),
    "canvas credentials": Platform(
        ("/public/assertions/C1", "/public/badges/C2", "/public/issuers/C3"), {"evidence": []}, embeds=True
    ),
    "credly": Platform(
        (
            "/v1/obi/v2/badge_assertions/0d1f", "/v1/obi/v2/issuers/9a/badge_classes/7c", "/v1/obi/v2/issuers/9a",
        ),
        {
            "verification": {"type": "hosted"}, "image": {"id": "https://images.example/i.png"},
            "issuedOn": "2026-01-10T00:00:00.000Z", "expires": "2028-01-10T00:00:00.000Z",
        },
        {"tags": ["Tides", "Navigation"], "image": {"id": "https://images.example/i.png"}},
        {"type": "Issuer", "url": "https://www.credly.example/organizations/old-harbour"},
    ),
    "accredible": Platform(
        ("/v1/obi/v2/assertions/10", "/v1/obi/v2/badge_classes/20", "/v1/obi/v2/issuers/30"),
        {"evidence": [{"id": "https://e.example/1", "name": "Transcript", "description": ""}], "expires": None},
        {"type": ["BadgeClass"], "criteria": "https://e.example/c"},
    ),
    "open badge factory": Platform(
        ("/v1/assertion/O1?v=2.0", "/v1/badge/_/O2.json?v=2.0", "/v1/client/O3.json?v=2.0"),
        {"type": ["Assertion"], "log_entry": "x1"},
        {"@language": "en", "criteria": {"id": "https://e.example/c.html", "narrative": "# Do it"}},
        {"description": "A guild.", "email": "o@e.example"},
    ),
    "moodle": Platform(
        (
            "/badges/assertion.php?b=7f2c&obversion=2", "/badges/badge_json.php?id=3",
            "/badges/badge_json.php?id=3&action=0&obversion=2",
        ),
        {"evidence": "https://m.example/badges/badge.php?hash=7f2c", "issuedOn": "2026-01-10T10:00:00+01:00"},
        {"version": "1", "@language": "en", "image": "data:image/png;base64,"},
        embeds=True,
    ),
    "1edtech example": Platform(
        ("/assertions/123.json", "/badges/5", "/organization.json"),
        {"@context": ["https://w3id.org/openbadges/v2", "https://e.example/extension/context.json"], "image": "https://e.example/b.png"},
        {"alignment": [{"targetName": "CCSS.1", "targetUrl": "https://s.example/1", "targetCode": "1"}]},
        {"telephone": "+44"},
    ),
    "salava": Platform(
        ("/obpv1/assertion/8/json", "/obpv1/badge/8", "/obpv1/client/8"), {"type": ["Assertion"]}, embeds=True, plain=True
    ),
}  # fmt: skip


def recipient(address: str = ANA, *, plain: bool = False, **changes: Any) -> dict[str, Any]:
    if plain:
        return {"type": "email", "hashed": False, "identity": address} | changes
    hidden = hash_identity(address, identity_type=EMAIL, salt="deadsea")
    return {"type": "email", "hashed": True, "salt": hidden.salt, "identity": hidden.hash} | changes


def older(shelf: Shelf, name: str, **changes: Any) -> tuple[dict[str, Any], str]:
    """This function will publish a badge of version 2.0 as a platform does and return it with its address."""
    said = PLATFORMS[name]
    assertion_at, class_at, issuer_at = map(shelf.url, said.paths)
    context = "https://w3id.org/openbadges/v2"
    issuer = {
        "@context": context,
        "type": "Profile",
        "id": issuer_at,
        "name": "Old Harbour",
        "url": shelf.url(""),
    }
    badge = {
        "@context": context, "type": "BadgeClass", "id": class_at, "name": "Tide tables in practice",
        "description": "Plans a passage from tide tables.", "image": "https://e.example/b.png",
        "criteria": {"narrative": "Plan one passage."},
    }  # fmt: skip
    issuer, badge = _said(issuer, said.issuer), _said(badge, said.badge)
    badge["issuer"] = issuer if said.embeds else issuer_at
    assertion = {
        "@context": context, "type": "Assertion", "id": assertion_at, "recipient": recipient(plain=said.plain),
        "badge": badge if said.embeds else class_at, "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-01-10T09:00:00Z",
    }  # fmt: skip
    if name == "moodle":
        del assertion["verification"]
        assertion["verify"] = {"type": "hosted", "url": assertion_at}
    assertion = _said(_said(assertion, said.assertion), changes)
    for path, document in zip(said.paths, (assertion, badge, issuer), strict=True):
        shelf.serve(path, document)
    return assertion, assertion_at


def _said(document: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (document | dict(more)).items() if value is not None}


def older_v1(shelf: Shelf, *, has_context: bool = True, **changes: Any) -> tuple[dict[str, Any], str]:
    """This function will publish a badge of version 1.1, or of 1.0, and return it with its address."""
    assertion_at, class_at, issuer_at = map(shelf.url, ("/assertion.json", "/class.json", "/issuer.json"))
    named = has_context
    issuer = {"name": "Old Harbour", "url": shelf.url("")}
    badge = {
        "name": "Tide tables in practice", "description": "Plans a passage.", "image": "https://e.example/b.png",
        "criteria": "https://e.example/c", "issuer": issuer_at,
    }  # fmt: skip
    if named:
        context = "https://w3id.org/openbadges/v1"
        issuer = {"@context": context, "type": "Issuer", "id": issuer_at} | issuer
        badge = {"@context": context, "type": "BadgeClass", "id": class_at} | badge
    start = (
        {"@context": "https://w3id.org/openbadges/v1", "type": "Assertion", "id": assertion_at}
        if named
        else {}
    )
    assertion = _said(
        start
        | {
            "uid": f"u{shelf.number}", "recipient": recipient(), "badge": class_at,
            "verify": {"type": "hosted", "url": assertion_at}, "issuedOn": "2026-01-10",
        },
        changes,
    )  # fmt: skip
    for path, document in zip(
        ("/assertion.json", "/class.json", "/issuer.json"), (assertion, badge, issuer), strict=True
    ):
        shelf.serve(path, document)
    return assertion, assertion_at


def signed_older(shelf: Shelf, version: int, *, revoked: bool = False, key: Any = None, **header: Any) -> str:
    """This function will publish an issuer that signs, and return a signed badge of version 1.1 or 2.0 as a JWS."""
    text = json.dumps(old.published_v1() if version == 1 else old.published())
    pages = json.loads(text.replace(old.SITE, shelf.url("")))
    unsigned = old.to_be_signed_v1(expires=None) if version == 1 else old.to_be_signed(expires=None)
    payload = json.loads(json.dumps(unsigned).replace(old.SITE, shelf.url("")))
    listed = shelf.url(old.REVOKED.removeprefix(old.SITE))
    if revoked:
        pages[listed] = (
            {payload["uid"]: "An error."}
            if version == 1
            else {**pages[listed], "revokedAssertions": [payload["id"]]}
        )
    for address, document in pages.items():
        shelf.serve(address.removeprefix(shelf.url("")), document)
    return old.signed(payload, key=key, **header)


# ---- forms


def in_png(text: str) -> bytes:
    """As badges of 1.1 and 2.0 are baked: an iTXt chunk `openbadges`."""
    return png(itxt(text.encode(), keyword=b"openbadges"))


def in_old_png(text: str) -> bytes:
    """As the first bakers did: a tEXt chunk, mostly with nothing but the address."""
    return png(chunk(b"tEXt", b"openbadges\0" + text.encode()))


def in_svg(text: str, *, verify: str = "") -> bytes:
    """As badges of 1.1 and 2.0 are baked into an SVG."""
    where = f' verify="{verify}"' if verify else ""
    inner = "" if verify and not text else f"<![CDATA[{text}]]>"
    element = f'<openbadges:assertion xmlns:openbadges="http://openbadges.org"{where}>{inner}</openbadges:assertion>'
    return SVG.replace(b"<path", element.encode() + b"<path")


def as_json(document: Any) -> bytes:
    return json.dumps(document).encode()


# ---- version 3.0


def ob3(by: ForeignIssuer, /, **changes: Any) -> dict[str, Any]:
    """An unsigned badge made out to Ana by a hashed address; a change of None leaves a part out."""
    document = by.unsigned()
    document["credentialSubject"]["identifier"] = [email_identity()]
    return _said(document, changes)


def subject(
    by: ForeignIssuer, /, achievement: Mapping[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    found = ob3(by)["credentialSubject"]
    found["achievement"] = _said(found["achievement"], achievement or {})
    return _said(found, changes)


def signed(
    by: ForeignIssuer,
    /,
    *,
    suite: str = "",
    as_object: bool = False,
    at: datetime | None = None,
    **changes: Any,
) -> bytes:
    """This function will return a signed badge; the reference JavaScript stack writes its proof as an object."""
    options = {"cryptosuite": suite} if suite else {}
    signer = SoftwareSigner(by.key, by.method)
    document = sign(ob3(by, **changes), signer=signer, created=at or by.now, canonizer=CANONIZER, **options)
    if as_object:
        document["proof"] = document["proof"][0]
    return as_json(document)


def by_key(shelf: Shelf, kind: str, **changes: Any) -> bytes:
    """This function will return a badge whose issuer is nothing but a key: did:key or did:jwk, Ed25519 or P-256."""
    issuer = shelf.issuer()
    secret = (
        EcdsaKey(P256PublicKey, bytes(range(1, 33))) if "p-256" in kind else SoftwareKey(bytes(range(32)))
    )
    did = did_jwk(secret.public) if "jwk" in kind else did_key(secret.public)
    method = f"{did}#0" if "jwk" in kind else f"{did}#{secret.public.multibase}"
    options = {"cryptosuite": ECDSA_RDFC_2019} if "p-256" in kind else {}
    unsigned = ob3(
        issuer, issuer={"id": did, "type": ["Profile"], "name": "A key"}, credentialStatus=None, **changes
    )
    signer = SoftwareSigner(secret, method)
    return as_json(sign(unsigned, signer=signer, created=shelf.now, canonizer=CANONIZER, **options))


def jwt(
    by: ForeignIssuer,
    /,
    *,
    signature: str | None = None,
    header: Mapping[str, Any] | None = None,
    **changes: Any,
) -> str:
    """This function will return a badge as a JWT (VC-JOSE-COSE); `header` and `signature` may be as wrong as wanted."""
    fields = {"alg": "EdDSA", "typ": "vc+jwt", "kid": by.method, "iss": by.did} | dict(header or {})
    text = ".".join(old.base64url(json.dumps(part).encode()) for part in (fields, ob3(by, **changes)))
    made = old.base64url(by.key.sign(text.encode())) if signature is None else signature
    return f"{text}.{made}"


def later(now: datetime, days: int) -> str:
    return (now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


__all__ = [
    "ANA",
    "EDDSA_JCS_2022",
    "PLATFORMS",
    "Case",
    "Shelf",
    "as_json",
    "bake_png",
    "bake_svg",
    "by_key",
    "in_old_png",
    "in_png",
    "in_svg",
    "jwt",
    "later",
    "ob3",
    "older",
    "older_v1",
    "recipient",
    "signed",
    "signed_older",
    "subject",
]
