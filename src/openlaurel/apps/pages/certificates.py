"""The certificate of a badge: a sheet for people, whose QR code leads to the page that proves it."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openlaurel.adapters.certificates import Certificate, CertificateLabels, render_certificate
from openlaurel.apps.catalog.queries import Fact, artwork, facts_of
from openlaurel.apps.catalog.queries.facts import LABELS
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, credential_bytes

SHOWN = ("achievement_type", "level", "eqf_level", "workload_hours", "ects", "assessment_type", "supervision")


def certificate_pdf(award: Award, *, with_name: bool, now: datetime) -> bytes:
    """This function will return the certificate of an award as PDF, in the language of the definition if we have it.

    `with_name` says whether it names the holder. Raises CannotBeSet when no font has the title's letters.
    """
    language = award.version.language
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(language if language.split("-")[0] in known else settings.LANGUAGE_CODE):
        return render_certificate(_certificate(award, with_name), now=now)


def _certificate(award: Award, with_name: bool) -> Certificate:
    version, organisation = award.version, award.organisation
    labels = {str(LABELS[field]) for field in SHOWN}
    until = award.valid_until
    return Certificate(
        recipient_name=award.recipient_name if with_name else "",
        title=version.name,
        issuer=organisation.name,
        language=translation.get_language() or "en",
        hue=version.art_hue,
        badge=artwork(version, "svg") or artwork(version, "png"),
        url=award_url(award.id),
        labels=_labels(),
        code=code_of(award.id),
        dates=(
            (_("Issued"), date_format(award.valid_from, "DATE_FORMAT")),
            (_("Valid until"), date_format(until, "DATE_FORMAT") if until else _("Does not expire")),
        ),
        facts=tuple(_pair(fact) for fact in facts_of(version) if fact.label in labels),
        outcomes=tuple(version.outcomes),
        skills=tuple(item.skill.name for item in version.alignments.select_related("skill")),
        credential=credential_bytes(award),
    )


def _pair(fact: Fact) -> tuple[str, str]:
    return fact.label, fact.value


def _labels() -> CertificateLabels:
    return CertificateLabels(
        heading=_("Certificate"),
        certifies=_("This certifies that"),
        earned=_("has earned"),
        awarded_by=_("Awarded by"),
        outcomes=_("What the holder can do"),
        skills=_("Skills"),
        more=_("More on the page of this badge"),
        verify_at=_("Verify it at"),
        code=_("Number"),
        note=_("This sheet proves nothing by itself. The page says whether the badge is in force."),
        name_elsewhere=_("the holder, whose name the badge itself can prove"),
        badge_alt=_("The badge"),
        qr_alt=_("QR code that opens the page of this badge"),
    )
