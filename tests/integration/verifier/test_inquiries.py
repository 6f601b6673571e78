"""Many badges at once: CVs, tables, archives and lists, verified in the background, with a signed report."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.integration.verifier.foreign import ForeignIssuer
from tests.papers import make_docx, make_pdf, make_zip
from tests.sites import Site

from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, baked_png
from openlaurel.apps.issuing.services import accept_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier import inquiries, inquiry_steps
from openlaurel.apps.verifier.errors import Busy, NothingGiven
from openlaurel.apps.verifier.inquiries import (
    forget_expired,
    resume_inquiry,
    run_inquiry,
    run_waiting_inquiries,
    start_inquiry,
    stop_inquiry,
)
from openlaurel.apps.verifier.models import Finding, Inquiry, InquiryFile
from openlaurel.apps.verifier.queries import counts_of, files_of, rows_of, signed_report
from openlaurel.apps.verifier.services import verify
from openlaurel.core.dossiers import read_list
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.jsonld import Processor

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(make_award: Callable[..., Award], now: datetime) -> Award:
    award = make_award()
    accept_award(award=award, now=now, show_name=False)
    return award


def upload(client: Client, name: str, data: bytes, **fields: str) -> Any:
    return client.post("/verify", {"file": SimpleUploadedFile(name, data), **fields})


def found(inquiry: Inquiry) -> list[tuple[str, str, str]]:
    rows = rows_of(inquiry)
    return [(row.claim, row.result.verdict, row.result.holder) for row in rows if row.result]


def test_a_cv_is_answered_with_what_is_proven_and_whose_it_is(
    client: Client, accepted: Award, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    site.pages["/badges/7"] = foreign.badge(7)
    cv = make_docx(
        ["Ana Sousa", "ana@learners.example", f"{site.url}/badges/7", f"{site.url}/badges/nothing"],
        links=[award_url(accepted.id), "https://elsewhere.example/about-me"],
        media={"badge.png": baked_png(accepted) or b""},
    )
    response = upload(client, "cv.docx", cv)
    assert response.status_code == 302
    page = client.get(response["Location"])
    body = page.content.decode()
    inquiry = Inquiry.objects.get()
    assert found(inquiry) == [
        ("proven", "verified", "email"),
        ("proven", "verified", "email"),
        ("genuine", "verified", "other"),
        ("unproven", "no_badge", ""),
    ]
    assert 'data-outcome="2/1/1"' in body
    assert "The badge is held by" in body
    assert "Bo Lind" in body
    assert "elsewhere.example" in body
    assert {path for path, _ in site.asked} == {
        "/badges/7",
        "/badges/nothing",
        foreign.did_path,
        foreign.list_path,
    }
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]


def test_the_report_is_signed_verifies_on_the_page_and_every_term_of_it_is_defined(
    client: Client, accepted: Award, now: datetime
) -> None:
    location = upload(client, "cv.pdf", make_pdf(["Ana Sousa"], links={1: [award_url(accepted.id)]}))[
        "Location"
    ]
    run_waiting_inquiries(clock=lambda: now)
    answer = client.get(f"{location}/report.json")
    assert answer["Content-Type"] == "application/vc"
    signed = json.loads(answer.content)
    subject = signed["credentialSubject"]
    assert (subject["provenCount"], subject["unprovenCount"]) == (1, 0)
    [finding] = subject["finding"]
    assert finding["outcome"] == "proven"
    assert finding["badge"] == award_url(accepted.id)
    assert finding["issuerName"] == "Harbour Institute"
    assert finding["saidName"] == "Ana Sousa"
    assert {line["check"] for line in finding["checked"]} == {
        "format",
        "proof",
        "issuer",
        "status",
        "validity",
    }
    assert subject["examinedFile"][0]["fileName"] == "cv.pdf"
    report = verify(answer.content, now=timezone.now())
    assert report.verified, report.as_json()
    assert "eddsa-jcs-2022" in report.check("proof").detail
    assert not verify(answer.content.replace(b'"proven"', b'"genuine"'), now=timezone.now()).verified
    assert b"Verified" in upload(client, "report.json", answer.content).content
    context = client.get("/contexts/verification-report-v1.json").json()
    assert _undefined(signed, context) == ""
    assert client.get("/.well-known/did.json").json()["id"] == signed["issuer"]["id"]


def _undefined(document: dict[str, Any], context: dict[str, Any]) -> str:
    from openlaurel.adapters.contexts import load_bundle

    bundle = ContextBundle({**load_bundle(), document["@context"][1]: context})
    try:
        Processor(bundle).to_quads({key: value for key, value in document.items() if key != "proof"})
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def test_the_pdf_of_the_report_is_tagged_and_carries_the_signed_one_which_verifies_from_it(
    client: Client, accepted: Award, now: datetime
) -> None:
    listed = "\n".join([award_url(accepted.id), award_url(accepted.id) + ".json"])
    location = client.post("/verify", {"text": listed, "recipient": "Ana Sousa", "at": "2026-11-25"})[
        "Location"
    ]
    paper = client.get(f"{location}/report.pdf").content
    reader = PdfReader(io.BytesIO(paper))
    assert str(reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) == "True"  # type: ignore[index]
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Proven: 2" in text
    assert "Tide tables in practice" in text
    again = upload(client, "report.pdf", paper)["Location"]
    inquiry = Inquiry.objects.latest("created_at")
    run_inquiry(inquiry_id=inquiry.pk, clock=timezone.now)
    assert again
    first = next(iter(rows_of(inquiry)))
    assert first.result is not None
    assert first.result.verdict == "verified"
    assert first.result.badge_name == "Report on badges that were verified"


def test_the_table_runs_no_formula_and_says_what_was_found(client: Client, site: Site, now: datetime) -> None:
    table = f"Name,E-mail,Badge link\n=HYPERLINK(1),bo@x.example,{site.url}/=1\n@cmd,,{site.url}/b\n"
    location = upload(client, "applicants.csv", table.encode())["Location"]
    lines = list(
        csv.DictReader(io.StringIO(b"".join(client.get(f"{location}/report.csv")).decode("utf-8-sig")))
    )  # type: ignore[arg-type]
    assert [line["said name"] for line in lines] == ["'=HYPERLINK(1)", ""]
    assert [line["outcome"] for line in lines] == ["Not proven", "Not proven"]
    assert [line["where"] for line in lines] == ["applicants.csv, row 2", "applicants.csv, row 3"]
    for line in lines:
        assert not any(cell[:1] in "=+-@" for cell in line.values() if cell)


def test_a_killed_or_stopped_run_is_gone_on_with_and_nothing_is_verified_twice(
    accepted: Award, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "all.zip": make_zip(
            {"a.json": b'{"a": 1}', "cv.pdf": make_pdf([""], links={1: [award_url(accepted.id)]})}
        )
    }
    inquiry, _token = start_inquiry(files=files, now=now)
    seen: list[str] = []
    examine = inquiry_steps.examine

    def examined(exhibit: Any, **options: Any) -> Any:
        seen.append(str(exhibit.place))
        if len(seen) == 1:
            raise KeyboardInterrupt  # as a worker that is killed
        return examine(exhibit, **options)

    monkeypatch.setattr(inquiry_steps, "examine", examined)
    with pytest.raises(KeyboardInterrupt):
        run_inquiry(inquiry_id=inquiry.pk, clock=lambda: now)
    assert InquiryFile.objects.exclude(content=b"").count() == 0
    run_waiting_inquiries(clock=lambda: now)
    assert counts_of(inquiry).done == 0, "another worker has it still"
    later = now + timedelta(minutes=2)
    stop_inquiry(inquiry=inquiry, now=later)
    run_waiting_inquiries(clock=lambda: later)
    assert counts_of(inquiry).done == 0
    resume_inquiry(inquiry=inquiry, now=later)
    run_inquiry(inquiry_id=inquiry.pk, clock=lambda: later, seconds=0)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.lease) == ("queued", None)
    run_waiting_inquiries(clock=lambda: later)
    inquiry.refresh_from_db()
    assert inquiry.state == "done"
    assert seen == ["all.zip/a.json", "all.zip/a.json", "all.zip/cv.pdf, page 1"]
    assert [claim for claim, _, _ in found(inquiry)] == ["unproven", "genuine"]
    kinds = Event.objects.filter(subject_kind="inquiry").order_by("id").values_list("kind", flat=True)
    assert [*kinds] == ["inquiry.started", "inquiry.stopped", "inquiry.resumed", "inquiry.finished"]


def test_what_names_somebody_is_sealed_erased_when_it_was_read_and_gone_when_it_expires(
    client: Client, accepted: Award, now: datetime
) -> None:
    cv = make_docx(["Ana Sousa", award_url(accepted.id)], media={"b.png": baked_png(accepted) or b""})
    inquiry, token = start_inquiry(files={"ana-sousa.docx": cv}, now=now)
    kept = bytes(InquiryFile.objects.get().content)
    assert b"PK\x03\x04" not in kept
    run_inquiry(inquiry_id=inquiry.pk, clock=lambda: now)
    assert not InquiryFile.objects.exclude(content=b"").exists()
    assert not Finding.objects.exclude(content=b"").exists()
    stored = b"".join(
        bytes(value)
        for model in (Inquiry, InquiryFile, Finding)
        for row in model.objects.values_list()
        for value in row
        if isinstance(value, bytes | memoryview)
    )
    for text in (b"Ana", b"ana-sousa", b"learners", str(accepted.id).encode(), token.encode()):
        assert text not in stored
    assert token not in str(Inquiry.objects.values())
    assert not [event for event in Event.objects.values() if "ana" in str(event["data"]).lower()]
    assert client.get(f"/verify/many/{token}x").status_code == 404
    Inquiry.objects.update(expires_at=now - timedelta(days=400))
    assert client.get(f"/verify/many/{token}").status_code == 404
    assert forget_expired(now=now) == 1
    assert not Finding.objects.exists()


def test_whoever_has_the_link_stops_goes_on_and_erases(client: Client, site: Site, now: datetime) -> None:
    inquiry, token = start_inquiry(reading=read_list(f"{site.url}/a {site.url}/b", ""), now=now)
    Inquiry.objects.update(expires_at=now + timedelta(days=40_000))
    page = client.get(f"/verify/many/{token}").content.decode()
    assert "Waiting for its turn" in page
    assert client.get(f"/verify/many/{token}/report.json").status_code == 404
    change = f"/verify/many/{token}/change"
    for given, state in (("stop", "stopped"), ("stop", "stopped"), ("go-on", "queued"), ("dance", "queued")):
        assert client.post(change, {"change": given}).status_code == 302
        inquiry.refresh_from_db()
        assert inquiry.state == state
    client.post(change, {"change": "erase"})
    assert not Inquiry.objects.exists()
    run_inquiry(inquiry_id=inquiry.pk, clock=lambda: now)
    assert site.asked == []


def test_one_that_is_erased_while_it_is_done_ends(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry, _token = start_inquiry(reading=read_list(f"{site.url}/a {site.url}/b", ""), now=now)
    examine = inquiry_steps.examine

    def examined(exhibit: Any, **options: Any) -> Any:
        inquiries.erase_inquiry(inquiry=inquiry, now=now)
        return examine(exhibit, **options)

    monkeypatch.setattr(inquiry_steps, "examine", examined)
    run_inquiry(inquiry_id=inquiry.pk, clock=lambda: now)
    assert not Inquiry.objects.exists()


def test_what_takes_too_long_in_all_is_not_gone_on_with_and_says_so(site: Site, now: datetime) -> None:
    inquiry, _token = start_inquiry(reading=read_list(f"{site.url}/a {site.url}/b", ""), now=now)
    Inquiry.objects.update(worked=inquiry_steps.MOST_SECONDS + 1)
    run_waiting_inquiries(clock=lambda: now)
    inquiry.refresh_from_db()
    assert inquiry.state == "done"
    assert [verdict for _, verdict, _ in found(inquiry)] == ["not_run", "not_run"]
    assert b"not_run" in signed_report(inquiry)


def test_as_of_a_day_what_was_revoked_later_counts_and_others_lists_say_nothing_of_then(
    client: Client, accepted: Award, foreign: ForeignIssuer, site: Site, now: datetime
) -> None:
    revoke_award(award=accepted, reason="By mistake.", by=INSTALLATION, now=now + timedelta(days=2))
    foreign.publish_list(revoked=[7])
    files = {"a.png": baked_png(accepted) or b"", "b.json": foreign.badge(7)}
    late = now + timedelta(days=9)
    for at, expected in (
        (None, [("unproven", "revoked"), ("unproven", "revoked")]),
        (now + timedelta(days=1), [("genuine", "valid_then"), ("unproven", "unknown_then")]),
    ):
        inquiry, token = start_inquiry(files=files, at=at, now=late)
        run_inquiry(inquiry_id=inquiry.pk, clock=lambda: late)
        assert [(claim, verdict) for claim, verdict, _ in found(inquiry)] == expected
        signed = json.loads(signed_report(inquiry))
        assert signed["credentialSubject"]["asOf"] == f"{at or late:%Y-%m-%dT%H:%M:%SZ}"
    Inquiry.objects.update(expires_at=now + timedelta(days=40_000))
    page = client.get(f"/verify/many/{token}").content.decode()
    assert "on record here" in page
    assert "only of today" in page


def test_too_much_is_refused_with_the_way_out(
    client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NothingGiven, match="no web address"):
        start_inquiry(now=now)
    with pytest.raises(NothingGiven, match="12 MB"):
        start_inquiry(files={"a": b"x" * (12 * 1024 * 1024), "b": b"x"}, now=now)
    monkeypatch.setattr(inquiries, "MOST_OPEN", 1)
    start_inquiry(files={"a.pdf": b"%PDF-", "b.pdf": b"%PDF-"}, now=now)
    with pytest.raises(Busy):
        start_inquiry(files={"a.pdf": b"%PDF-"}, now=now)
    monkeypatch.setattr("openlaurel.apps.verifier.limits.INQUIRIES", 1)
    monkeypatch.setattr(inquiries, "MOST_OPEN", 100)
    assert upload(client, "a.zip", make_zip({"x": b"{}"})).status_code == 302
    refused = upload(client, "a.zip", make_zip({"x": b"{}"}))
    assert refused.status_code == 429
    assert "Wait" in refused.content.decode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_zip({"zeros.json": b"0" * 80_000_000}), "archive_too_large"),
        (make_zip({"../../etc/passwd": b"x"}), "unsafe_path"),
        (make_zip({"in.zip": make_zip({"a.json": b"{}"})}), "nested"),
        (b"Name,Badge link\n" + b"A B,\n" * 60_000, "table"),
        (b"%PDF-1.7 and no more", "damaged"),
    ],
    ids=["bomb", "escape", "nested", "rows", "damaged"],
)
def test_what_is_made_to_break_is_told_on_the_page_of_the_result(
    client: Client, data: bytes, code: str, now: datetime
) -> None:
    inquiry, token = start_inquiry(files={"given": data}, now=now)
    run_inquiry(inquiry_id=inquiry.pk, clock=lambda: now)
    inquiry.refresh_from_db()
    assert inquiry.state == "done"
    assert code in [remark.code for about in files_of(inquiry) for remark in about.remarks]
    assert not InquiryFile.objects.exclude(content=b"").exists()
    Inquiry.objects.update(expires_at=now + timedelta(days=40_000))
    assert "What wasn" in client.get(f"/verify/many/{token}").content.decode()
