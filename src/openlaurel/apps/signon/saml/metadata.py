"""Metadata (SAML 2.0 Metadata): the provider's is read, ours is written."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate
from lxml import etree

from openlaurel.apps.signon.identity import SignOnFailed
from openlaurel.apps.signon.saml.xml import MD, NS, POST, REDIRECT, SAMLP, parse, text_of

LEAST_BITS = 2048
MOST_CERTIFICATES = 10
FORMATS = (
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
)


@dataclass(frozen=True)
class IdpMetadata:
    """What a provider says of itself: its name, where the browser is sent, and the certificates (PEM) it signs by."""

    entity_id: str
    address: str
    certificates: tuple[str, ...]


def read_metadata(data: bytes) -> IdpMetadata:
    """This function will read the metadata of one identity provider; raises SignOnFailed with what is missing."""
    root = parse(data)
    entities = [root] if root.tag == f"{{{MD}}}EntityDescriptor" else root.findall("md:EntityDescriptor", NS)
    providers = [
        (entity, descriptor)
        for entity in entities
        for descriptor in entity.findall("md:IDPSSODescriptor", NS)
        if SAMLP in descriptor.get("protocolSupportEnumeration", "").split()
    ]
    if len(providers) != 1:
        raise SignOnFailed(
            f"The metadata describes {len(providers)} SAML 2.0 identity providers; one is expected."
        )
    entity, descriptor = providers[0]
    entity_id = entity.get("entityID", "").strip()
    if not 0 < len(entity_id) <= 500:
        raise SignOnFailed("The metadata has no entityID.")
    if descriptor.get("WantAuthnRequestsSigned", "false") in {"true", "1"}:
        raise SignOnFailed(
            "The provider wants signed requests, which this site doesn't send. Turn that off there."
        )
    addresses = [
        service.get("Location", "")
        for service in descriptor.findall("md:SingleSignOnService", NS)
        if service.get("Binding") == REDIRECT
    ]
    if not addresses or not 0 < len(addresses[0]) <= 500:
        raise SignOnFailed("The metadata names no address for HTTP-Redirect.")
    return IdpMetadata(entity_id, addresses[0], _certificates(descriptor))


def write_metadata(*, entity_id: str, consumer_url: str) -> bytes:
    """This function will return what this site tells a provider about itself."""
    entity = etree.Element(f"{{{MD}}}EntityDescriptor", nsmap={"md": MD}, entityID=entity_id)
    site = etree.SubElement(
        entity,
        f"{{{MD}}}SPSSODescriptor",
        AuthnRequestsSigned="false",
        WantAssertionsSigned="true",
        protocolSupportEnumeration=SAMLP,
    )
    for form in FORMATS:
        etree.SubElement(site, f"{{{MD}}}NameIDFormat").text = form
    etree.SubElement(
        site,
        f"{{{MD}}}AssertionConsumerService",
        Binding=POST,
        Location=consumer_url,
        index="0",
        isDefault="true",
    )
    written: bytes = etree.tostring(entity, xml_declaration=True, encoding="UTF-8")
    return written


def _certificates(descriptor: etree._Element) -> tuple[str, ...]:
    found = [
        _certificate(text_of(each))
        for key in descriptor.findall("md:KeyDescriptor", NS)
        if key.get("use", "signing") == "signing"
        for each in key.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NS)
    ]
    if not found:
        raise SignOnFailed("The metadata names no certificate for signing.")
    if len(found) > MOST_CERTIFICATES:
        raise SignOnFailed(f"The metadata names more than {MOST_CERTIFICATES} certificates.")
    return tuple(dict.fromkeys(each.public_bytes(Encoding.PEM).decode() for each in found))


def _certificate(text: str) -> Certificate:
    try:
        certificate = load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
        key = certificate.public_key()
    except (ValueError, TypeError, binascii.Error) as error:
        raise SignOnFailed("A certificate of the metadata can't be read.") from error
    except Exception as error:  # cryptography's UnsupportedAlgorithm, and what its parsers raise for odd keys
        raise SignOnFailed("A certificate of the metadata has a key that isn't supported.") from error
    if not (isinstance(key, RSAPublicKey) and key.key_size >= LEAST_BITS) and not isinstance(
        key, EllipticCurvePublicKey
    ):
        raise SignOnFailed(
            f"A certificate has a weak key: RSA with {LEAST_BITS} bits or more, or EC, is needed."
        )
    return certificate
