"""Badge families in the workspace: the list, one look with its levels, and the drafts that have it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.catalog.forms.families import FamilyForm
from openlaurel.apps.catalog.models import BadgeFamily, Level, VersionState
from openlaurel.apps.catalog.queries import PAGE_SIZE
from openlaurel.apps.catalog.queries.families import drafts_of, drawn_level, families_of
from openlaurel.apps.catalog.services import (
    CatalogError,
    InvalidDefinition,
    change_family,
    create_family,
    delete_family,
    put_in_family,
)
from openlaurel.apps.catalog.views.pictures import LOCKED_DOWN
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import page_of


@workspace_view("define_achievement")
@require_safe
def family_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    page = page_of(
        families_of(organisation),
        request.GET.get("page"),
        PAGE_SIZE,
        lambda family: (family, _samples(family.__dict__, organisation)),
    )
    return render(request, "catalog/family_list.html", {"organisation": organisation, "page": page})


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def family_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    start = {"name": "", "shape": "hexagon", "hue": organisation.hue, "hue_step": 8, "pattern": "1"}
    return _form_page(request, organisation, FamilyForm(request.POST or None, initial=start), None)


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def family_edit(request: HttpRequest, organisation: Profile, family_id: UUID) -> HttpResponse:
    family = _own(organisation, family_id)
    start = {name: getattr(family, name) for name in FamilyForm.base_fields}
    return _form_page(request, organisation, FamilyForm(request.POST or None, initial=start), family)


@workspace_view("define_achievement")
@require_POST
def family_delete(request: HttpRequest, organisation: Profile, family_id: UUID) -> HttpResponse:
    try:
        delete_family(family=_own(organisation, family_id), by=actor_of(request), now=timezone.now())
    except CatalogError as error:
        messages.error(request, str(error))
        return redirect("catalog:family-edit", organisation.handle, family_id)
    messages.success(request, _("The family is deleted. Drafts keep the look that they had."))
    return redirect("catalog:family-list", organisation.handle)


@workspace_view("define_achievement")
@require_POST
def family_members(request: HttpRequest, organisation: Profile, family_id: UUID) -> HttpResponse:
    """Puts a draft into the family (`add`) or takes one out (`leave`), by the slug of its achievement."""
    family = _own(organisation, family_id)
    slug = request.POST.get("leave") or request.POST.get("add", "")
    draft = drafts_of(organisation).filter(achievement__slug=slug).first()
    if draft is None:
        messages.error(request, _("There is no such draft any more. Choose one of the list."))
        return redirect("catalog:family-edit", organisation.handle, family_id)
    try:
        joins = None if "leave" in request.POST else family
        put_in_family(version=draft, family=joins, by=actor_of(request), now=timezone.now())
    except CatalogError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The draft has the look now.") if joins else _("The draft goes its own way now.")
        )
    return redirect("catalog:family-edit", organisation.handle, family_id)


@workspace_view("define_achievement")
@require_safe
def family_sample(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """One level of a look, as the address describes it."""
    form = FamilyForm(request.GET)
    level = request.GET.get("level", "")
    if not form.is_valid() or level not in Level.values:
        return HttpResponse(status=422, content_type="text/plain")
    drawn = drawn_level(BadgeFamily(**form.cleaned_data), level, organisation)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _form_page(
    request: HttpRequest, organisation: Profile, form: FamilyForm, family: BadgeFamily | None
) -> HttpResponse:
    asks_to_save = request.method == "POST" and "preview" not in request.POST
    if asks_to_save and form.is_valid():
        details: dict[str, Any] = {"look": form.look(), "by": actor_of(request), "now": timezone.now()}
        try:
            stored = (
                change_family(family=family, **details)
                if family
                else create_family(organisation=organisation, **details)
            )
        except InvalidDefinition as error:
            for field, problem in error.problems.items():
                form.add_error(field if field in form.fields else None, problem)
        else:
            messages.success(request, _("The look is saved. All drafts of the family have it."))
            return redirect("catalog:family-edit", organisation.handle, stored.id)
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    context = {
        "organisation": organisation,
        "form": form,
        "family": family,
        "samples": _samples(values, organisation),
        "versions": _members(family) if family else (),
        "drafts": drafts_of(organisation).exclude(family=family) if family else (),
    }
    return render(request, "catalog/family_form.html", context, status=422 if form.errors else 200)


def _own(organisation: Profile, family_id: UUID) -> BadgeFamily:
    return get_object_or_404(families_of(organisation), id=family_id)


def _members(family: BadgeFamily) -> Any:
    rows = family.versions.exclude(state=VersionState.SUPERSEDED).select_related("achievement")
    return rows.defer("artwork_svg", "artwork_png", "search_text").order_by("name", "number")


def _samples(values: Any, organisation: Profile) -> list[tuple[str, str]]:
    """The name and the picture's address of each level in this look."""
    look = {name: values[name] for name in FamilyForm.base_fields} | {"name": values["name"] or _("Name")}
    url = reverse("catalog:family-sample", args=[organisation.handle])
    return [(str(level.label), f"{url}?{urlencode(look | {'level': level.value})}") for level in Level]
