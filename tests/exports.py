"""Exports of other platforms, made up: in the shapes that docs/reference/moves.md names, with nobody's data in them."""

import base64
import csv
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

NAMES = (
    "Ana Ferreira",
    "Bo Lindqvist",
    "Chidi Okafor",
    "Dora Novak",
    "Emre Yilmaz",
    "Farah Haddad",
    "Gwen Price",
)


def person(number: int) -> tuple[str, str]:
    """A name and an address."""
    name = NAMES[number % len(NAMES)]
    return name, f"{name.split()[0].lower()}{number}@learners.example"


def uuid(number: int, kind: int = 7) -> str:
    return str(UUID(int=kind << 96 | number))


def png(size: int = 480, text: Mapping[str, str] | None = None) -> bytes:
    """A picture that is big enough for a badge; `text` goes into iTXt chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\x30\x70\xa0" * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    texts = [
        chunk(b"iTXt", key.encode() + b"\0\0\0\0\0" + value.encode()) for key, value in (text or {}).items()
    ]
    body = chunk(b"IDAT", zlib.compress(row * size))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(texts) + body + chunk(b"IEND", b"")


def table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            # always the same bytes, whenever it is packed
            info = zipfile.ZipInfo(name, date_time=(2024, 3, 1, 0, 0, 0))
            archive.writestr(info, data, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


CREDLY_HEADER = (
    "Issued Badge ID", "Badge Template ID", "Badge Template Name", "Recipient Email", "First Name", "Last Name",
    "Issued at", "Expiration Date", "State", "Badge URL",
)  # fmt: skip


def credly_rows(count: int) -> list[list[str]]:
    rows = []
    for number in range(count):
        name, email = person(number)
        first, last = name.split()
        state = "revoked" if number == 3 else "accepted"
        issued = f"2024-03-{number % 28 + 1:02} 09:41:00 -0500"
        url = f"https://badges.example/badges/{uuid(number)}"
        template = number % 2
        rows.append(
            [uuid(number), uuid(template, 9), ("Harbour pilot", "Night watch")[template], email, first, last, issued,
             "", state, url]
        )  # fmt: skip
    return rows


def credly_csv(count: int = 6) -> bytes:
    return table(CREDLY_HEADER, credly_rows(count))


def credly_json(count: int = 6, declared: int | None = None) -> bytes:
    """One page of `GET /organizations/<id>/badges`."""
    data = []
    for number in range(count):
        name, email = person(number)
        first, last = name.split()
        data.append(
            {
                "id": uuid(number),
                "issued_at": "2024-03-01T09:41:00.000-05:00",
                "expires_at": None,
                "issued_to": name,
                "issued_to_first_name": first,
                "issued_to_last_name": last,
                "recipient_email": email,
                "state": "accepted",
                "badge_url": f"https://badges.example/badges/{uuid(number)}",
                "image_url": "https://images.example/harbour.png",
                "badge_template": {
                    "id": uuid(0, 9),
                    "name": "Harbour pilot",
                    "description": "Brings a ship in.",
                    "skills": [{"id": "1", "name": "Piloting"}],
                    "badge_template_activities": [{"id": "2", "title": "Ten passages with a pilot"}],
                },
                "evidence": [{"type": "UrlEvidence", "name": "Log", "url": "https://logs.example/1"}],
            }
        )
    total = count if declared is None else declared
    return json.dumps({"data": data, "metadata": {"count": count, "total_count": total}}).encode()


def accredible_csv(count: int = 4) -> bytes:
    rows = []
    for number in range(count):
        name, email = person(number)
        url = f"https://credential.example/{1000 + number}"
        rows.append([1000 + number, 55, "Harbour pilot", name, email, f"{number % 12 + 1}/28/2023", "", url])
    header = (
        "Credential ID", "Group ID", "Group Name", "Recipient Name", "Recipient Email", "Issued On", "Expired On",
        "Credential URL",
    )  # fmt: skip
    return table(header, rows)


def accredible_json(count: int = 4, declared: int | None = None) -> bytes:
    """One page of `GET /v1/all_credentials`."""
    credentials = []
    for number in range(count):
        name, email = person(number)
        credentials.append(
            {
                "id": 1000 + number,
                "name": "Harbour pilot",
                "description": "Brings a ship in.",
                "grade": "A" if number == 0 else None,
                "issued_on": "2023-05-31",
                "expired_on": None,
                "group_name": "Pilots 2023",
                "group_id": 55,
                "url": f"https://credential.example/{1000 + number}",
                "recipient": {"name": name, "email": email, "id": number, "meta_data": None},
                "evidence_items": [{"id": 1, "description": "Log", "link_url": "https://logs.example/1"}],
            }
        )
    total = count if declared is None else declared
    return json.dumps(
        {"credentials": credentials, "meta": {"current_page": 1, "total_count": total}}
    ).encode()


def accredible_groups() -> bytes:
    group = {
        "id": 55,
        "name": "Pilots 2023",
        "course_name": "Harbour pilot",
        "course_description": "Brings a ship in, by day and by night.",
        "learning_outcomes": ["Plan a passage"],
        "course_link": "https://harbour.example/pilots",
        "language": "en",
    }
    return json.dumps({"groups": [group], "meta": {"total_count": 1}}).encode()


def badgr_json(count: int = 4) -> bytes:
    """The entities that `GET /v2/issuers/<id>/badgeclasses` and `/assertions` return, in one list."""
    image = "data:image/png;base64," + base64.b64encode(png()).decode()
    result: list[dict[str, Any]] = [
        {
            "entityType": "BadgeClass",
            "entityId": "bc-harbour",
            "openBadgeId": "https://badgr.example/public/badges/bc-harbour",
            "name": "Harbour pilot",
            "description": "Brings a ship in.",
            "image": image,
            "criteriaNarrative": "Ten passages with a pilot.",
            "tags": ["harbour"],
        }
    ]
    for number in range(count):
        name, email = person(number)
        result.append(
            {
                "entityType": "Assertion",
                "entityId": f"as-{number}",
                "openBadgeId": f"https://badgr.example/public/assertions/as-{number}",
                "badgeclass": "bc-harbour",
                "recipient": {
                    "identity": _hash(email, "salt"),
                    "hashed": True,
                    "type": "email",
                    "plaintextIdentity": email,
                    "salt": "salt",
                },
                "issuedOn": "2022-11-05T10:00:00Z",
                "expires": None,
                "narrative": None,
                "evidence": [{"url": "https://logs.example/1", "narrative": "The log."}],
                "revoked": number == 2,
                "revocationReason": "Another person." if number == 2 else None,
                "extensions": {"extensions:recipientProfile": {"name": name}},
            }
        )
    return json.dumps({"status": {"success": True, "description": "ok"}, "result": result}).encode()


def badgr_csv(count: int = 3) -> bytes:
    rows = []
    for number in range(count):
        name, email = person(number)
        first, last = name.split()
        rows.append(["bc-harbour", "Harbour pilot", email, first, last, "2022-11-05", ""])
    header = (
        "Badge Class ID",
        "Badge Class Name",
        "Identifier",
        "First Name",
        "Last Name",
        "Issue Date",
        "Expiration Date",
    )
    return table(header, rows)


def _hash(email: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((email + salt).encode()).hexdigest()


def assertion(number: int) -> dict[str, Any]:
    """An Open Badge 2.0 that embeds its class; whom it is about stands only as a hash."""
    _, email = person(number)
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"https://old.example/assertions/{number}",
        "recipient": {"type": "email", "hashed": True, "salt": "sea", "identity": _hash(email, "sea")},
        "badge": {
            "type": "BadgeClass",
            "id": "https://old.example/classes/harbour",
            "name": "Harbour pilot",
            "description": "Brings a ship in.",
            "criteria": {"narrative": "Ten passages with a pilot."},
            "issuer": {"type": "Issuer", "id": "https://old.example/issuer", "name": "Old harbour"},
        },
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2019-06-30T00:00:00+00:00",
    }


def open_badges(count: int = 3) -> dict[str, bytes]:
    """Badges of version 2.0 as JSON, the second baked into a picture, and a list of whom they are about."""
    files = {}
    for number in range(count):
        text = json.dumps(assertion(number))
        if number == 1:
            files[f"badge-{number}.png"] = png(text={"openbadges": text})
        else:
            files[f"badge-{number}.json"] = text.encode()
    files["people.csv"] = table(("Email", "Name"), [person(number)[::-1] for number in range(count)])
    return files
