"""The certificate of a badge: a sheet for people, whose QR code leads to the page that proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openlaurel.adapters.certificates import Certificate, CertificateLabels, render_certificate
from openlaurel.adapters.designed import Design, render_designed
from openlaurel.apps.catalog.queries import Fact, artwork, facts_of
from openlaurel.apps.catalog.queries.facts import LABELS
from openlaurel.apps.catalog.services import Definition, preview_artwork
from openlaurel.apps.certificates.queries import OWN_FIELD, signatures_of, version_for
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, credential_bytes
from openlaurel.apps.issuing.queries.own_fields import FieldInWords, fields_in_words
from openlaurel.apps.issuing.queries.results import results_in_words
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import colour_of, logo_bytes
from openlaurel.core.artwork.certificate_layout import Layout, read_layout
from openlaurel.core.fields import FieldSpec, Kind

# The standard sheet has room for so many custom fields, and for no long ones.
MOST_OWN_FACTS, LONGEST_FACT = 5, 60
SHOWN = ("achievement_type", "level", "eqf_level", "workload_hours", "ects", "assessment_type", "supervision")


def certificate_pdf(
    award: Award,
    *,
    with_name: bool,
    with_private: bool = False,
    with_credential: bool = True,
    now: datetime,
) -> bytes:
    """This function will return the certificate of an award as PDF, in the language of the definition if we have it.

    `with_name` says whether it names the holder, `with_private` whether it has the private of its custom fields,
    `with_credential` whether the signed badge is attached. Raises CannotBeSet when no font has the title's letters.
    """
    language = award.version.language
    known = {code for code, _name in settings.LANGUAGES}
    with translation.override(language if language.split("-")[0] in known else settings.LANGUAGE_CODE):
        own = fields_in_words(award, with_private=with_private)
        certificate = _certificate(award, with_name, own)
        if not with_credential:
            certificate = replace(certificate, credential=b"")
        design = design_of(award, certificate, own)
        if design is None:
            return render_certificate(certificate, now=now)
        return render_designed(certificate, design, now=now)


def sample(
    organisation: Profile,
    layout: Layout,
    achievement_name: str,
    language: str,
    own: Mapping[str, FieldSpec] = MappingProxyType({}),
    *,
    form: Literal["pdf", "png"],
    now: datetime,
) -> bytes:
    """This function will return a layout as PDF or PNG, filled with a badge that nobody has, in `language`.

    `own` are the custom fields that texts may name, by merge field. It has the organisation's colours and logo of this moment. Raises CannotBeSet, which names a letter without a font.
    """
    with translation.override(language):
        day = date_format(now, "DATE_FORMAT")
        certificate = Certificate(
            recipient_name=_("Alex Example"),
            title=achievement_name or _("Name of the micro-credential"),
            issuer=organisation.name,
            language=language,
            hue=organisation.hue,
            badge=shape_sample(organisation.hue),
            url=f"{settings.OPENLAUREL_URL}/b/ABCDEFGHJK",
            labels=_labels(),
            code="ABCD-EFGH-JK",
            dates=((_("Issued"), day), (_("Valid until"), _("Does not expire"))),
            skills=(_("A skill"), _("Another skill")),
        )
        design = Design(
            layout,
            colour_of(organisation),
            organisation.accent,
            logo_bytes(organisation.handle, "png"),
            signatures_of(organisation),
            ((_("Result"), "92 %"),),
            _values(certificate, _("Intermediate"), "12")
            | {name: _sample_value(spec, language, now) for name, spec in own.items()},
        )
        return render_designed(certificate, design, now=now, form=form, is_strict=True)


def shape_sample(hue: int) -> bytes:
    """This function will return the picture of a badge that stands for any."""
    return preview_artwork(Definition(name="Aa", language="en", level="advanced", art_hue=hue), "").encode()


def design_of(award: Award, certificate: Certificate, own: Sequence[FieldInWords] = ()) -> Design | None:
    """This function will return how the certificate of an award looks; None for the standard sheet."""
    version = version_for(award)
    if version is None or version.layout is None:
        return None
    results = tuple((result.name, result.value) for result in results_in_words(award))
    level = award.version.get_level_display() if award.version.level else ""
    return Design(
        read_layout(version.layout),
        version.colour,
        version.accent,
        bytes(version.logo_png or b""),
        signatures_of(award.organisation),
        results,
        _values(certificate, level, str(award.version.workload_hours or ""))
        | {OWN_FIELD + field.key: field.value for field in own},
    )


def _values(certificate: Certificate, level: str, hours: str) -> dict[str, str]:
    """What the merge fields of own texts stand for, but for custom fields."""
    date, until = (value for _name, value in certificate.dates[:2])
    return {
        "holder": certificate.recipient_name or certificate.labels.name_elsewhere,
        "achievement": certificate.title,
        "issuer": certificate.issuer,
        "date": date,
        "valid_until": until,
        "number": certificate.code,
        "hours": hours,
        "level": level,
    }


def _sample_value(spec: FieldSpec, language: str, now: datetime) -> str:
    if spec.kind is Kind.DATE:
        return date_format(now, "DATE_FORMAT")
    if spec.kind is Kind.CHOICE:
        return spec.shown(spec.choices[0].value, language)
    return spec.preset or {Kind.NUMBER: spec.most or "12", Kind.YES_NO: _("Yes")}.get(
        spec.kind, spec.label(language)
    )


def _certificate(award: Award, with_name: bool, own: Sequence[FieldInWords]) -> Certificate:
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
        facts=(
            *(_pair(fact) for fact in facts_of(version) if fact.label in labels),
            *[(field.name, field.value) for field in own if len(field.value) <= LONGEST_FACT][
                :MOST_OWN_FACTS
            ],
        ),
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
