"""Everything that the page of one badge says, the result of verifying it included."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from openlaurel.adapters.qr import qr_svg
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Alignment
from openlaurel.apps.catalog.queries import Fact, facts_of
from openlaurel.apps.catalog.queries.facts import LABELS
from openlaurel.apps.desk.models import Recall
from openlaurel.apps.desk.queries import notes_about
from openlaurel.apps.issuing.codes import code_of, ids_of
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.issuing.queries import (
    CorrectionInWords,
    Renewal,
    award_url,
    corrections_of,
    credential_bytes,
    read_identifier,
    renewal_of,
)
from openlaurel.apps.issuing.queries.own_fields import FieldInWords, fields_in_words
from openlaurel.apps.issuing.queries.results import ResultInWords, results_in_words
from openlaurel.apps.moves.models import ImportedAward
from openlaurel.apps.moves.queries import imported_of
from openlaurel.apps.verifier.services import verify
from openlaurel.apps.verifier.verdicts import Verdict, verdict_of
from openlaurel.apps.verifier.words import CheckInWords, in_words
from openlaurel.core.verification import Check, Report

OF_THE_OFFER = ("price_amount", "validity_months")


@dataclass(frozen=True)
class AwardPage:
    """`holder` is empty unless the holder agreed to be named; `checked_at` is when `report` was made.

    `has_files` says whether the signed badge may be had: not by strangers, where its holder hides the evidence in it.
    """

    award: Award
    is_public: bool
    has_files: bool
    holder: str
    checked_at: datetime
    report: Report
    verdict: Verdict
    checks: Sequence[CheckInWords]
    skills: Sequence[Alignment]
    results: Sequence[ResultInWords]
    fields: Sequence[FieldInWords]
    evidence: Sequence[Mapping[str, str]]
    facts: Sequence[Fact]
    corrections: Sequence[CorrectionInWords]
    renewal: Renewal | None
    imported: ImportedAward | None
    notes: Sequence[Recall]
    url: str
    code: str
    short_url: str

    @property
    def qr(self) -> SafeString:
        """The short address as a QR code."""
        return mark_safe(qr_svg(self.short_url))  # noqa: S308 (drawn by us from an address that we made)


def find_award(award_id: Any) -> Award | None:
    """This function will return an award with what its page shows, public or not; None when there is none."""
    return _awards().filter(id=award_id).first()


def find_award_by_code(code: str) -> Award | None:
    """This function will return the award that `code` names, public or not; None when it names none or several."""
    ids = ids_of(code)
    if ids is None:
        return None
    found = _awards().filter(id__gte=ids[0], id__lte=ids[1])[:2]
    return found[0] if len(found) == 1 else None


def is_public(award: Award) -> bool:
    """This function will say whether strangers who have its address may see an award: once its holder has accepted it,
    revoked or not, unless they keep it private."""
    return is_answered(award) and award.visibility != Visibility.PRIVATE


def is_answered(award: Award) -> bool:
    """This function will say whether an award was accepted, revoked since or not, by somebody who is known."""
    answered = award.accepted_at is not None and award.state in {AwardState.ACCEPTED, AwardState.REVOKED}
    return answered and award.recipient_erased_at is None


def may_see(award: Award, account: Account | None) -> bool:
    """This function will say whether `account`, None for a stranger, may see an award."""
    return is_public(award) or (account is not None and award.account_id == account.id)


def hides_file(award: Award, account: Account | None) -> bool:
    """This function will say whether the signed badge, which holds its evidence, is kept from `account`."""
    is_holder = account is not None and award.account_id == account.id
    return award.hides_evidence and bool(award.evidence) and not is_holder


def award_page(award: Award, *, account: Account | None = None, now: datetime) -> AwardPage:
    """This function will verify the stored bytes of an award and return all that its page says to `account`."""
    is_hidden = hides_file(award, account)
    report = verify_award(award, now=now)
    return AwardPage(
        award=award,
        is_public=is_public(award),
        has_files=not is_hidden,
        holder=award.recipient_name if award.show_name else "",
        checked_at=now,
        report=report,
        verdict=verdict_of(report),
        checks=in_words(report),
        skills=list(award.version.alignments.select_related("skill")),
        results=results_in_words(award),
        fields=fields_in_words(award),
        evidence=() if is_hidden else award.evidence,
        facts=_facts(award),
        corrections=corrections_of(award),
        renewal=renewal_of(award),
        imported=imported_of(award),
        notes=notes_about(award.id),
        url=award_url(award.id),
        code=code_of(award.id),
        short_url=settings.OPENLAUREL_URL + reverse("pages:award-short", args=[code_of(award.id)]),
    )


def verify_award(award: Award, *, now: datetime) -> Report:
    """This function will verify the bytes that are downloaded, and that they are this award's and not another's."""
    report = verify(
        credential_bytes(award), now=now, recipient=award.recipient_name if award.show_name else ""
    )
    place = read_identifier(str((report.credential or {}).get("id", "")))
    if report.check("format").outcome != "fail" and (place is None or place.key != str(award.id)):
        fault = {"fault": "The stored file is another badge's."}
        report = report.with_check(Check("format", "fail", "unreadable", fault))
    return report


def _awards() -> Any:
    return Award.objects.select_related(
        "organisation", "version__achievement__organisation", "account", "own_fields__field_set"
    ).defer("version__artwork_svg", "version__artwork_png", "version__search_text")


def _facts(award: Award) -> list[Fact]:
    until = award.valid_until
    of_the_offer = {str(LABELS[field]) for field in OF_THE_OFFER}
    return [
        Fact(_("Issued"), date_format(award.valid_from, "DATE_FORMAT")),
        Fact(_("Valid until"), date_format(until, "DATE_FORMAT") if until else _("Does not expire")),
        *(fact for fact in facts_of(award.version) if fact.label not in of_the_offer),
    ]
