"""Listings: what a search of the catalogue looks through, made anew with each change of what is offered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from openlaurel.apps.catalog.models import (
    Achievement,
    AchievementVersion,
    Alignment,
    Listing,
    SearchWord,
    SearchWordForm,
    VersionState,
)
from openlaurel.apps.catalog.models.listings import LONGEST_WORD
from openlaurel.apps.catalog.synonyms import synonyms_in
from openlaurel.core.searching import search_form, without_letters, words_of

AT_ONCE = 500
SHORTEST_WITH_A_SLIP = 4  # a shorter word with a slip is another word


def relist(achievements: Iterable[UUID]) -> None:
    """This function will make the listings of these achievements anew, in the caller's transaction."""
    ids = list(achievements)
    offered = _offered().filter(achievement__in=ids)
    skills: dict[UUID, list[str]] = {}
    rows = Alignment.objects.filter(version__in=offered.values("pk")).order_by("position")
    for version_id, name in rows.values_list("version_id", "skill__name"):
        skills.setdefault(version_id, []).append(name)
    listings = [_listing_of(version, skills.get(version.pk, [])) for version in offered]
    Listing.objects.filter(achievement__in=ids).exclude(
        achievement__in=[listing.achievement_id for listing in listings]
    ).delete()
    columns = [
        field.name for field in Listing._meta.concrete_fields if field.name not in {"id", "achievement"}
    ]
    Listing.objects.bulk_create(
        listings, update_conflicts=True, unique_fields=["achievement"], update_fields=columns
    )
    _keep_words({word for listing in listings for word in _words(listing)})


def relist_all(progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """This function will make all listings anew, such as after a change of the synonyms.

    Each few hundred are a transaction of their own: killed in between, it is done again from the beginning.
    """
    ids = list(Achievement.objects.order_by("pk").values_list("pk", flat=True))
    done = 0
    for some in _portions(ids):
        with transaction.atomic():
            relist(some)
        done += len(some)
        progress(done, len(ids))
    with transaction.atomic():
        _forget_words()


def relist_organisation(organisation_id: UUID) -> None:
    """This function will make the listings of an organisation anew, for its name is among their words."""
    ids = Listing.objects.filter(organisation=organisation_id).values_list("achievement_id", flat=True)
    for some in _portions(sorted(ids)):
        with transaction.atomic():
            relist(some)


def _offered() -> QuerySet[AchievementVersion]:
    return (
        AchievementVersion.objects.filter(state=VersionState.PUBLISHED, achievement__archived_at=None)
        .select_related("achievement__organisation")
        .defer("artwork_svg", "artwork_png", "search_text")
    )


def _listing_of(version: AchievementVersion, skills: Sequence[str]) -> Listing:
    organisation = version.achievement.organisation
    assert version.published_at is not None  # a constraint of the database
    other = [version.description, *version.outcomes, *version.tags, version.awarding_body_name]
    named = "\n".join([version.name, *skills, *version.tags])
    return Listing(
        achievement_id=version.achievement_id,
        version=version,
        organisation=organisation,
        name_words=" ".join(words_of(version.name)),
        skill_words=" ".join([*words_of("\n".join(skills)), synonyms_in(named)]).strip(),
        other_words=" ".join(words_of("\n".join([*other, organisation.name]))),
        name=search_form(version.name)[:200],
        level=version.level,
        language=version.language,
        workload_hours=version.workload_hours,
        is_free=not version.price_amount,
        participation=version.participation,
        bears_credit=bool(version.ects or version.credits),
        published_at=version.published_at,
    )


def _words(listing: Listing) -> list[str]:
    text = f"{listing.name_words} {listing.skill_words} {listing.other_words}"
    return [word for word in text.split() if len(word) <= LONGEST_WORD]


def _keep_words(words: set[str]) -> None:
    for some in _portions(sorted(words)):
        known = set(SearchWord.objects.filter(text__in=some).values_list("text", flat=True))
        new = [word for word in some if word not in known]
        SearchWord.objects.bulk_create([SearchWord(text=word) for word in new], ignore_conflicts=True)
        ids = dict(SearchWord.objects.filter(text__in=new).values_list("text", "pk"))
        SearchWordForm.objects.bulk_create(
            [
                SearchWordForm(word_id=ids[word], text=form)
                for word in new
                if len(word) >= SHORTEST_WITH_A_SLIP and word.isalpha()
                for form in sorted(without_letters(word, 1))
            ],
            ignore_conflicts=True,
        )


def _forget_words() -> None:
    """Words that no listing has any more."""
    kept: set[str] = set()
    for listing in Listing.objects.only("name_words", "skill_words", "other_words").iterator():
        kept.update(_words(listing))
    gone = [word.pk for word in SearchWord.objects.iterator() if word.text not in kept]
    for some in _portions(gone):
        SearchWord.objects.filter(pk__in=some).delete()


def _portions(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
