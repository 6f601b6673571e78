"""SAML answers and metadata: each way to forge, bend, wrap, replay or hide something in one is refused by its name."""

import base64
import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from signxml import XMLSigner
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from tests.integration.signon.saml_idp import Pair, key_pair, pem_of

from openlaurel.apps.signon.identity import SignOnFailed
from openlaurel.apps.signon.saml import (
    ServiceProvider,
    check_response,
    read_metadata,
    request_url,
    write_metadata,
)
from openlaurel.apps.signon.saml.xml import MOST_BYTES, NS, SAML, SAMLP

NOW = datetime.now(UTC)
IDP = "https://login.harbour.example/saml"
SITE = ServiceProvider(
    "https://badges.example/sign-on/harbour/saml/metadata",
    "https://badges.example/sign-on/harbour/saml/answer",
    IDP,
    (pem_of(key_pair()),),
)
EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
Root = etree._Element


def at(**ago: int) -> str:
    return (NOW + timedelta(**ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(**changed: str) -> str:
    """A response as a provider writes it; `changed` replaces single places of it."""
    said = {
        "response_id": "_r1",
        "assertion_id": "_a1",
        "destination": SITE.consumer_url,
        "recipient": SITE.consumer_url,
        "in_response_to": "_request",
        "asked": "_request",
        "issuer": IDP,
        "outer_issuer": IDP,
        "issued": at(),
        "status": "urn:oasis:names:tc:SAML:2.0:status:Success",
        "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "subject": "u-1",
        "email": "ana@harbour.example",
        "until": at(minutes=5),
        "starts": at(seconds=-5),
        "confirmation": "",
        "method": "urn:oasis:names:tc:SAML:2.0:cm:bearer",
        "restriction": f"<saml:AudienceRestriction><saml:Audience>{SITE.entity_id}</saml:Audience></saml:AudienceRestriction>",
        "session": f'<saml:AuthnStatement AuthnInstant="{at()}"/>',
        "version": "2.0",
    } | changed
    return """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="{response_id}" Version="{version}" IssueInstant="{issued}"
 Destination="{destination}" InResponseTo="{asked}"><saml:Issuer>{outer_issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status>
<saml:Assertion ID="{assertion_id}" Version="{version}" IssueInstant="{issued}"><saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="{format}">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="{method}"><saml:SubjectConfirmationData {confirmation} NotOnOrAfter="{until}"
 Recipient="{recipient}" InResponseTo="{in_response_to}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{starts}" NotOnOrAfter="{until}">{restriction}</saml:Conditions>{session}
<saml:AttributeStatement><saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3" FriendlyName="mail">
<saml:AttributeValue xsi:type="xs:string">{email}</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="groups"><saml:AttributeValue>registrars</saml:AttributeValue>
<saml:AttributeValue>teachers</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="givenName"><saml:AttributeValue>Ana</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="sn"><saml:AttributeValue>Sousa</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion></samlp:Response>""".format(**said)


def signed(
    root: Root,
    element: Root,
    *,
    pair: Pair | None = None,
    method: SignatureMethod = SignatureMethod.RSA_SHA256,
    digest: DigestAlgorithm = DigestAlgorithm.SHA256,
) -> Root:
    """`root` with `element` of it signed, by the provider's key or by `pair`."""
    key, certificate = pair or key_pair()
    place = etree.SubElement(element, "{http://www.w3.org/2000/09/xmldsig#}Signature", Id="placeholder")
    element.insert(1, place)
    signer = Signer(signature_algorithm=method, digest_algorithm=digest, c14n_algorithm=EXC)
    return signer.sign(
        root, key=key, cert=[certificate], reference_uri=f"#{element.get('ID')}", id_attribute="ID"
    )


class Signer(XMLSigner):
    """signxml's, that also signs as nobody should any more, for tests of what must be refused."""

    def check_deprecated_methods(self) -> None:
        pass


def assertion_of(root: Root) -> Root:
    found = root.find("saml:Assertion", NS)
    assert found is not None
    return found


def parsed(**changed: str) -> Root:
    return etree.fromstring(written(**changed))


def genuine(**changed: str) -> Root:
    root = parsed(**changed)
    return signed(root, assertion_of(root))


def packed(root: Root | bytes) -> str:
    return base64.b64encode(root if isinstance(root, bytes) else etree.tostring(root)).decode()


def refused(root: Root | bytes, *, site: ServiceProvider = SITE, now: datetime | None = None) -> str:
    with pytest.raises(SignOnFailed) as fault:
        check_response(packed(root), site=site, now=now or NOW)
    return str(fault.value)


def test_a_genuine_answer_says_who_came_and_what_was_asked() -> None:
    answer = check_response(packed(genuine()), site=SITE, now=NOW)
    who = answer.identity
    assert (who.subject, who.email, who.name) == ("u-1", "ana@harbour.example", "Ana Sousa")
    assert who.claims["groups"] == ["registrars", "teachers"]
    assert who.claims["mail"] == ["ana@harbour.example"]
    assert (answer.request_id, answer.assertion_id) == ("_request", "_a1")


def test_the_response_may_be_signed_instead_or_as_well_and_a_new_certificate_counts_beside_the_old() -> None:
    root = parsed()
    both = replace(SITE, certificates=(pem_of(key_pair("before")), *SITE.certificates))
    assert check_response(packed(signed(root, root)), site=both, now=NOW).request_id == "_request"
    root = genuine()
    assert check_response(packed(signed(root, root)), site=SITE, now=NOW).request_id == "_request"


def test_the_address_is_taken_from_the_named_attribute_alone_or_from_the_name_id() -> None:
    named = replace(SITE, email_claim="groups")
    assert check_response(packed(genuine()), site=named, now=NOW).identity.email == "registrars"
    by_email = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
    root = genuine(format=by_email, subject="Ana@Harbour.example", email="")
    who = check_response(packed(root), site=SITE, now=NOW).identity
    assert who.subject == who.email == "ana@harbour.example"
    absent = replace(SITE, email_claim="no-such-attribute")
    assert check_response(packed(root), site=absent, now=NOW).identity.email == ""


OTHER = "https://elsewhere.example/saml"
AUDIENCE = "<saml:AudienceRestriction><saml:Audience>{}</saml:Audience></saml:AudienceRestriction>"


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"version": "1.1"}, "Version"),
        ({"issuer": OTHER}, "Issuer"),
        ({"outer_issuer": OTHER}, "Issuer"),
        ({"destination": OTHER}, "Destination"),
        ({"recipient": OTHER}, "Recipient"),
        ({"restriction": ""}, "Audience"),
        ({"restriction": AUDIENCE.format(OTHER)}, "Audience"),
        ({"restriction": AUDIENCE.format(SITE.entity_id) + AUDIENCE.format(OTHER)}, "Audience"),
        ({"in_response_to": "", "asked": ""}, "InResponseTo"),
        ({"asked": "_other"}, "InResponseTo"),
        ({"issued": at(minutes=-11)}, "IssueInstant"),
        ({"issued": at(minutes=2)}, "IssueInstant"),
        ({"issued": "yesterday"}, "IssueInstant"),
        ({"until": at(minutes=-2)}, "NotOnOrAfter"),
        ({"until": ""}, "NotOnOrAfter"),
        ({"confirmation": f'NotBefore="{at()}"'}, "NotBefore"),
        ({"starts": at(minutes=2)}, "conditions"),
        ({"starts": "soon"}, "conditions"),
        ({"restriction": AUDIENCE.format(SITE.entity_id) + "<saml:Condition/>"}, "conditions"),
        ({"session": ""}, "session"),
        ({"session": f'<saml:AuthnStatement SessionNotOnOrAfter="{at(hours=-1)}"/>'}, "session"),
        ({"assertion_id": "_r1"}, "same id"),
        ({"subject": ""}, "NameID"),
        ({"subject": "x" * 256}, "NameID"),
        ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "transient"),
        ({"method": "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"}, "bearer"),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "Responder"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused_by_its_name(changed: dict[str, str], rule: str) -> None:
    root = parsed(**changed)
    if changed.get("assertion_id") != "_r1":
        root = signed(root, assertion_of(root))
    assert rule in refused(root)


def test_what_nobody_signed_or_somebody_else_did_is_refused() -> None:
    assert "Neither" in refused(parsed())
    root = parsed()
    stranger = signed(root, assertion_of(root), pair=key_pair("stranger"))
    assert "isn't one of the provider's keys" in refused(stranger)
    root = genuine()
    assertion_of(root).find("saml:Subject/saml:NameID", NS).text = "u-2"  # type: ignore[union-attr]
    assert "isn't one of the provider's keys" in refused(root)
    root = parsed()
    ended = key_pair("ended", days=-1)
    once = replace(SITE, certificates=(pem_of(ended),))
    assert "expired" in refused(signed(root, assertion_of(root), pair=ended), site=once)


@pytest.mark.parametrize(
    ("method", "digest"),
    [
        (SignatureMethod.RSA_SHA1, DigestAlgorithm.SHA256),
        (SignatureMethod.RSA_SHA256, DigestAlgorithm.SHA1),
    ],
)
def test_sha_1_is_refused(method: SignatureMethod, digest: DigestAlgorithm) -> None:
    root = parsed()
    assert "forbidden" in refused(signed(root, assertion_of(root), method=method, digest=digest))


def evil(root: Root, identifier: str = "_evil") -> Root:
    """The assertion of `root` about somebody else, without its signature."""
    forged = copy.deepcopy(assertion_of(root))
    forged.set("ID", identifier)
    for signature in forged.findall("ds:Signature", NS):
        forged.remove(signature)
    for value in (forged.find(".//saml:NameID", NS), forged.find(".//saml:AttributeValue", NS)):
        assert value is not None
        value.text = "owner@harbour.example"
    return forged


def beside_before(root: Root) -> Root:
    root.insert(2, evil(root))
    return root


def beside_after(root: Root) -> Root:
    root.append(evil(root))
    return root


def around(root: Root) -> Root:
    """The genuine one inside a forged one (XSW 4)."""
    real, forged = assertion_of(root), evil(root)
    root.replace(real, forged)
    forged.append(real)
    return root


def in_object(root: Root) -> Root:
    """The genuine one in an object of the forged one's signature (XSW 6)."""
    real, forged = assertion_of(root), evil(root)
    signature = real.find("ds:Signature", NS)
    assert signature is not None
    root.replace(real, forged)
    forged.insert(1, signature)
    holder = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
    holder.append(real)
    return root


def in_extensions(root: Root) -> Root:
    """The genuine one in extensions of the response (XSW 7)."""
    real, forged = assertion_of(root), evil(root)
    root.replace(real, forged)
    holder = etree.SubElement(root, f"{{{SAMLP}}}Extensions")
    holder.append(real)
    return root


def same_id(root: Root) -> Root:
    real, forged = assertion_of(root), evil(root, "_a1")
    root.replace(real, forged)
    root.append(real)
    return root


def other_name(root: Root) -> Root:
    """The genuine one under a name that isn't looked for, and its signature on the forged one (XSW 3)."""
    real, forged = assertion_of(root), evil(root)
    signature = real.find("ds:Signature", NS)
    assert signature is not None
    forged.insert(1, copy.deepcopy(signature))
    root.replace(real, forged)
    holder = etree.SubElement(root, "hidden")
    holder.append(real)
    return root


def signature_outside(root: Root) -> Root:
    """The signature of the assertion on the response, for a forged assertion (XSW 1)."""
    real, forged = assertion_of(root), evil(root)
    signature = real.find("ds:Signature", NS)
    assert signature is not None
    root.replace(real, forged)
    root.insert(1, signature)
    signature.append(real)
    return root


@pytest.mark.parametrize(
    "wrap",
    [beside_before, beside_after, around, in_object, in_extensions, same_id, other_name, signature_outside],
    ids=lambda wrap: str(wrap.__name__),
)
def test_a_signature_that_is_wrapped_around_something_else_is_refused(wrap: Callable[[Root], Root]) -> None:
    assert refused(wrap(genuine()))


def test_a_signed_response_inside_a_forged_one_is_refused() -> None:
    root = parsed()
    inner = signed(root, root)
    for place in ("samlp:Extensions", "ds:Signature/ds:Object", "own"):
        outer = parsed(response_id="_forged", assertion_id="_forged_too", subject="owner")
        if place == "ds:Signature/ds:Object":
            signature = copy.deepcopy(inner.find("ds:Signature", NS))
            assert signature is not None
            outer.insert(1, signature)
            holder = etree.SubElement(signature, "{http://www.w3.org/2000/09/xmldsig#}Object")
        else:
            holder = etree.SubElement(outer, f"{{{SAMLP}}}Extensions" if place != "own" else "own")
        holder.append(copy.deepcopy(inner))
        assert refused(outer), place


def test_a_second_reference_or_a_transform_that_is_not_of_saml_is_refused() -> None:
    root = genuine()
    reference = root.find(".//ds:Reference", NS)
    assert reference is not None
    transforms = reference.find("ds:Transforms", NS)
    assert transforms is not None
    etree.SubElement(
        transforms,
        "{http://www.w3.org/2000/09/xmldsig#}Transform",
        Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116",
    )
    assert "transform" in refused(root)
    root = genuine()
    reference = root.find(".//ds:Reference", NS)
    assert reference is not None
    reference.getparent().append(copy.deepcopy(reference))  # type: ignore[union-attr]
    assert "something else" in refused(root)


def test_a_comment_hides_no_part_of_an_address() -> None:
    root = genuine(email="owner@harbour.example.evil.example")
    content = etree.tostring(root).replace(
        b"owner@harbour.example.evil.example", b"owner@harbour.example<!-- -->.evil.example"
    )
    assert "comment" in refused(content)
    assert "comment" in refused(etree.tostring(genuine()).replace(b"u-1<", b"u-1<?x y?><"))


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/evil.dtd">',
        b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b"<!DOCTYPE r [<!ATTLIST r ID ID #IMPLIED>]>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_and_its_entities_are_not_read(doctype: bytes, encoding: str) -> None:
    said = (doctype + etree.tostring(genuine())).decode().replace("u-1", "&x;").encode(encoding)
    assert "document type" in refused(said)


def test_an_encrypted_assertion_is_refused_with_the_way_out() -> None:
    root = genuine()
    etree.SubElement(root, f"{{{SAML}}}EncryptedAssertion")
    assert "Turn that off" in refused(root)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML",
        b"<r/>",
        b"\xff\xfe<",
        b"<a>" * 200 + b"</a>" * 200,
        b"<r>" + b" " * MOST_BYTES + b"</r>",
    ],
)
def test_what_is_no_response_is_told_as_that(content: bytes) -> None:
    assert refused(content)


def test_what_is_no_base64_is_told_as_that() -> None:
    for text in ("*", "A", "A" * (MOST_BYTES * 2 + 1)):
        with pytest.raises(SignOnFailed):
            check_response(text, site=SITE, now=NOW)


# Metadata


def described(certificate: str = "", **changed: Any) -> bytes:
    said = {
        "entity": IDP,
        "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
        "location": "https://login.harbour.example/sso",
        "protocol": SAMLP,
        "use": "signing",
        "wants": "false",
        "certificate": certificate or "".join(pem_of(key_pair()).splitlines()[1:-1]),
    } | changed
    return (
        (
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
            'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{entity}"><md:IDPSSODescriptor '
            'WantAuthnRequestsSigned="{wants}" protocolSupportEnumeration="{protocol}"><md:KeyDescriptor use="{use}">'
            "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            '</md:KeyDescriptor><md:SingleSignOnService Binding="{binding}" Location="{location}"/>'
            "</md:IDPSSODescriptor></md:EntityDescriptor>"
        )
        .format(**said)
        .encode()
    )


def test_metadata_say_where_to_sign_on_and_whose_signature_counts() -> None:
    said = read_metadata(described())
    assert (said.entity_id, said.address) == (IDP, "https://login.harbour.example/sso")
    assert said.certificates == (pem_of(key_pair()),)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"entity": ""}, "entityID"),
        ({"protocol": "urn:oasis:names:tc:SAML:1.1:protocol"}, "0 SAML 2.0"),
        ({"binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"}, "HTTP-Redirect"),
        ({"use": "encryption"}, "no certificate"),
        ({"certificate": "AAAA"}, "can't be read"),
        ({"wants": "true"}, "signed requests"),
        ({"certificate": "".join(pem_of(key_pair("weak", bits=1024)).splitlines()[1:-1])}, "weak"),
    ],
)
def test_metadata_that_lack_something_are_refused_by_its_name(changed: dict[str, str], word: str) -> None:
    with pytest.raises(SignOnFailed, match=word):
        read_metadata(described(**changed))


def test_of_several_providers_none_is_guessed() -> None:
    several = (
        b'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">%s%s</md:EntitiesDescriptor>'
    )
    one = described()
    assert read_metadata(several % (one, b"")).entity_id == IDP
    with pytest.raises(SignOnFailed, match="2 SAML"):
        read_metadata(several % (one, described(entity=OTHER)))


def test_the_request_goes_beside_what_the_address_has_already_and_our_metadata_say_what_we_are() -> None:
    url = request_url(
        identifier="_x", destination="https://login.example/sso?a=b", entity_id="e", consumer_url="c", now=NOW
    )
    assert url.startswith("https://login.example/sso?a=b&SAMLRequest=")
    root = etree.fromstring(write_metadata(entity_id=SITE.entity_id, consumer_url=SITE.consumer_url))
    assert root.get("entityID") == SITE.entity_id
    service = root.find("md:SPSSODescriptor/md:AssertionConsumerService", NS)
    assert service is not None
    assert service.get("Location") == SITE.consumer_url
