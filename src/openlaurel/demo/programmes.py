"""Programmes of the demo world, made and published by a designer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.services import Outline, Step, create_programme, publish_programme
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
