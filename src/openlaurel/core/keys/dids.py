"""DIDs as values: did:key, did:jwk, the addresses of did:web, and DID documents read strictly."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from openlaurel.core.keys.ed25519 import Ed25519PublicKey
from openlaurel.core.keys.errors import BadDid, BadKey, UnknownKey
from openlaurel.core.keys.public_key import PublicKey, base64url, read_base64url
from openlaurel.core.moments import BadMoment, read_moment

DID_CONTEXTS = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
# Characters of a document or a name with which it is remembered, so that strangers' can't fill the memory.
MAX_REMEMBERED = 20_000
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(
    rf"(?:(?=[^:]{{1,253}}(?::|\Z)){_LABEL}(?:\.{_LABEL})*|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?"
).fullmatch
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+").fullmatch


@dataclass(frozen=True)
class VerificationMethod:
    """One key of a controller. `revoked` is the moment from which its signatures don't count.

    `since`, the moment before which it signed nothing, is on no wire: only who keeps the key's history knows it.
    """

    id: str
    controller: str
    key: PublicKey
    revoked: datetime | None = None
    expires: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class DidDocument:
    """Who controls which keys; `assertion_methods` are the ids of those that may sign credentials, and
    `authentication_methods` of those by which the controller shows itself.

    `unusable` are the ids of the keys that are listed but can't be read, each with a sentence that says why.
    """

    id: str
    methods: Mapping[str, VerificationMethod]
    assertion_methods: frozenset[str] = field(default_factory=frozenset)
    unusable: Mapping[str, str] = field(default_factory=dict)
    authentication_methods: frozenset[str] = field(default_factory=frozenset)

    def as_json(self) -> dict[str, Any]:
        """This function will return the document on the wire (DID Core 1.0; Controlled Identifiers 1.0)."""
        return {
            "@context": list(DID_CONTEXTS),
            "id": self.id,
            "verificationMethod": [_method_json(method) for method in self.methods.values()],
            "assertionMethod": [m for m in self.methods if m in self.assertion_methods],
        }


def did_document(did: str, methods: list[VerificationMethod]) -> DidDocument:
    """This function will make the document of `did` in which all `methods` may sign credentials."""
    return DidDocument(did, {m.id: m for m in methods}, frozenset(m.id for m in methods))


def did_key(key: PublicKey) -> str:
    """This function will return the did:key that stands for `key`."""
    return "did:key:" + key.multibase


def resolve_did_key(did: str) -> DidDocument:
    """This function will return the document that a did:key stands for; raises BadDid for another kind of key."""
    text = did.removeprefix("did:key:").split("#")[0]
    try:
        key = PublicKey.from_multibase(text)
    except BadKey as error:
        raise BadDid(f"{did[:100]} can't be read: {error}") from error
    controller = "did:key:" + text
    return _sole_key(VerificationMethod(f"{controller}#{text}", controller, key))


def _sole_key(method: VerificationMethod) -> DidDocument:
    """The document of a DID that is a key: it serves all purposes."""
    only = frozenset({method.id})
    return DidDocument(method.controller, {method.id: method}, only, authentication_methods=only)


def did_jwk(key: PublicKey) -> str:
    """This function will return the did:jwk that stands for `key`."""
    return "did:jwk:" + base64url(json.dumps(key.jwk, separators=(",", ":")).encode())


def resolve_did_jwk(did: str) -> DidDocument:
    """This function will return the document that a did:jwk stands for (did:jwk method, Read); its key's id is `#0`.

    Raises BadDid for another kind of key, and for JSON that names a member twice.
    """
    text = did.removeprefix("did:jwk:").split("#")[0]
    try:
        data = read_base64url(text)
        if data is None:
            raise BadKey("it is not base64url without padding.")
        key = PublicKey.from_jwk(json.loads(data, object_pairs_hook=_unique))
    except (BadKey, ValueError, RecursionError) as error:
        raise BadDid(f"{did[:100]} can't be read: {error}") from error
    controller = "did:jwk:" + text
    return _sole_key(VerificationMethod(f"{controller}#0", controller, key))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise BadKey("a member appears twice.")
    return members


def did_web_of(url: str) -> str:
    """This function will return the did:web whose document is at `url`/did.json."""
    parts = urlsplit(url)
    host = quote(parts.netloc.lower(), safe="")
    return ":".join(["did:web", host, *(quote(s, safe="") for s in parts.path.strip("/").split("/") if s)])


def did_web_url(did: str) -> str:
    """This function will return the https address of a did:web's document (did:web method, section 2.5.2).

    Raises BadDid when the name is malformed. A bare address is allowed here: whether it may be fetched is
    the fetcher's decision.
    """
    return _web_url(did) if len(did) <= 300 else _web_url.__wrapped__(did)


@lru_cache(maxsize=256)
def _web_url(did: str) -> str:
    segments = did.split("#")[0].removeprefix("did:web:").split(":")
    if not did.startswith("did:web:") or not all(_SEGMENT(s) for s in segments):
        raise BadDid(f"{did[:100]!r} is not a did:web.")
    host = unquote(segments[0])
    _check_host(host, did)
    path = [unquote(s) for s in segments[1:]]
    if any(s in {".", ".."} or "/" in s or "\\" in s for s in path):
        raise BadDid(f"The path of {did[:100]!r} leaves its folder.")
    if not path:
        return f"https://{host}/.well-known/did.json"
    return f"https://{host}/" + "/".join(quote(s, safe="") for s in path) + "/did.json"


def _check_host(host: str, did: str) -> None:
    """A name or a bare address, and a port if it is said (RFC 3986, 3.2.2 and 3.2.3; RFC 1123, 2.1)."""
    match = _HOST(host)
    if match is None:
        raise BadDid(f"{host[:100]!r} is not a host name.")
    if match["port"] and not 0 < int(match["port"]) < 65536:
        raise BadDid(f"The port of {did[:100]!r} is not one from 1 to 65535.")
    try:
        if match["address"]:
            ipaddress.IPv6Address(match["address"])
    except ValueError as error:
        raise BadDid(f"{host[:100]!r} is not an IPv6 address.") from error


@dataclass(frozen=True)
class _Asked:
    """A DID document to be read; two are one question when they are written the same."""

    did: str
    text: str
    document: Any = field(compare=False)


def parse_did_document(document: Any, *, expected: str) -> DidDocument:
    """This function will read a DID document of `expected`; raises BadDid saying what is wrong.

    Keys of kinds that aren't understood are left out, and told as unusable like those that are malformed; a key that
    names another controller is refused with the whole document. The last ones of up to 20,000 characters are
    remembered by what is written in them, since many badges name one issuer: when a key counts is not decided here.
    """
    try:
        text = repr(document)
    except RecursionError:
        return _parsed(document, expected)
    if len(text) + len(expected) > MAX_REMEMBERED:
        return _parsed(document, expected)
    return _remembered(_Asked(expected, text, document))


@lru_cache(maxsize=64)
def _remembered(asked: _Asked) -> DidDocument:
    return _parsed(asked.document, asked.did)


def _parsed(document: Any, expected: str) -> DidDocument:
    if not isinstance(document, dict) or document.get("id") != expected:
        raise BadDid(f"The document found for {expected[:100]} is not its DID document.")
    methods: dict[str, VerificationMethod] = {}
    unusable: dict[str, str] = {}
    listed: dict[str, Any] = {}
    for entry in _entries(document.get("verificationMethod")):
        method_id = _method_id(entry, expected)
        if method_id in listed:
            raise BadDid(f"The DID document lists the key {method_id[:100]} twice.")
        listed[method_id] = entry
        _read_method(entry, method_id, expected, methods, unusable)
    allowed: dict[str, frozenset[str]] = {}
    for purpose in ("assertionMethod", "authentication"):
        ids = set()
        for entry in _entries(document.get(purpose)):
            if isinstance(entry, str):
                ids.add(_absolute(entry, expected))
                continue
            method_id = _method_id(entry, expected)
            if listed.setdefault(method_id, entry) != entry:
                raise BadDid(f"The DID document lists the key {method_id[:100]} twice, and differently.")
            _read_method(entry, method_id, expected, methods, unusable)
            ids.add(method_id)
        allowed[purpose] = frozenset(ids)
    return DidDocument(expected, methods, allowed["assertionMethod"], unusable, allowed["authentication"])


def _entries(value: Any) -> list[Any]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if len(entries) > 100:
        raise BadDid("The DID document lists more than 100 keys.")
    return entries


def _absolute(reference: str, did: str) -> str:
    return did + reference if reference.startswith("#") else reference


def _method_id(entry: Any, did: str) -> str:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise BadDid("A verification method of the DID document has no id.")
    if entry.get("controller") != did:
        raise BadDid(f"The key {entry['id'][:100]} names another controller than {did[:100]}.")
    return _absolute(entry["id"], did)


def _read_method(
    entry: dict[str, Any],
    method_id: str,
    did: str,
    methods: dict[str, VerificationMethod],
    unusable: dict[str, str],
) -> None:
    """Puts the key where it belongs: with the `methods`, or with what is `unusable`."""
    try:
        key = _read_key(entry)
    except BadKey as error:
        unusable[method_id] = str(error)
        return
    revoked, expires = _moment(entry, "revoked"), _moment(entry, "expires")
    methods[method_id] = VerificationMethod(method_id, did, key, revoked, expires)


def _read_key(entry: dict[str, Any]) -> PublicKey:
    """The key in the one form that its type has (Controlled Identifiers 1.0, 2.2.2 and 2.2.3)."""
    kind, multibase, jwk = entry.get("type"), entry.get("publicKeyMultibase"), entry.get("publicKeyJwk")
    if multibase is not None and jwk is not None:
        raise BadKey("It is written down twice, as publicKeyMultibase and as publicKeyJwk.")
    if kind in ("JsonWebKey", "JsonWebKey2020"):
        return PublicKey.from_jwk(jwk)
    if kind not in ("Multikey", "Ed25519VerificationKey2020"):
        raise UnknownKey(f"Keys of the type {str(kind)[:100]!r} aren't understood.")
    if not isinstance(multibase, str):
        raise BadKey("It has no publicKeyMultibase.")
    return (PublicKey if kind == "Multikey" else Ed25519PublicKey).from_multibase(multibase)


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    value = entry.get(name)
    if value is None:
        return None
    try:
        return read_moment(value)
    except BadMoment as error:
        raise BadDid(f"'{name}' of the key {entry['id'][:100]} {error}.") from error


def _method_json(method: VerificationMethod) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": method.id,
        "type": "Multikey",
        "controller": method.controller,
        "publicKeyMultibase": method.key.multibase,
    }
    for name, moment in (("revoked", method.revoked), ("expires", method.expires)):
        if moment is not None:
            document[name] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return document
