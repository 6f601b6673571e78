"""Verifying many for programs: begun, looked at, stopped, gone on with and erased by whoever has its link."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import File, Form, Query, Router, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from openlaurel.apps.profiles.access import Problem
from openlaurel.apps.verifier.api_many_schemas import (
    MOST_REMARKS,
    BadgeIn,
    ChangeIn,
    CountsOut,
    FindingCheckOut,
    FindingOut,
    FindingPage,
    InquiryOut,
    ManyIn,
    RemarkOut,
)
from openlaurel.apps.verifier.errors import Busy, InquiryError
from openlaurel.apps.verifier.given import applicant_named, named_once
from openlaurel.apps.verifier.inquiries import (
    erase_inquiry,
    resume_inquiry,
    run_at_once,
    start_inquiry,
    stop_inquiry,
)
from openlaurel.apps.verifier.limits import check_inquiries, counted
from openlaurel.apps.verifier.models import Inquiry, InquiryState
from openlaurel.apps.verifier.queries import Row, counts_of, files_of, get_inquiry, rows_of, signed_report
from openlaurel.apps.verifier.sealed import Result
from openlaurel.core.dossiers import MAX_EXHIBITS, Applicant, Exhibit, Part, Place, Reading, as_address
from openlaurel.core.verification import AsOfError, read_at

router = Router(tags=["verify"])
ERRORS: dict[Any, Any] = dict.fromkeys((400, 404, 409, 413, 415, 422, 429, 503), Problem)
CHANGES = {"stop": stop_inquiry, "go-on": resume_inquiry}


@router.post("", auth=None, response={201: InquiryOut, **ERRORS}, summary="Verify many badges")
def verify_many(request: HttpRequest, response: HttpResponse, body: ManyIn) -> Any:
    """What is quickly done is done when this answers; else ask again at the token, about every two seconds. Files are erased
    once they are read, and all of it after seven days."""
    files = {
        name: file.data
        for name, file in zip(named_once([file.name for file in body.files]), body.files, strict=True)
    }
    exhibits = tuple(_exhibit(number, badge) for number, badge in enumerate(body.badges, 1))
    return _begun(request, response, files, Reading(exhibits), body.recipient, body.at)


@router.post("/files", auth=None, response={201: InquiryOut, **ERRORS}, summary="Verify the badges in files")
def verify_files(
    request: HttpRequest,
    response: HttpResponse,
    file: Annotated[list[UploadedFile], File()],
    recipient: Annotated[str, Form(max_length=254)] = "",
    at: Annotated[str, Form(max_length=40)] = "",
) -> Any:
    """The same for a form with files: CVs (PDF, DOCX), tables of applicants (CSV, XLSX), badges, lists of addresses, or ZIPs
    of these, at most 12 MB in all."""
    names = named_once([str(each.name or "") for each in file])
    files = {name: each.read() for name, each in zip(names, file, strict=True)}
    return _begun(request, response, files, Reading(), recipient, at)


@router.get(
    "/{inquiry_token}", auth=None, response={200: InquiryOut, **ERRORS}, summary="See how far many badges are"
)
def read_inquiry(request: HttpRequest, response: HttpResponse, inquiry_token: str) -> InquiryOut:
    """Whoever has the token sees it."""
    _keep_to_oneself(response)
    return _described(request, _inquiry(inquiry_token), inquiry_token)


@router.get(
    "/{inquiry_token}/badges",
    auth=None,
    response={200: FindingPage, **ERRORS},
    summary="Read what was found, badge by badge",
)
def list_findings(
    request: HttpRequest,
    response: HttpResponse,
    inquiry_token: str,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_EXHIBITS)] = 0,
) -> FindingPage:
    """In the order of what was given; the sentences are in English."""
    inquiry = _inquiry(inquiry_token)
    _keep_to_oneself(response)
    rows = rows_of(inquiry, offset, offset + limit)
    return FindingPage(items=[_finding(row) for row in rows], count=counts_of(inquiry).total)


@router.get(
    "/{inquiry_token}/report",
    auth=None,
    response={200: dict[str, Any], **ERRORS},
    summary="Fetch the signed report",
)
def read_report(request: HttpRequest, response: HttpResponse, inquiry_token: str) -> Any:
    """A Verifiable Credential, signed by this installation. There is none before everything was verified: 409."""
    inquiry = _inquiry(inquiry_token)
    if inquiry.state != InquiryState.DONE:
        raise HttpError(409, "It isn't done yet. Ask again when its state is “done”.")
    _keep_to_oneself(response)
    return json.loads(signed_report(inquiry))


@router.post(
    "/{inquiry_token}/change",
    auth=None,
    response={200: InquiryOut, **ERRORS},
    summary="Stop verifying many, or go on",
)
def change_inquiry(
    request: HttpRequest, response: HttpResponse, inquiry_token: str, body: ChangeIn
) -> InquiryOut:
    """It stops after the badge that is being verified. 409 when it isn't in the state for that."""
    inquiry = _inquiry(inquiry_token)
    try:
        CHANGES[body.change](inquiry=inquiry, now=timezone.now())
    except InquiryError as error:
        raise HttpError(409, str(error)) from error
    _keep_to_oneself(response)
    return _described(request, _inquiry(inquiry_token), inquiry_token)


@router.delete(
    "/{inquiry_token}", auth=None, response={204: None, **ERRORS}, summary="Erase what was given and found"
)
def erase_findings(request: HttpRequest, inquiry_token: str) -> Status[None]:
    """At once and for good. Reports that were fetched stay valid."""
    erase_inquiry(inquiry=_inquiry(inquiry_token), now=timezone.now())
    return Status(204, None)


def _begun(
    request: HttpRequest,
    response: HttpResponse,
    files: dict[str, bytes],
    reading: Reading,
    recipient: str,
    at: str,
) -> Status[InquiryOut]:
    now = timezone.now()
    try:
        moment = read_at(at, now) if at else None
    except AsOfError as error:
        raise HttpError(422, f"“at”: {error}") from error
    with counted(request):
        check_inquiries(request)
        try:
            inquiry, token = start_inquiry(
                now=now,
                files=files,
                reading=reading,
                applicant=applicant_named(recipient),
                at=moment,
                origin="program",
            )
        except Busy as error:
            raise HttpError(503, str(error)) from error
        except InquiryError as error:
            raise HttpError(422, str(error)) from error
        run_at_once(inquiry=inquiry, clock=timezone.now)
    _keep_to_oneself(response)
    answer = _described(request, _inquiry(token), token)
    response["Location"] = answer.url
    return Status(201, answer)


def _exhibit(number: int, badge: BadgeIn) -> Exhibit:
    applicant = Applicant((badge.name,) if badge.name else (), (badge.email,) if badge.email else ())
    place = Place("", Part.LINE, number)
    if badge.document is None:
        address = as_address(badge.url)
        if not address:
            raise HttpError(422, f"“{badge.url[:100]}” isn't a web address.")
        return Exhibit(place, applicant, address=address)
    text = badge.document if isinstance(badge.document, str) else json.dumps(badge.document)
    return Exhibit(place, applicant, content=text.encode("utf-8", "replace"))


def _inquiry(token: str) -> Inquiry:
    inquiry = get_inquiry(token, timezone.now())
    if inquiry is None:
        raise Http404
    return inquiry


def _described(request: HttpRequest, inquiry: Inquiry, token: str) -> InquiryOut:
    own = request.build_absolute_uri(f"/api/v1/verify/many/{token}")
    return InquiryOut(
        url=own,
        page=request.build_absolute_uri(reverse("verifier:inquiry-detail", args=[token])),
        report=f"{own}/report" if inquiry.state == InquiryState.DONE else None,
        token=token,
        state=inquiry.state,  # type: ignore[arg-type]
        at=inquiry.at,
        created_at=inquiry.created_at,
        finished_at=inquiry.finished_at,
        expires_at=inquiry.expires_at,
        counts=CountsOut(**asdict(counts_of(inquiry))),
        remarks=[
            RemarkOut(file=about.name, code=remark.code, detail=remark.message)
            for about in files_of(inquiry)
            for remark in about.remarks
        ][:MOST_REMARKS],
    )


def _finding(row: Row) -> FindingOut:
    result = row.result or Result("")
    return FindingOut(
        number=row.number,
        place=str(row.exhibit.place),
        address=row.exhibit.address,
        said_names=list(row.exhibit.applicant.names[:3]),
        said_emails=list(row.exhibit.applicant.emails[:3]),
        outcome=row.claim or None,  # type: ignore[arg-type]
        verdict=result.verdict,
        holder=result.holder,
        held_by=result.named,
        badge=result.badge_id,
        badge_name=result.badge_name,
        issuer=result.issuer_id,
        issuer_name=result.issuer_name,
        problem=result.error,
        checked_at=row.checked_at,
        checks=[
            FindingCheckOut(check=each.check, outcome=each.outcome, detail=each.detail)
            for each in result.checks
        ],
    )


def _keep_to_oneself(response: HttpResponse) -> None:
    response["Cache-Control"] = "no-store"
