"""Signatures of SAML (Core 2.0, 5.4): what is read afterwards is what was signed, and nothing else.

Against signature wrapping: one Assertion in the whole document, ids that are unique, signatures only where they belong,
each with one reference to its own parent; and the values are read from what the signature covers.
"""

from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import InvalidSignature as CryptographyError
from cryptography.x509 import load_pem_x509_certificate
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from openlaurel.apps.signon.identity import SignOnFailed
from openlaurel.apps.signon.saml.xml import DS, NS, SAML

ASSERTION = f"{{{SAML}}}Assertion"
SIGNATURE = f"{{{DS}}}Signature"
METHODS = frozenset(
    {
        *(SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512),
        *(SignatureMethod.SHA256_RSA_MGF1, SignatureMethod.SHA384_RSA_MGF1, SignatureMethod.SHA512_RSA_MGF1),
        *(SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.ECDSA_SHA512),
    }
)
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
# Core 2.0, 5.4.4: no other transforms.
TRANSFORMS = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
}


def signed_assertion(
    root: etree._Element, *, certificates: Sequence[str], now: datetime
) -> tuple[etree._Element, etree._Element]:
    """This function will return a Response and its Assertion, each as far as it is signed as the signature covers it.

    `certificates` (PEM) are those of the provider; what a message brings along is ignored. Raises SignOnFailed.
    """
    assertion = _only_assertion(root)
    found = {element: _signature_of(element) for element in (root, assertion)}
    if len(root.findall(f".//{SIGNATURE}")) != sum(each is not None for each in found.values()):
        raise SignOnFailed("A signature stands where none belongs.")
    if not any(each is not None for each in found.values()):
        raise SignOnFailed("Neither the response nor its assertion is signed.")
    response = root
    if found[root] is not None:
        response = _verified(root, root, location="./", certificates=certificates, now=now)
        assertion = _only_assertion(response)
    if found[root] is None or _signature_of(assertion) is not None:
        # The signature of the Assertion is covered by that of the Response and stays in it.
        assertion = _verified(
            response, assertion, location=f"./{ASSERTION}/", certificates=certificates, now=now
        )
    return response, assertion


def _only_assertion(root: etree._Element) -> etree._Element:
    everywhere, here = root.findall(f".//{ASSERTION}"), root.findall(ASSERTION)
    if (
        root.find(".//saml:EncryptedAssertion", NS) is not None
        or root.find(".//saml:EncryptedID", NS) is not None
    ):
        raise SignOnFailed("The assertion is encrypted. Turn that off at the provider: it comes over https.")
    if len(everywhere) != 1 or len(here) != 1:
        raise SignOnFailed(f"The response holds {len(everywhere)} assertions; one is expected.")
    ids = [value for element in root.iter() for name, value in element.items() if name.lower() == "id"]
    if len(ids) != len(set(ids)):
        raise SignOnFailed("Two parts of the response have the same id.")
    return here[0]


def _signature_of(element: etree._Element) -> etree._Element | None:
    signatures = element.findall(SIGNATURE)
    if len(signatures) > 1:
        raise SignOnFailed("A part of the response is signed twice.")
    return signatures[0] if signatures else None


def _verified(
    root: etree._Element,
    element: etree._Element,
    *,
    location: str,
    certificates: Sequence[str],
    now: datetime,
) -> etree._Element:
    signature = _signature_of(element)
    assert signature is not None
    _check_form(signature, element.get("ID", ""))
    said = "no certificate is known"
    for certificate in certificates:
        rules = SignatureConfiguration(
            location=location,
            expect_references=1,
            signature_methods=METHODS,
            digest_algorithms=DIGESTS,
            verification_time=now,
        )
        try:
            result = XMLVerifier().verify(
                root,
                x509_cert=load_pem_x509_certificate(certificate.encode()),
                id_attribute="ID",
                expect_config=rules,
            )
        except (
            SignXMLException,
            CryptographyError,
            ValueError,
            TypeError,
            KeyError,
            etree.LxmlError,
        ) as error:
            said = f"{type(error).__name__}: {error}"[:200]
            continue
        signed = None if isinstance(result, list) else result.signed_xml
        if signed is None or signed.tag != element.tag or signed.get("ID") != element.get("ID"):
            raise SignOnFailed("The signature covers something else than the part that it stands in.")
        return signed
    raise SignOnFailed(f"The signature isn't one of the provider's keys: {said}")


def _check_form(signature: etree._Element, identifier: str) -> None:
    references = signature.findall("ds:SignedInfo/ds:Reference", NS)
    if len(references) != 1 or not identifier or references[0].get("URI") != f"#{identifier}":
        raise SignOnFailed("The signature covers something else than the part that it stands in.")
    named = {each.get("Algorithm") for each in references[0].findall("ds:Transforms/ds:Transform", NS)}
    if not named <= TRANSFORMS:
        raise SignOnFailed("The signature uses a transform that SAML doesn't allow.")
    if signature.find(".//ds:Object", NS) is not None:
        raise SignOnFailed("The signature holds an object, which has no place in SAML.")
