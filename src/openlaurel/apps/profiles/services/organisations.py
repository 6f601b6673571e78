"""Organisations: made by an operator, described by their owners."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Kind, Membership, Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can, check_can_create_organisation
from openlaurel.apps.profiles.services.errors import InvalidDetails
from openlaurel.core.searching import search_form
from openlaurel.core.web_addresses import is_web_address

_HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?").fullmatch
_COUNTRY = re.compile(r"[A-Z]{2}").fullmatch
_NUMBER = re.compile(r"[1-9][0-9]{0,19}").fullmatch
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*").fullmatch
# Both stand in every badge: what software signs in different ways can't, and a name mustn't read as another one.
_UNSIGNABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]").search
RESERVED_HANDLES = frozenset({"new"})


def create_organisation(
    *,
    handle: str,
    name: str,
    description: str = "",
    url: str = "",
    email: str = "",
    country: str = "",
    language: str = "en",
    linkedin_id: str = "",
    hue: int = 275,
    is_issuer: bool = False,
    is_employer: bool = False,
    owner: Account | None,
    by: Actor,
    now: datetime,
) -> Profile:
    """This function will make an organisation, and `owner` its first owner.

    `handle` becomes part of its address and of the identifier that signs its badges, so it never changes.
    Raises NotAllowed unless `by` is an operator or the installation, InvalidDetails for unusable fields.
    """
    check_can_create_organisation(by)
    details: dict[str, Any] = {
        "name": " ".join(name.split()),
        "description": description.strip(),
        "url": url.strip(),
        "email": email.strip(),
        "country": country.strip().upper(),
        "language": language.strip(),
        "linkedin_id": linkedin_id.strip(),
        "hue": hue,
    }
    problems = _problems(details)
    if not _HANDLE(handle) or handle in RESERVED_HANDLES:
        problems["handle"] = _(
            "Use 1 to 60 small letters a to z, digits and hyphens, such as harbour-institute. It can't be “new”."
        )
    if problems:
        raise InvalidDetails(problems)
    organisation = Profile(
        handle=handle,
        kind=Kind.ORGANISATION,
        search_name=search_form(details["name"])[:200],
        is_issuer=is_issuer,
        is_employer=is_employer,
        created_at=now,
        **details,
    )
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
            if owner is not None:
                Membership.objects.create(
                    organisation=organisation, account=owner, role=Role.OWNER, since=now
                )
            _record(
                "organisation.created", organisation, by, now, {"owner_id": str(owner.id)} if owner else {}
            )
    except IntegrityError as error:
        raise InvalidDetails(
            {"handle": _("%(handle)s is taken. Choose another handle.") % {"handle": handle}}
        ) from error
    return organisation


def update_organisation(
    *,
    organisation: Profile,
    by: Actor,
    now: datetime,
    name: str | None = None,
    description: str | None = None,
    url: str | None = None,
    email: str | None = None,
    country: str | None = None,
    language: str | None = None,
    linkedin_id: str | None = None,
    hue: int | None = None,
) -> Profile:
    """This function will change how an organisation describes itself; a field left as None stays.

    Another `hue` replaces the colours that `update_brand` set.
    Badges issued before keep the name that they were signed with.
    """
    check_can(by, "edit_profile", organisation)
    given: dict[str, Any] = {
        "name": name and " ".join(name.split()),
        "description": description,
        "url": url,
        "email": email,
        "country": country and country.upper(),
        "language": language,
        "linkedin_id": linkedin_id,
        "hue": hue,
    }
    current = {field: getattr(organisation, field) for field in given}
    wanted = current | {
        field: value.strip() if isinstance(value, str) else value
        for field, value in given.items()
        if value is not None
    }
    if problems := _problems(wanted):
        raise InvalidDetails(problems)
    changed = sorted(field for field in wanted if wanted[field] != current[field])
    if not changed:
        return organisation
    for field in changed:
        setattr(organisation, field, wanted[field])
    if "hue" in changed:
        organisation.colour = organisation.accent = ""
    organisation.search_name = search_form(organisation.name)[:200]
    with transaction.atomic():
        organisation.save(update_fields=[*changed, "search_name", "colour", "accent"])
        _record("organisation.updated", organisation, by, now, {"fields": changed})
    return organisation


def _problems(details: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the fields that describe an organisation, each with what to do."""
    problems = {}
    if not details["name"]:
        problems["name"] = _("Enter the organisation's name as the public knows it.")
    elif len(details["name"]) > 200:
        problems["name"] = _("Shorten the name to at most 200 characters.")
    elif _UNSIGNABLE(details["name"]) or _TURNING(details["name"]):
        problems["name"] = _("Remove the invisible control characters, then save again.")
    if len(details["description"]) > 4000:
        problems["description"] = _("Shorten the description to at most 4,000 characters.")
    elif _UNSIGNABLE(details["description"]):
        problems["description"] = _("Remove the invisible control characters, then save again.")
    if details["url"] and not is_web_address(details["url"]):
        problems["url"] = _("Enter a full web address, such as https://www.example.org.")
    if details["email"]:
        try:
            validate_email(details["email"])
        except ValidationError:
            problems["email"] = _("Enter an e-mail address like name@example.org, or leave it empty.")
    if details["country"] and not _COUNTRY(details["country"]):
        problems["country"] = _("Choose a country from the list, or leave it empty.")
    if not _LANGUAGE(details["language"]) or len(details["language"]) > 12:
        problems["language"] = _("Choose a language from the list.")
    if details["linkedin_id"] and not _NUMBER(details["linkedin_id"]):
        problems["linkedin_id"] = _("Enter the number alone, 1 to 20 digits, or leave it empty.")
    if not 0 <= details["hue"] < 360:
        problems["hue"] = _("Choose a brand colour between 0 and 359 degrees.")
    return problems


def public_address(profile: Profile) -> str:
    """This function will return the address of the profile's public page."""
    return f"{settings.OPENLAUREL_URL}/profiles/{profile.handle}"


def _record(kind: str, organisation: Profile, by: Actor, now: datetime, data: dict[str, Any]) -> None:
    record_event(
        kind=kind,
        subject=("profile", organisation.id),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.id,
        data=data,
    )
