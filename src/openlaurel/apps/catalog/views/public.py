"""The catalogue: explore, an achievement with its versions, a skill."""

import json
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.forms import ExploreForm
from openlaurel.apps.catalog.loss_words import NAMES, losses_in_words
from openlaurel.apps.catalog.models import AchievementVersion, Skill
from openlaurel.apps.catalog.queries import (
    PAGE_SIZE,
    Framework,
    achievement_of,
    achievement_url,
    compared_facts,
    differences,
    earnable_among,
    facts_of,
    found_versions,
    get_published,
    get_version,
    page_found,
    price_of,
    proving,
    public_versions,
    published_versions,
    required_by,
    version_before,
    version_url,
    written_as,
)
from openlaurel.apps.catalog.registry import earning_of, programmes_of
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES

MOST_COMPARED = 4
JSON_TYPES = ("application/ld+json", "application/json")


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    form = ExploreForm(request.GET)
    filters = form.filters()
    found = found_versions(filters)
    page = page_found(found, request.GET.get("page"))
    compared, listed = _compared(request), {version.achievement.slug for version in page.object_list}
    return render(
        request,
        "catalog/explore.html",
        {
            "form": form,
            "page": page,
            "earnable": earnable_among(page.object_list),
            "is_narrowed": filters.is_narrowed,
            "words": filters.words,
            "spelled": found.spelled,
            "compared": compared,
            "compared_elsewhere": [slug for slug in compared if slug not in listed],
            "most_compared": MOST_COMPARED,
        },
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What up to four micro-credentials say, in the same rows; the address names them as ?with=, more than once."""
    named = _compared(request)
    by_slug = {
        version.achievement.slug: version
        for version in published_versions().filter(achievement__slug__in=named)
    }
    versions = [by_slug[slug] for slug in named if slug in by_slug][:MOST_COMPARED]
    query = request.GET.copy()
    columns = []
    for version in versions:
        others = query.copy()
        others.setlist("with", [one.achievement.slug for one in versions if one != version])
        columns.append((version, others.urlencode()))
    return render(
        request,
        "catalog/compare.html",
        {
            "columns": columns,
            "rows": compared_facts(versions),
            "earnable": earnable_among(versions),
            "back": query.urlencode(),
            "left_out": len([slug for slug in named if slug in by_slug]) - len(versions),
            "most_compared": MOST_COMPARED,
        },
    )


def _compared(request: HttpRequest) -> list[str]:
    """The slugs that the address names, each once, no more than anybody would tick."""
    return list(dict.fromkeys(request.GET.getlist("with")))[: 10 * MOST_COMPARED]


@require_safe
def achievement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The published version as a page, or as Open Badges JSON for programs that ask for it."""
    return _negotiated(request, _published(slug))


@require_safe
def version_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _negotiated(request, _version(slug, number), current=_published(slug))


@require_safe
def achievement_json(request: HttpRequest, slug: str) -> HttpResponse:
    return _as_json(_published(slug))


@require_safe
def achievement_written_as(request: HttpRequest, slug: str, framework: Framework) -> JsonResponse:
    """This function will answer with the document alone; what it lacks is told by the page, the API and the command."""
    response = JsonResponse(
        written_as(_published(slug), framework).document,
        safe=False,  # Annex I is a list
        content_type="application/json" if framework is Framework.ANNEX_I else "application/ld+json",
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def achievement_in_framework(request: HttpRequest, slug: str, framework: Framework) -> HttpResponse:
    """What a definition lacks in the terms of another framework, and the way to the document."""
    version = _published(slug)
    export = written_as(version, framework)
    return render(
        request,
        "catalog/achievement_framework.html",
        {
            "version": version,
            "framework": framework,
            "framework_name": NAMES[framework],
            "losses": losses_in_words(export),
            "document": json.dumps(export.document, ensure_ascii=False, indent=2),
            "frameworks": NAMES.items(),
        },
    )


@require_safe
def skill_detail(request: HttpRequest, skill_id: UUID) -> HttpResponse:
    skill = get_object_or_404(Skill, id=skill_id)
    page = Paginator(proving(skill), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "catalog/skill_detail.html",
        {"skill": skill, "page": page, "earnable": earnable_among(page)},
    )


def _negotiated(
    request: HttpRequest, version: AchievementVersion, current: AchievementVersion | None = None
) -> HttpResponse:
    wanted = request.get_preferred_type(["text/html", *JSON_TYPES])
    response = _as_json(version) if wanted in JSON_TYPES else _page(request, version, current or version)
    patch_vary_headers(response, ["Accept"])
    return response


def _as_json(version: AchievementVersion) -> JsonResponse:
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES]} | achievement_of(version).as_json()
    response = JsonResponse(document, content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _page(request: HttpRequest, version: AchievementVersion, current: AchievementVersion) -> HttpResponse:
    account = cast(Account, request.user) if request.user.is_authenticated else None
    achievement = version.achievement
    earning = earning_of(achievement, account) if achievement.archived_at is None else None
    context: dict[str, Any] = {
        "version": version,
        "current": current,
        "organisation": achievement.organisation,
        "facts": facts_of(version),
        "price": price_of(version),
        "alignments": version.alignments.select_related("skill"),
        "required": required_by(version),
        "versions": Paginator(public_versions(achievement), PAGE_SIZE).get_page(request.GET.get("versions")),
        "earning": earning,
        "changes": differences(earlier, version) if (earlier := version_before(version)) else [],
        "programmes": programmes_of(achievement),
        "canonical": achievement_url(version) if version == current else version_url(version),
        "image": f"{version_url(version)}/image.png",
        "installation": settings.OPENLAUREL_URL,
    }
    return render(request, "catalog/achievement_detail.html", context)


def _published(slug: str) -> AchievementVersion:
    try:
        return get_published(slug)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None


def _version(slug: str, number: int) -> AchievementVersion:
    try:
        return get_version(slug, number)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None
