"""Every parser of what strangers hand over, as a function of bytes.

A target returns for what its parser read and for what it refused with an error of its own package; whatever else is
raised is a fault. `tests/fuzz/test_parsers.py` feeds them by Hypothesis, `tools/fuzz.py` by atheris.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.artwork import ArtworkError, check_png, sanitize_svg
from openlaurel.core.credentials import (
    CredentialsError,
    parse_json,
    parse_jwt,
    parse_presentation,
    read_envelope,
)
from openlaurel.core.keys import (
    KeysError,
    PublicKey,
    base58,
    did_web_url,
    parse_did_document,
    resolve_did_jwk,
    resolve_did_key,
)
from openlaurel.core.moves import MovesError, read_export
from openlaurel.core.openbadges import OpenBadgesError, unbake, unbake_png, unbake_svg
from openlaurel.core.openbadges.legacy import (
    LegacyError,
    parse_signed,
    read_assertion,
    read_badge_class,
    read_issuer,
    read_key,
    read_older,
    read_revocations,
    read_revoked,
)
from openlaurel.core.proofs import Canonizer, ProofsError, jcs, nquads, parse_proofs, rdfc
from openlaurel.core.rosters import Order, RostersError, read_people, read_table, recognise
from openlaurel.core.rubrics import RubricError, parse_rubric
from openlaurel.core.status import Bitstring, StatusError, read_entry
from openlaurel.core.verification import Unavailable, compare_recipient, verify, verify_legacy
from openlaurel.core.verification.json_schema import UnsupportedSchema, find_violation

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
DID = "did:web:issuer.example"
SITE = "https://old.example/issuer"
WORKBOOK = Path(__file__).parent / "corpus" / "roster" / "workbook.xlsx"


@dataclass(frozen=True)
class Target:
    """`run` may raise nothing but `errors`, the bases of the packages whose parsers it calls."""

    run: Callable[[bytes], object]
    errors: tuple[type[Exception], ...]

    def __call__(self, data: bytes) -> None:
        attempt(self.run, data, *self.errors)


def attempt(run: Callable[[Any], object], value: Any, *errors: type[Exception]) -> None:
    """This function will run a part whose refusal doesn't end the whole."""
    with suppress(*errors):
        run(value)


@cache
def canonizer() -> Canonizer:
    """This function will return one for all inputs, with few shapes and little work, so that many can be tried."""
    return Canonizer(load_bundle(), max_shapes=8, work_limit=20_000)


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def read_json(data: bytes) -> None:
    read_envelope(parse_json(data))


def compact(data: bytes) -> str:
    """The compact JWS of header, payload and signature where line feeds divide them, else the text itself."""
    parts = data.split(b"\n")
    if len(parts) != 3:
        return text_of(data)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def read_jwt(data: bytes) -> None:
    attempt(parse_jwt, text_of(data), CredentialsError)
    parse_jwt(compact(data))


def read_presentation(data: bytes) -> None:
    attempt(parse_presentation, text_of(data), CredentialsError)
    parse_presentation(compact(data))


def read_proofs(data: bytes) -> None:
    document = parse_json(data)
    if isinstance(document, dict):
        unsupported: list[Any] = []
        for proof in parse_proofs(document, unsupported=unsupported):
            jcs.canonicalize(proof.options)


def to_quads(data: bytes) -> None:
    document = parse_json(data)
    if isinstance(document, dict):
        nquads.parse(canonizer().canonicalize(document).decode())


def read_nquads(data: bytes) -> None:
    quads = nquads.parse(text_of(data))
    written = nquads.serialize(quads)
    assert set(nquads.parse(written)) == set(quads), "what was read is read again as the same"
    rdfc.canonicalize(quads, work_limit=20_000)


def read_base58(data: bytes) -> None:
    assert base58.decode(base58.encode(data[:100])) == data[:100]
    text = text_of(data)
    attempt(PublicKey.from_multibase, text, KeysError)
    assert base58.encode(base58.decode(text)) == text


def read_did(data: bytes) -> None:
    text = text_of(data)
    for prefix in ("", "did:web:", "did:key:z", "did:jwk:"):
        for resolve in (did_web_url, resolve_did_key, resolve_did_jwk):
            attempt(resolve, prefix + text, KeysError)
    packed = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    resolve_did_jwk("did:jwk:" + packed)


def read_did_document(data: bytes) -> None:
    value = parse_json(data)
    attempt(PublicKey.from_jwk, value, KeysError)
    parse_did_document(value, expected=DID)


def read_status_list(data: bytes) -> None:
    for packed in (data, gzip.compress(data + bytes(16_384), mtime=0)):
        attempt(Bitstring.decompress, packed, StatusError)
    attempt(partial(Bitstring.decode, size=2), text_of(data), StatusError)
    Bitstring.decode(text_of(data))


def read_status_entry(data: bytes) -> None:
    entry = parse_json(data)
    if isinstance(entry, dict):
        read = read_entry(entry)
        assert read_entry(read.as_json()) == read


def read_baked_png(data: bytes) -> None:
    for image in (data, mended_png(data)):
        attempt(unbake_png, image, OpenBadgesError)
    unbake(data)


def mended_png(data: bytes) -> bytes:
    """The chunks of `data` with lengths and checksums that fit, so that a reader gets to what is in them."""
    out, position = [data[:8]], 8
    while position + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + min(length, len(data))]
        out += [struct.pack(">I", len(body)), kind, body, struct.pack(">I", zlib.crc32(kind + body))]
        position += 12 + len(body)
    return b"".join(out)


def read_baked_svg(data: bytes) -> None:
    unbake_svg(data)


def read_own_svg(data: bytes) -> None:
    clean = sanitize_svg(data)
    assert sanitize_svg(clean) == clean, "what was made harmless stays as it is"


def read_own_png(data: bytes) -> None:
    check_png(mended_png(data))


def read_roster(data: bytes) -> None:
    table = read_table(data)
    for found in read_people(table, recognise(table.headers).mapping):
        assert found.line >= 1


def read_moved(data: bytes) -> None:
    """As one file, and packed with a table beside it, whose archive is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("export.json", data)
        archive.writestr("people.csv", "Email,Name\nana@learners.example,Ana\n")
    for files in ({"export": data}, {"export.zip": out.getvalue()}):
        attempt(_read_export, files, MovesError, RostersError)
    _read_export({"export.csv": data})


def _read_export(files: Mapping[str, bytes]) -> None:
    export = read_export(files, order=Order.DAY_FIRST)
    json.dumps([refused.message for refused in export.refused])
    assert len({award.source_id for award in export.awards}) == len(export.awards)


def read_workbook(data: bytes) -> None:
    """`data` as the sheet of a workbook, whose checksums fit, so that the reader gets to what is in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(WORKBOOK) as whole, zipfile.ZipFile(out, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, data if name == "xl/worksheets/sheet1.xml" else whole.read(name))
    read_roster(out.getvalue())


def read_schema(data: bytes) -> None:
    value = parse_json(data)
    if isinstance(value, dict):
        find_violation(value.get("document"), value.get("schema"), with_patterns=False)


def read_legacy(data: bytes) -> None:
    value = parse_json(data)
    if isinstance(value, dict):
        attempt(read_assertion, value, LegacyError)
    attempt(read_older, value, LegacyError)
    attempt(partial(read_revocations, issuer=SITE, version="1.1"), value, LegacyError)
    attempt(partial(read_badge_class, expected=None), value, LegacyError)
    attempt(partial(read_issuer, expected=SITE), value, LegacyError)
    attempt(partial(read_key, expected=None), value, LegacyError)
    read_revoked(value, issuer=SITE)


def read_legacy_jws(data: bytes) -> None:
    attempt(parse_signed, text_of(data), LegacyError)
    parse_signed(compact(data))


def read_rubric(data: bytes) -> None:
    value = parse_json(data)
    if isinstance(value, list):
        rubric = parse_rubric(value)
        assert parse_rubric(rubric.as_json()) == rubric


class _Nothing(Mapping[str, Any]):
    """Everything that is needed from elsewhere is out of reach."""

    def __getitem__(self, key: str) -> Any:
        return Unavailable("It is out of reach.")

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def verify_whole(data: bytes) -> None:
    report = verify(data, _Nothing(), NOW, canonizer=canonizer())
    json.dumps(compare_recipient(report, "ana@learners.example").as_json())
    json.dumps(verify_legacy(data, _Nothing(), NOW).as_json())


TARGETS: dict[str, Target] = {
    "json": Target(read_json, (CredentialsError,)),
    "jwt": Target(read_jwt, (CredentialsError,)),
    "presentation": Target(read_presentation, (CredentialsError,)),
    "proofs": Target(read_proofs, (CredentialsError, ProofsError)),
    "jsonld": Target(to_quads, (CredentialsError, ProofsError)),
    "nquads": Target(read_nquads, (ProofsError,)),
    "base58": Target(read_base58, (KeysError,)),
    "did": Target(read_did, (KeysError,)),
    "did_document": Target(read_did_document, (CredentialsError, KeysError)),
    "status_list": Target(read_status_list, (StatusError,)),
    "status_entry": Target(read_status_entry, (CredentialsError, StatusError)),
    "baked_png": Target(read_baked_png, (OpenBadgesError,)),
    "baked_svg": Target(read_baked_svg, (OpenBadgesError,)),
    "own_svg": Target(read_own_svg, (ArtworkError,)),
    "own_png": Target(read_own_png, (ArtworkError,)),
    "moves": Target(read_moved, (MovesError, RostersError)),
    "roster": Target(read_roster, (RostersError,)),
    "workbook": Target(read_workbook, (RostersError,)),
    "schema": Target(read_schema, (CredentialsError, UnsupportedSchema)),
    "legacy": Target(read_legacy, (CredentialsError, LegacyError)),
    "legacy_jws": Target(read_legacy_jws, (LegacyError,)),
    "rubric": Target(read_rubric, (CredentialsError, RubricError)),
    "verification": Target(verify_whole, ()),
}
