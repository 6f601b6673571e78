"""Designs of certificates: which one a badge has, and what an organisation's designers see."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from openlaurel.adapters.designed import SignatureImage
from openlaurel.apps.catalog.models import Achievement, AchievementVersion, VersionState
from openlaurel.apps.catalog.queries.custom_fields import fields_by_achievement
from openlaurel.apps.certificates.models import CertificateDesign, CertificateVersion, Signature
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.programmes.models import Programme
from openlaurel.core.fields import FieldSpec, read_fields

# In a text of a design, before the key of a custom field.
OWN_FIELD = "field."


@dataclass(frozen=True)
class Target:
    """What a design is for. `key` is "all", "p:<slug>" or "a:<slug>"; `name` is empty for the whole organisation.

    `language` is the one in which it is best looked at.
    """

    key: str
    name: str
    language: str
    design: CertificateDesign | None
    version: CertificateVersion | None

    @property
    def is_published(self) -> bool:
        return self.version is not None and self.version.layout is not None


def version_for(award: Award) -> CertificateVersion | None:
    """This function will return the published design that an award has, or None for the standard sheet.

    That of its micro-credential comes before that of a programme, and this before that of the organisation. Of one
    design it is the newest that was published when the badge was awarded, or that covers badges from before.
    """
    achievement = award.version.achievement_id
    designs = CertificateDesign.objects.filter(organisation=award.organisation_id)
    groups = (
        designs.filter(achievement=achievement),
        designs.filter(programme__steps__achievement=achievement).order_by("created_at", "id"),
        designs.filter(achievement=None, programme=None),
    )
    for group in groups:
        for design in group:
            for version in design.versions.all():
                if version.covers_earlier or version.published_at <= award.awarded_at:
                    return version
    return None


def own_fields(
    organisation: Profile, *, programme: Programme | None = None, achievement: Achievement | None = None
) -> dict[str, FieldSpec]:
    """This function will return the custom fields that certificates of a target may name, by merge field."""
    if achievement is not None:
        ids = [achievement.pk]
    elif programme is not None:
        ids = list(programme.steps.values_list("achievement", flat=True))
    else:
        ids = list(organisation.achievements.values_list("pk", flat=True))
    found = [spec for specs in fields_by_achievement(ids).values() for spec in specs]
    found += read_fields(programme.custom_fields) if programme is not None else ()
    by_name: dict[str, FieldSpec] = {}
    for spec in found:
        by_name.setdefault(OWN_FIELD + spec.key, spec)
    return by_name


def signatures_of(organisation: Profile) -> dict[str, SignatureImage]:
    """This function will return all signatures of an organisation, retired ones too, by their ids."""
    return {
        str(row.id): SignatureImage(row.name, row.title, bytes(row.png))
        for row in Signature.objects.filter(organisation=organisation)
    }


def list_signatures(organisation: Profile) -> list[Signature]:
    """This function will return the signatures that new designs may use, by name, without their pictures."""
    return list(Signature.objects.filter(organisation=organisation, retired_at=None).defer("png"))


def list_targets(organisation: Profile) -> list[Target]:
    """This function will return what may have a design of its own: the organisation, programmes, micro-credentials."""
    designs = {
        (design.programme_id, design.achievement_id): design
        for design in CertificateDesign.objects.filter(organisation=organisation).prefetch_related("versions")
    }

    def target(key: str, name: str, language: str, ids: tuple[UUID | None, UUID | None]) -> Target:
        design = designs.get(ids)
        versions = list(design.versions.all()) if design else []
        return Target(key, name, _known(language), design, versions[0] if versions else None)

    programmes = Programme.objects.filter(organisation=organisation).only("id", "slug", "name", "language")
    versions = (
        AchievementVersion.objects.filter(
            achievement__organisation=organisation,
            achievement__archived_at=None,
            state=VersionState.PUBLISHED,
        )
        .order_by("search_text", "id")
        .values_list("achievement_id", "achievement__slug", "name", "language")
    )
    return [
        target("all", "", organisation.language, (None, None)),
        *(target(f"p:{row.slug}", row.name, row.language, (row.id, None)) for row in programmes),
        *(target(f"a:{slug}", name, language, (None, id_)) for id_, slug, name, language in versions),
    ]


def place_of_target(organisation: Profile, key: str) -> dict[str, Any]:
    """This function will return what a target's key names, as the services take it: programme, achievement or neither."""
    kind, _colon, slug = key.partition(":")
    if kind == "p":
        return {"programme": Programme.objects.get(organisation=organisation, slug=slug)}
    if kind == "a":
        return {"achievement": Achievement.objects.get(organisation=organisation, slug=slug)}
    return {}


def _known(language: str) -> str:
    """The language of certificates in `language`: that itself, or the site's where it doesn't speak it."""
    known = dict(settings.LANGUAGES)
    plain = language.partition("-")[0]
    return next((one for one in (language, plain) if one in known), settings.LANGUAGE_CODE)
