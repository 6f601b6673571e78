"""What an archive says of an organisation, section by section; each piece is small enough to be held whole.

The form is told in docs/reference/archive.md. Sections follow one another; within one, rows go by their id.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.conf import settings
from django.db.models import Model, QuerySet

from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.queries import achievement_url
from openlaurel.apps.catalog.services import definition_of
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, Credential, SigningKey, StatusList
from openlaurel.apps.issuing.queries import award_url, did_document, issuer_did
from openlaurel.apps.moves.models import Archive, ImportedAward
from openlaurel.apps.moves.queries import imported_url


@dataclass(frozen=True)
class Piece:
    """One file, and how many rows of its section it holds."""

    path: str
    content: bytes
    rows: int = 0


@dataclass(frozen=True)
class Section:
    """`rows` are all of an archive, by id; `write` makes files of some of them, given the number of the piece."""

    name: str
    size: int
    rows: Callable[[Archive], QuerySet[Any]]
    write: Callable[[Archive, int, Sequence[Any]], Iterator[Piece]]


def _line(row: dict[str, Any]) -> bytes:
    return orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if value else None


def _lines(name: str, number: int, rows: Sequence[dict[str, Any]]) -> Piece:
    return Piece(f"{name}/{number:05}.jsonl", b"".join(map(_line, rows)), len(rows))


def first_pieces(archive: Archive) -> Iterator[Piece]:
    """This function will return what an organisation says of itself, and its keys' public half."""
    organisation = archive.organisation
    did = issuer_did(organisation.handle)
    about = {
        "handle": organisation.handle,
        "name": organisation.name,
        "description": organisation.description,
        "url": organisation.url,
        "email": organisation.email,
        "country": organisation.country,
        "language": organisation.language,
        "linkedin_id": organisation.linkedin_id,
        "did": did,
        "installation": settings.OPENLAUREL_URL,
        "created_at": _moment(organisation.created_at),
    }
    yield Piece("organisation.json", orjson.dumps(about, option=orjson.OPT_INDENT_2))
    document = did_document(did)
    if document is not None:
        yield Piece("did.json", document)
    keys = [
        {
            "public_multibase": key.public_multibase,
            "created_at": _moment(key.created_at),
            "signs_from": _moment(key.signs_from),
            "retired_at": _moment(key.retired_at),
            "revoked_at": _moment(key.revoked_at),
            "revocation_reason": key.revocation_reason,
        }
        for key in SigningKey.objects.filter(organisation=organisation).order_by("created_at", "id")
    ]
    yield Piece("keys.json", orjson.dumps(keys, option=orjson.OPT_INDENT_2))


def _definitions(archive: Archive, number: int, rows: Sequence[Achievement]) -> Iterator[Piece]:
    said = []
    for achievement in rows:
        versions = []
        for version in achievement.versions.order_by("number"):
            picture = f"pictures/{version.pk}.png" if version.artwork_png is not None else None
            if version.artwork_png is not None:
                yield Piece(f"pictures/{version.pk}.png", bytes(version.artwork_png))
            if version.artwork_svg:
                yield Piece(f"pictures/{version.pk}.svg", bytes(version.artwork_svg))
            versions.append(_version(version, picture))
        said.append(
            {
                "id": achievement.pk,
                "slug": achievement.slug,
                "page": f"{settings.OPENLAUREL_URL}/achievements/{achievement.slug}",
                "archived_at": _moment(achievement.archived_at),
                "created_at": _moment(achievement.created_at),
                "versions": versions,
            }
        )
    yield _lines("definitions", number, said)


def _version(version: AchievementVersion, picture: str | None) -> dict[str, Any]:
    return {
        "id": version.pk,
        "number": version.number,
        "state": version.state,
        "url": achievement_url(version),
        "created_at": _moment(version.created_at),
        "published_at": _moment(version.published_at),
        "picture": picture,
        "picture_is_own": version.artwork_is_own,
        "definition": asdict(definition_of(version)),
    }


def _awards(archive: Archive, number: int, rows: Sequence[Award]) -> Iterator[Piece]:
    yield _lines("awards", number, [_award(award) for award in rows])
    signed = (
        Credential.objects.filter(award__in=rows)
        .select_related("mould", "key")
        .order_by("award", "signed_at")
    )
    documents = [
        {
            "id": credential.pk,
            "award": credential.award_id,
            "document": credential.document.decode(),
            "key": credential.key.public_multibase,
            "status_list": credential.status_list_id,
            "status_index": credential.status_index,
            "signed_at": _moment(credential.signed_at),
            "superseded_at": _moment(credential.superseded_at),
        }
        for credential in signed
    ]
    yield _lines("credentials", number, documents)


def _award(award: Award) -> dict[str, Any]:
    moments = (
        "awarded_at", "valid_from", "valid_until", "created_at", "mailed_at", "accepted_at", "declined_at",
        "revoked_at", "suspended_at", "recipient_erased_at",
    )  # fmt: skip
    return {
        "id": award.pk,
        "page": award_url(award.pk),
        "achievement": award.version.achievement_id,
        "version": award.version_id,
        "recipient_name": award.recipient_name,
        "recipient_email": award.recipient_email,
        "language": award.language,
        "state": award.state,
        "narrative": award.narrative,
        "results": award.results,
        "evidence": award.evidence,
        "show_name": award.show_name,
        "revocation_reason": award.revocation_reason,
        "suspension_reason": award.suspension_reason,
        **{name: _moment(getattr(award, name)) for name in moments},
    }


def _imported(archive: Archive, number: int, rows: Sequence[ImportedAward]) -> Iterator[Piece]:
    said = []
    for award in rows:
        file = f"originals/{award.pk}.{award.kind_of_original}" if award.original else None
        if file:
            yield Piece(file, bytes(award.original))
        said.append(
            {
                "id": award.pk,
                "page": imported_url(award.pk),
                "platform": award.platform,
                "original_id": award.source_id,
                "original_address": award.source_url,
                "achievement": award.definition.achievement_id,
                "definition": award.definition.name,
                "award": award.award_id,
                "recipient_name": award.recipient_name,
                "recipient_email": award.recipient_email,
                "recipient_erased_at": _moment(award.recipient_erased_at),
                "state": award.state,
                "revocation_reason": award.revocation_reason,
                "issued_on": _moment(award.issued_on),
                "expires_on": _moment(award.expires_on),
                "narrative": award.narrative,
                "evidence": award.evidence,
                "original": file,
                "report": award.report,
            }
        )
    yield _lines("imported", number, said)


def _status_lists(archive: Archive, number: int, rows: Sequence[StatusList]) -> Iterator[Piece]:
    for status_list in rows:
        yield Piece(f"status-lists/{status_list.pk}.json", bytes(status_list.signed_document), 1)


def _events(archive: Archive, number: int, rows: Sequence[Event]) -> Iterator[Piece]:
    said = [
        {
            "id": event.pk,
            "at": _moment(event.occurred_at),
            "kind": event.kind,
            "actor": event.actor_id,
            "subject": {"kind": event.subject_kind, "id": event.subject_id},
            "data": event.data,
        }
        for event in rows
    ]
    yield _lines("audit", number, said)


def _own(model: type[Model], since: str = "created_at", *related: str) -> Callable[[Archive], QuerySet[Any]]:
    def rows(archive: Archive) -> QuerySet[Any]:
        found = model._default_manager.filter(
            organisation_id=archive.organisation_id, **{f"{since}__lte": archive.created_at}
        )
        return found.select_related(*related).order_by("pk") if related else found.order_by("pk")

    return rows


SECTIONS: tuple[Section, ...] = (
    Section("definitions", 50, _own(Achievement), _definitions),
    Section("awards", 500, _own(Award, "created_at", "version"), _awards),
    Section("imported", 200, _own(ImportedAward, "imported_at", "definition"), _imported),
    Section("status_lists", 1, _own(StatusList), _status_lists),
    Section("audit", 2000, _own(Event, "occurred_at"), _events),
)
