"""What the provider answers (Profiles 2.0, 4.1.4): each rule by its name, and all of them must hold."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from openlaurel.apps.signon.identity import Identity, SignOnFailed
from openlaurel.apps.signon.saml.signatures import signed_assertion
from openlaurel.apps.signon.saml.xml import MOST_BYTES, NS, SAMLP, parse, text_of

SKEW = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
BY_EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
EMAILS = ("urn:oid:0.9.2342.19200300.100.1.3", _CLAIMS + "emailaddress", "mail", "email", "emailAddress")
NAMES = (
    "urn:oid:2.16.840.1.113730.3.1.241",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "displayName",
    "name",
    "urn:oid:2.5.4.3",
    "cn",
)
PARTS_OF_NAMES = (
    ("urn:oid:2.5.4.42", "urn:oid:2.5.4.4"),
    (_CLAIMS + "givenname", _CLAIMS + "surname"),
    ("givenName", "sn"),
    ("firstName", "lastName"),
)


@dataclass(frozen=True)
class ServiceProvider:
    """What this site is to one provider, and what is known of that provider. `certificates` are PEM."""

    entity_id: str
    consumer_url: str
    idp_entity_id: str
    certificates: Sequence[str]
    email_claim: str = ""


@dataclass(frozen=True)
class Answer:
    """A checked answer: it may be used once, before `until`, by whoever sent the request `request_id`."""

    identity: Identity
    request_id: str
    assertion_id: str
    until: datetime


def check_response(encoded: str, *, site: ServiceProvider, now: datetime) -> Answer:
    """This function will return what a `SAMLResponse` says, or raise SignOnFailed with the rule that it breaks.

    The caller still compares `request_id` with the request that this browser sent, and lets `assertion_id` be used once.
    """
    response = parse(_decoded(encoded))
    if response.tag != f"{{{SAMLP}}}Response":
        raise SignOnFailed("What came isn't a SAML response.")
    _check_status(response)
    response, assertion = signed_assertion(response, certificates=site.certificates, now=now)
    confirmation = _confirmation(assertion)
    request_id = confirmation.get("InResponseTo", "")
    issuers = [text_of(response.find("saml:Issuer", NS)), text_of(assertion.find("saml:Issuer", NS))]
    audiences = [
        {text_of(each) for each in restriction.findall("saml:Audience", NS)}
        for restriction in assertion.findall("saml:Conditions/saml:AudienceRestriction", NS)
    ]
    conditions = assertion.find("saml:Conditions", NS)
    until = _moment(confirmation.get("NotOnOrAfter"))
    rules = {
        "Version is 2.0": response.get("Version") == assertion.get("Version") == "2.0",
        "Issuer is the provider": issuers[1] == site.idp_entity_id and issuers[0] in {"", site.idp_entity_id},
        "Destination is this site": response.get("Destination") == site.consumer_url,
        "Recipient is this site": confirmation.get("Recipient") == site.consumer_url,
        "Audience is this site": bool(audiences) and all(site.entity_id in each for each in audiences),
        "InResponseTo names a request": request_id != "" and response.get("InResponseTo") == request_id,
        "IssueInstant is lately": _is_lately(response, now) and _is_lately(assertion, now),
        "NotOnOrAfter is to come": until is not None and until > now - SKEW,
        "the bearer has no NotBefore": "NotBefore" not in confirmation.attrib,
        "the conditions hold now": conditions is not None and _hold(conditions, now),
        "the session isn't over": _session_lasts(assertion, now),
        "the assertion has an id": bool(assertion.get("ID")),
    }
    if broken := [rule for rule, holds in rules.items() if not holds]:
        raise SignOnFailed(f"The SAML response breaks a rule: {broken[0]}.")
    assert until is not None
    return Answer(_identity(assertion, site), request_id, assertion.get("ID", ""), until + SKEW)


def _decoded(encoded: str) -> bytes:
    if len(encoded) > MOST_BYTES * 2:
        raise SignOnFailed("The SAML response is too large.")
    try:
        return base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignOnFailed("The SAML response isn't Base64.") from error


def _check_status(response: etree._Element) -> None:
    """What an unsigned message may say: that it failed. Success counts only with the signature that is checked next."""
    codes = [each.get("Value", "") for each in response.iterfind("samlp:Status//samlp:StatusCode", NS)]
    if not codes or codes[0] != SUCCESS:
        told = text_of(response.find("samlp:Status/samlp:StatusMessage", NS))
        named = ", ".join(code.rpartition(":")[2] for code in codes) or "no status"
        raise SignOnFailed(f"The provider answered {named}: {told}"[:300].rstrip(": "))


def _confirmation(assertion: etree._Element) -> etree._Element:
    found = [
        each.find("saml:SubjectConfirmationData", NS)
        for each in assertion.findall("saml:Subject/saml:SubjectConfirmation", NS)
        if each.get("Method") == BEARER
    ]
    if len(found) != 1 or found[0] is None:
        raise SignOnFailed("The SAML response breaks a rule: one bearer confirms the subject.")
    return found[0]


def _moment(text: str | None) -> datetime | None:
    """xs:dateTime in UTC (Core 2.0, 1.3.3)."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _is_lately(element: etree._Element, now: datetime) -> bool:
    issued = _moment(element.get("IssueInstant"))
    return issued is not None and now - OLDEST < issued < now + SKEW


def _hold(conditions: etree._Element, now: datetime) -> bool:
    starts, ends = _moment(conditions.get("NotBefore")), _moment(conditions.get("NotOnOrAfter"))
    is_readable = (starts is None) == ("NotBefore" not in conditions.attrib) and (ends is None) == (
        "NotOnOrAfter" not in conditions.attrib
    )
    # OneTimeUse holds anyway, ProxyRestriction isn't about us; a condition that isn't known can't hold (2.5.1.1).
    known = {"AudienceRestriction", "OneTimeUse", "ProxyRestriction"}
    names = {etree.QName(each).localname for each in conditions}
    return (
        is_readable
        and names <= known
        and (starts is None or starts <= now + SKEW)
        and (ends is None or ends > now - SKEW)
    )


def _session_lasts(assertion: etree._Element, now: datetime) -> bool:
    statements = assertion.findall("saml:AuthnStatement", NS)
    ends = [each.get("SessionNotOnOrAfter") for each in statements]
    moments = [_moment(each) for each in ends if each]
    return bool(statements) and all(moment is not None and moment > now - SKEW for moment in moments)


def _identity(assertion: etree._Element, site: ServiceProvider) -> Identity:
    name_ids = assertion.findall("saml:Subject/saml:NameID", NS)
    subject = text_of(name_ids[0]) if len(name_ids) == 1 else ""
    form = name_ids[0].get("Format", "") if name_ids else ""
    if not 0 < len(subject) <= 255:
        raise SignOnFailed("The SAML response breaks a rule: one NameID says who.")
    if form == TRANSIENT:
        raise SignOnFailed(
            "The NameID is transient: set the provider to a persistent one or the e-mail address."
        )
    claims = _claims(assertion)
    emails = _first(claims, [site.email_claim] if site.email_claim else EMAILS)
    email = emails or (subject if form == BY_EMAIL and not site.email_claim else "")
    return Identity(
        subject=subject.lower() if form == BY_EMAIL else subject,
        email=email.strip().lower(),
        email_verified=None,
        name=_name(claims)[:200],
        claims=claims,
    )


def _claims(assertion: etree._Element) -> dict[str, Any]:
    claims: dict[str, Any] = {}
    for attribute in assertion.findall("saml:AttributeStatement/saml:Attribute", NS):
        values = [text_of(each) for each in attribute.findall("saml:AttributeValue", NS)]
        for name in (attribute.get("Name"), attribute.get("FriendlyName")):
            if name:
                claims[name] = [*claims.get(name, []), *values]
    return claims


def _name(claims: dict[str, Any]) -> str:
    for given, family in PARTS_OF_NAMES:
        parts = [_first(claims, [each]) for each in (given, family)]
        if all(parts) and not _first(claims, NAMES):
            return " ".join(parts)
    return _first(claims, NAMES)


def _first(claims: dict[str, Any], names: Sequence[str]) -> str:
    return next((value for name in names for value in claims.get(name, []) if value), "")
