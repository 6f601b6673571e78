"""The request that goes to the provider by redirect (Core 2.0, 3.4.1; Bindings 2.0, 3.4)."""

import base64
import secrets
import zlib
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from lxml import etree

from openlaurel.apps.signon.saml.xml import POST, SAML, SAMLP


def new_request_id() -> str:
    """This function will return an id that nobody guesses; it begins with a letter or underscore, as xs:ID asks."""
    return "_" + secrets.token_hex(20)


def request_url(
    *, identifier: str, destination: str, entity_id: str, consumer_url: str, now: datetime
) -> str:
    """This function will return where the browser goes to sign on."""
    request = etree.Element(f"{{{SAMLP}}}AuthnRequest", nsmap={"samlp": SAMLP, "saml": SAML})
    for name, value in {
        "ID": identifier,
        "Version": "2.0",
        "IssueInstant": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Destination": destination,
        "ProtocolBinding": POST,
        "AssertionConsumerServiceURL": consumer_url,
    }.items():
        request.set(name, value)
    etree.SubElement(request, f"{{{SAML}}}Issuer").text = entity_id
    etree.SubElement(request, f"{{{SAMLP}}}NameIDPolicy").set("AllowCreate", "true")
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(etree.tostring(request)) + squeezed.flush()
    joint = "&" if urlsplit(destination).query else "?"
    return destination + joint + urlencode({"SAMLRequest": base64.b64encode(packed).decode()})
