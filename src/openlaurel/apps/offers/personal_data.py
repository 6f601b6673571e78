"""What offers hold about a person: what they asked for by a claim code, and their applications."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData, PersonalFile
from openlaurel.apps.offers.models import Application, Redemption


def export(account: Account) -> PersonalData:
    """This function will return what a person asked for by claim codes, and what they were answered."""
    fields = (
        "claim_code__organisation__name",
        "email",
        "name",
        "fields",
        "state",
        "asked_at",
        "confirmed_at",
        "answer",
    )
    told = (
        "opening__achievement__slug",
        "name",
        "words",
        "url",
        "fields",
        "file_name",
        "state",
        "submitted_at",
        "answer",
    )
    applications = Application.objects.filter(account=account)
    return PersonalData(
        {"redemptions": _redemptions(account).values(*fields), "applications": applications.values(*told)},
        _files(account),
    )


def erase(account: Account, now: datetime) -> None:
    """This function will forget what a person asked for; the places that they took stay taken."""
    _redemptions(account).delete()
    applications = Application.objects.filter(account=account)
    names = list(applications.exclude(file="").values_list("file", flat=True))
    applications.delete()
    transaction.on_commit(partial(_remove_files, names))


def _files(account: Account) -> Iterator[PersonalFile]:
    for application in Application.objects.filter(account=account).exclude(file=""):
        yield PersonalFile(
            f"applications/{application.pk}{PurePosixPath(application.file_name).suffix}",
            partial(application.file.storage.open, str(application.file.name)),
        )


def _remove_files(names: list[str]) -> None:
    storage = Application._meta.get_field("file").storage
    for name in names:
        storage.delete(name)


def _redemptions(account: Account) -> QuerySet[Redemption]:
    return Redemption.objects.filter(Q(account=account) | Q(email__in=confirmed_addresses(account)))
