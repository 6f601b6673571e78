"""Defining: the list of an organisation's achievements, the form, and its live preview."""

import base64

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.catalog.forms.definition import DefinitionForm, NewDefinitionForm
from openlaurel.apps.catalog.forms.results import ResultRows, result_rows
from openlaurel.apps.catalog.forms.skills import SkillRows, skill_rows
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import PAGE_SIZE, OwnAchievement, get_own, list_own, skill_names
from openlaurel.apps.catalog.services import (
    BadArtwork,
    Definition,
    InvalidDefinition,
    define_achievement,
    definition_of,
    edit_draft,
    preview_artwork,
)
from openlaurel.apps.catalog.services.validation import problems_of
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import can


@workspace_view("view_workspace")
@require_safe
def achievement_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    return render(
        request,
        "catalog/achievement_list.html",
        {
            "organisation": organisation,
            "page": list_own(organisation, request.GET.get("page"), PAGE_SIZE),
            "may_define": can(actor_of(request), "define_achievement", organisation),
        },
    )


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_define(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """A new definition. It is saved as a draft, so nothing has to be complete."""
    start = Definition(
        name="",
        language=organisation.language,
        country=organisation.country,
        awarding_body_name=organisation.name,
        awarding_body_url=organisation.url,
        art_hue=organisation.hue,
    )
    form = NewDefinitionForm(request.POST or None, organisation=organisation, initial=_initial(start))
    skills, results = skill_rows((), request.POST or None), result_rows((), request.POST or None)
    if _asks_to_save(request) and _are_valid(form, skills, results):
        try:
            version = define_achievement(
                organisation=organisation,
                slug=form.cleaned_data["slug"] or slugify(form.cleaned_data["name"])[:100].strip("-"),
                definition=form.definition(skills.claims(), results.descriptions()),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidDefinition as error:
            show_problems(form, skills, results, error)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("catalog:achievement-manage", organisation.handle, version.achievement.slug)
    return _form_page(request, organisation, form, skills, results, None)


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_edit(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    """The draft of an achievement. Without one there is nothing to edit: a version is started first."""
    own = own_or_404(organisation, slug)
    if own.draft is None:
        raise Http404
    stored = definition_of(own.draft)
    form = DefinitionForm(
        request.POST or None, organisation=organisation, required=stored.required, initial=_initial(stored)
    )
    skills = skill_rows(stored.skills, request.POST or None)
    results = result_rows(stored.result_descriptions, request.POST or None)
    if _asks_to_save(request) and _are_valid(form, skills, results):
        try:
            edit_draft(
                version=own.draft,
                definition=form.definition(
                    skills.claims(), results.descriptions(stored.result_descriptions), base=stored
                ),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidDefinition as error:
            show_problems(form, skills, results, error)
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("catalog:achievement-manage", organisation.handle, slug)
    return _form_page(request, organisation, form, skills, results, own)


@workspace_view("define_achievement")
@require_POST
def artwork_preview(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The badge as the form describes it at this moment, to be swapped into the page."""
    form = DefinitionForm(request.POST, organisation=organisation)
    form.is_valid()
    return render(request, "catalog/_preview.html", _preview(form, organisation))


def own_or_404(organisation: Profile, slug: str) -> OwnAchievement:
    """This function will return an achievement of this organisation; another's doesn't exist here."""
    try:
        return get_own(organisation, slug)
    except Achievement.DoesNotExist:
        raise Http404 from None


def show_problems(
    form: DefinitionForm, skills: SkillRows, results: ResultRows, error: InvalidDefinition
) -> None:
    """This function will show what a service refused at the fields that it names."""
    for field, problem in error.problems.items():
        if field == "skills":
            skills.problem = problem
        elif field == "result_descriptions":
            results.problem = problem
        else:
            form.add_error(field if field in form.fields else None, problem)


def _initial(definition: Definition) -> dict[str, object]:
    """What the form shows of a definition; a workload that isn't known yet is an empty field."""
    return definition.__dict__ | {"workload_hours": definition.workload_hours or None}


def _are_valid(form: DefinitionForm, skills: SkillRows, results: ResultRows) -> bool:
    """All three are asked, so that what is wrong is shown at once."""
    return all([form.is_valid(), skills.is_valid(), results.is_valid()])


def _asks_to_save(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" not in request.POST


def _form_page(
    request: HttpRequest,
    organisation: Profile,
    form: DefinitionForm,
    skills: SkillRows,
    results: ResultRows,
    own: OwnAchievement | None,
) -> HttpResponse:
    is_refused = _asks_to_save(request)
    if form.is_bound and not is_refused:
        form.is_valid()
        skills.is_valid()
        results.is_valid()
    language = form.cleaned_data.get("language") if form.is_bound else None
    context = {
        "organisation": organisation,
        "form": form,
        "sections": form.sections(),
        "skills": skills,
        "results": results,
        "known_skills": skill_names(language or organisation.language),
        "own": own,
        **_preview(form, organisation, own),
    }
    return render(request, "catalog/achievement_form.html", context, status=422 if is_refused else 200)


def _preview(
    form: DefinitionForm, organisation: Profile, own: OwnAchievement | None = None
) -> dict[str, object]:
    """The picture of what is filled in, or why there is none."""
    if own is not None and own.draft is not None and own.draft.artwork_is_own:
        return {"preview": _data_url(bytes(own.draft.artwork_svg or b"")), "preview_name": own.draft.name}
    values = form.cleaned_data if form.is_bound else form.initial
    name = str(values.get("name") or "").strip()
    if not name:
        return {"preview_problem": _("Enter a name to see the badge.")}
    shown = Definition(
        name=name,
        language=values.get("language") or organisation.language,
        level=values.get("level") or "",
        art_shape=values.get("art_shape") or "hexagon",
        art_hue=values["art_hue"] if values.get("art_hue") is not None else 275,
        art_icon=values.get("art_icon") or "award",
    )
    try:
        if problems := problems_of(shown):
            return {"preview_problem": " ".join(problems.values())}
        return {
            "preview": _data_url(preview_artwork(shown, organisation.name).encode()),
            "preview_name": name,
        }
    except BadArtwork as error:
        return {"preview_problem": str(error)}


def _data_url(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
