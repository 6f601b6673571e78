"""Badge families, programmes and certificates of the demo world, made and published by a designer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion, BadgeFamily
from openlaurel.apps.catalog.services import Look, create_family, put_in_family
from openlaurel.apps.certificates.models import CertificateDesign
from openlaurel.apps.certificates.services import add_signature, publish_design, save_design
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.services import Outline, Step, create_programme, publish_programme
from openlaurel.core.artwork.certificate_layout import Box, template
from openlaurel.demo.reading import OrganisationFiles


@transaction.atomic
def load_programme(files: OrganisationFiles, fields: Mapping[str, Any], now: datetime) -> None:
    """This function will make one programme public, unless it is there already."""
    if Programme.objects.filter(slug=fields["slug"]).exists():
        return
    designer = Actor(account=Account.objects.get(email=files.email_of("designer")))
    steps = [Step(slug) for slug in fields["steps"]]
    steps += [Step(slug, is_optional=True) for slug in fields.get("optional", ())]
    programme = create_programme(
        organisation=Profile.objects.get(handle=files.fields["handle"]),
        slug=fields["slug"],
        outline=Outline(
            name=fields["name"],
            language=fields["language"],
            description=fields["description"],
            colour=fields.get("colour", ""),
            steps=tuple(steps),
        ),
        by=designer,
        now=now,
    )
    publish_programme(programme=programme, by=designer, now=now)


def dress(files: OrganisationFiles, version: AchievementVersion, by: Actor, now: datetime) -> None:
    """This function will give a draft the look of the family that names it, made with its first badge."""
    for fields in files.families:
        if version.achievement.slug in fields["badges"]:
            look = Look(**{name: value for name, value in fields.items() if name != "badges"})
            organisation = version.achievement.organisation
            family = BadgeFamily.objects.filter(organisation=organisation, name=look.name).first()
            family = family or create_family(organisation=organisation, look=look, by=by, now=now)
            put_in_family(version=version, family=family, by=by, now=now)


@transaction.atomic
def load_certificate(files: OrganisationFiles, now: datetime) -> None:
    """This function will design and publish the organisation's certificate, signed by hand, unless it is there."""
    organisation = Profile.objects.get(handle=files.fields["handle"])
    if CertificateDesign.objects.filter(organisation=organisation).exists():
        return
    fields = files.certificate
    designer = Actor(account=Account.objects.get(email=files.email_of("designer")))
    signature = add_signature(
        organisation=organisation,
        name=fields["signer"],
        title=fields["title"],
        data=fields["signature"],
        by=designer,
        now=now,
    )
    layout = template(fields["template"], "a4", is_landscape=True)
    _width, height = layout.size
    added = (
        Box("text", 18, 138, 170, 12, size=10, text=fields["text"]),
        Box("signature", 18, height - 45, 70, 30, signature=str(signature.id)),
    )
    layout = replace(layout, boxes=(*layout.boxes, *added))
    design = save_design(organisation=organisation, layout=layout, by=designer, now=now)
    publish_design(design=design, by=designer, now=now)
