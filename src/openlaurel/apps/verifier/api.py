"""Verifying for programs: open to everybody, and nothing of it is kept but a count of own badges."""

import json
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError

from openlaurel.apps.profiles.access import Problem
from openlaurel.apps.verifier.errors import TooLarge
from openlaurel.apps.verifier.limits import counted
from openlaurel.apps.verifier.services import count_verification, verify_upload, verify_url
from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.credentials.parsing import MAX_BYTES, MAX_DEPTH
from openlaurel.core.verification import AsOfError, Report, read_at

router = Router(tags=["verify"])

# A document of the largest size that is read, and what stands around it.
MOST_BYTES = MAX_BYTES + 64 * 1024
LONGEST_RECIPIENT = 1_000


class CheckOut(Schema):
    check: Literal["format", "proof", "issuer", "status", "validity", "recipient"]
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str


class FurtherOut(Schema):
    """One line on what a badge that holds brings along; `says` are an endorser's own words."""

    check: Literal["schema", "evidence", "related", "endorsement"]
    outcome: Literal["pass", "fail", "skipped", "warn"]
    detail: str
    says: str | None = None


class ReportOut(Schema):
    """`verified` is true when every check but `recipient` ended in pass or warn, and none of `recipient`, `schema`,
    `evidence` and `related` (what a relatedResource pins) failed. An endorsement is told in `further` and changes nothing. `at` is the moment that was asked about.
    """

    verified: bool
    at: str | None = None
    checks: list[CheckOut]
    further: list[FurtherOut]
    credential: dict[str, Any] | None


_RECIPIENT = {"type": "string", "maxLength": LONGEST_RECIPIENT, "description": "A name or an e-mail address."}
_AT = {
    "type": "string",
    "description": "A past day or moment as of which to verify: 2025-03-01, which is its end in UTC, or with time and zone.",
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {
                            "type": "object",
                            "required": ["document"],
                            "additionalProperties": False,
                            "properties": {
                                "document": {
                                    "oneOf": [{"type": "object"}, {"type": "string"}],
                                    "description": "The badge as JSON, or as a text that is JSON or a JWT.",
                                },
                                "recipient": _RECIPIENT,
                                "at": _AT,
                            },
                        },
                        {
                            "type": "object",
                            "required": ["url"],
                            "additionalProperties": False,
                            "properties": {
                                "url": {
                                    "type": "string",
                                    "format": "uri",
                                    "description": "Where the badge is.",
                                },
                                "recipient": _RECIPIENT,
                                "at": _AT,
                            },
                        },
                    ]
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A PNG, SVG, JSON or JWT file.",
                        },
                        "recipient": _RECIPIENT,
                        "at": _AT,
                    },
                }
            },
        },
    }
}


@dataclass(frozen=True)
class Given:
    """What a request asks to verify: one of the three."""

    recipient: str = ""
    at: str = ""
    document: str | None = None
    url: str | None = None
    file: bytes | None = None


@router.post(
    "",
    auth=None,
    response={200: ReportOut, **dict.fromkeys((400, 413, 415, 422, 429), Problem)},
    exclude_unset=True,
    summary="Verify a badge",
    openapi_extra=_BODY,
)
def verify_badge(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Check a badge of any issuer by document, address or file. The answer is 200 whether or not it is verified;
    400 means that it can't be read, 422 that there is none at the address. The sentences are in English."""
    response["Cache-Control"] = "no-store"
    with counted(request):
        report = _verify(_given(request))
        count_verification(report, origin="program", now=timezone.now())
        return report.as_json()


def _verify(given: Given) -> Report:
    now = timezone.now()
    try:
        at = read_at(given.at, now) if given.at else None
    except AsOfError as error:
        raise HttpError(422, f"“at”: {error}") from error
    if given.url is not None:
        return verify_url(given.url, now=now, recipient=given.recipient, at=at)
    if given.file is not None:
        return verify_upload(given.file, now=now, recipient=given.recipient, at=at)
    assert given.document is not None
    return verify_upload(given.document.encode("utf-8", "replace"), now=now, recipient=given.recipient, at=at)


def _given(request: HttpRequest) -> Given:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length[:20]) > MOST_BYTES:
        raise TooLarge(f"The request has {length} bytes; at most {MOST_BYTES:,} are read.")
    try:
        if request.content_type == "application/json":
            return _of_json(request.body)
        if request.content_type == "multipart/form-data":
            return _of_form(request)
    except RequestDataTooBig as error:
        raise TooLarge(f"The request is too large; at most {MOST_BYTES:,} bytes are read.") from error
    except (MultiPartParserError, BadRequest, TooManyFilesSent, UnreadablePostError) as error:
        raise HttpError(
            400, "The form can't be read. Send it as multipart/form-data with one file."
        ) from error
    raise HttpError(415, "Send application/json, or a file as multipart/form-data.")


def _of_json(body: bytes) -> Given:
    try:
        value = parse_json(body, max_bytes=MOST_BYTES, max_depth=MAX_DEPTH + 1)
    except CredentialsError as error:
        raise HttpError(400, str(error)) from error
    if not isinstance(value, dict) or ("document" in value) == ("url" in value):
        raise HttpError(
            422, "Send an object with either “document” or “url”, and “recipient” and “at” if you like."
        )
    if unknown := sorted(set(value) - {"document", "url", "recipient", "at"}):
        raise HttpError(
            422, f"“{unknown[0][:100]}” isn't known. Send “document” or “url”, “recipient”, “at”."
        )
    document, url, recipient = value.get("document"), value.get("url"), value.get("recipient", "")
    if isinstance(document, dict):
        document = json.dumps(document)
    if not isinstance(document if url is None else url, str):
        raise HttpError(422, "“document” must be an object or a string, “url” a string.")
    return Given(_recipient(recipient), _at(value.get("at", "")), document=document, url=url)


def _of_form(request: HttpRequest) -> Given:
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise HttpError(422, "Send the badge's file as “file”.")
    return Given(
        _recipient(request.POST.get("recipient", "")), _at(request.POST.get("at", "")), file=upload.read()
    )


def _recipient(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_RECIPIENT:
        raise HttpError(422, f"“recipient” must be a string of at most {LONGEST_RECIPIENT} characters.")
    return value


def _at(value: object) -> str:
    if not isinstance(value, str):
        raise HttpError(422, "“at” must be a string such as 2025-03-01.")
    return value
