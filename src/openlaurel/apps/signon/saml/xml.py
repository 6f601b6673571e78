"""XML of strangers, read so that nothing is fetched, expanded or hidden."""

from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError
from defusedxml.ElementTree import fromstring as gate
from lxml import etree

from openlaurel.apps.signon.identity import SignOnFailed

MOST_BYTES = 256 * 1024
DEEPEST = 60
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
MD = "urn:oasis:names:tc:SAML:2.0:metadata"
DS = "http://www.w3.org/2000/09/xmldsig#"
NS = {"saml": SAML, "samlp": SAMLP, "md": MD, "ds": DS}
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def parse(data: bytes) -> etree._Element:
    """This function will return the root of a document without a DTD, comments or processing instructions.

    A DTD brings entities (XXE); a comment splits a text, so that a part of an address may be taken for the whole. Raises
    SignOnFailed.
    """
    if len(data) > MOST_BYTES:
        raise SignOnFailed(f"The XML has {len(data)} bytes; at most {MOST_BYTES} are read.")
    try:
        gate(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
        )
        root = etree.fromstring(data, parser)
    except DefusedXmlException as error:
        raise SignOnFailed("The XML holds a document type, which isn't read.") from error
    except (ParseError, ExpatError, etree.XMLSyntaxError, ValueError, LookupError, RecursionError) as error:
        raise SignOnFailed("What came isn't XML.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SignOnFailed("The XML holds a document type, which isn't read.")
    _check_nodes(root)
    return root


def text_of(element: etree._Element | None) -> str:
    """This function will return the whole text of an element, or nothing for None."""
    return "" if element is None else "".join(element.itertext()).strip()


def _check_nodes(root: etree._Element) -> None:
    depth = 0
    for event, _node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            raise SignOnFailed("The XML holds a comment or a processing instruction, which isn't read.")
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise SignOnFailed("The XML is nested too deeply.")
