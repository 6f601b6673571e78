"""Programmes in the workspace: the list, the form with its steps, publishing, the picture."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.catalog.queries.custom_fields import fields_beside
from openlaurel.apps.catalog.views.custom_fields import Asking, edit_fields
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import can
from openlaurel.apps.profiles.queries import colour_of
from openlaurel.apps.programmes.forms import NewProgrammeForm, ProgrammeForm, StepRows
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.queries import choices_of, get_own, list_own
from openlaurel.apps.programmes.services import (
    InvalidProgramme,
    ProgrammeError,
    Step,
    change_programme,
    create_programme,
    delete_programme,
    publish_programme,
    remove_cover,
    set_programme_fields,
    upload_cover,
    withdraw_programme,
)
from openlaurel.core.artwork.pictures import MOST_BYTES
from openlaurel.core.fields import read_fields

PAGE = 24


@workspace_view("view_workspace")
@require_safe
def programme_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    return render(
        request,
        "programmes/programme_list.html",
        {
            "organisation": organisation,
            "page": list_own(organisation, request.GET.get("page"), PAGE),
            "may_define": can(actor_of(request), "define_achievement", organisation),
        },
    )


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    start = {"language": organisation.language, "colour": colour_of(organisation)}
    form = NewProgrammeForm(request.POST or None, initial=start)
    rows = StepRows(choices_of(organisation), data=request.POST or None, move=request.POST.get("move", ""))
    if _asks_to_save(request) and all([form.is_valid(), rows.is_valid()]):
        try:
            programme = create_programme(
                organisation=organisation,
                slug=form.cleaned_data["slug"] or slugify(form.cleaned_data["name"])[:100].strip("-"),
                outline=form.outline(rows.steps()),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidProgramme as error:
            _show_problems(form, rows, error)
        else:
            messages.success(request, _("The programme is saved. Only your organisation sees it yet."))
            return redirect("programmes:programme-edit", organisation.handle, programme.slug)
    return _form_page(request, organisation, form, rows, None)


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    stored = tuple(
        Step(step.achievement.slug, step.is_optional)
        for step in programme.steps.select_related("achievement")
    )
    start = {
        "name": programme.name,
        "description": programme.description,
        "language": programme.language,
        "has_colour": bool(programme.colour),
        "colour": programme.colour or colour_of(organisation),
    }
    form = ProgrammeForm(request.POST or None, initial=start)
    rows = StepRows(
        choices_of(organisation), steps=stored, data=request.POST or None, move=request.POST.get("move", "")
    )
    if _asks_to_save(request) and all([form.is_valid(), rows.is_valid()]):
        try:
            change_programme(
                programme=programme,
                outline=form.outline(rows.steps()),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidProgramme as error:
            _show_problems(form, rows, error)
        else:
            messages.success(request, _("The programme is saved."))
            return redirect("programmes:programme-edit", organisation.handle, slug)
    return _form_page(request, organisation, form, rows, programme)


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_fields(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    """What is asked with each badge of the programme's steps."""
    programme = _own_or_404(organisation, slug)
    steps = list(programme.steps.values_list("achievement", flat=True))
    asking = Asking(
        programme.name,
        programme.language,
        reverse("programmes:programme-edit", args=[organisation.handle, slug]),
        read_fields(programme.custom_fields),
        fields_beside(steps, but_programme=programme.pk),
    )
    return edit_fields(
        request,
        organisation,
        asking,
        lambda fields: set_programme_fields(
            programme=programme, fields=fields, by=actor_of(request), now=timezone.now()
        ),
    )


@workspace_view("publish_achievement")
@require_POST
def programme_publish(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    return _done(
        request,
        programme,
        lambda: publish_programme(programme=programme, by=actor_of(request), now=timezone.now()),
        _("The programme is public."),
    )


@workspace_view("publish_achievement")
@require_POST
def programme_withdraw(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    return _done(
        request,
        programme,
        lambda: withdraw_programme(programme=programme, by=actor_of(request), now=timezone.now()),
        _("The programme is withdrawn. Badges that people hold stay as they are."),
    )


@workspace_view("define_achievement")
@require_POST
def programme_delete(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    try:
        delete_programme(programme=programme, by=actor_of(request), now=timezone.now())
    except ProgrammeError as error:
        messages.error(request, str(error))
        return redirect("programmes:programme-edit", organisation.handle, slug)
    messages.success(request, _("The programme is deleted."))
    return redirect("programmes:programme-list", organisation.handle)


@workspace_view("define_achievement")
@require_POST
def cover_upload(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    file = request.FILES.get("cover")
    if file is None or (file.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a PNG, JPEG, WebP or SVG file of at most 5 MB."))
        return redirect("programmes:programme-edit", organisation.handle, slug)
    return _done(
        request,
        programme,
        lambda: upload_cover(programme=programme, data=file.read(), by=actor_of(request), now=timezone.now()),
        _("The picture is on the programme's page."),
    )


@workspace_view("define_achievement")
@require_POST
def cover_remove(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    programme = _own_or_404(organisation, slug)
    return _done(
        request,
        programme,
        lambda: remove_cover(programme=programme, by=actor_of(request), now=timezone.now()),
        _("The picture is removed."),
    )


def _own_or_404(organisation: Profile, slug: str) -> Programme:
    try:
        return get_own(organisation, slug)
    except Programme.DoesNotExist:
        raise Http404 from None


def _asks_to_save(request: HttpRequest) -> bool:
    return request.method == "POST" and "move" not in request.POST


def _show_problems(form: ProgrammeForm, rows: StepRows, error: InvalidProgramme) -> None:
    for field, problem in error.problems.items():
        if field == "steps":
            rows.problem = problem
        else:
            form.add_error(field if field in form.fields else None, problem)


def _form_page(
    request: HttpRequest,
    organisation: Profile,
    form: ProgrammeForm,
    rows: StepRows,
    programme: Programme | None,
) -> HttpResponse:
    is_refused = _asks_to_save(request)
    context = {
        "organisation": organisation,
        "form": form,
        "rows": rows,
        "programme": programme,
        "may_publish": can(actor_of(request), "publish_achievement", organisation),
    }
    return render(request, "programmes/programme_form.html", context, status=422 if is_refused else 200)


def _done(
    request: HttpRequest, programme: Programme, change: Callable[[], object], said: str
) -> HttpResponse:
    """Make the change, say how it went, and go back to the programme."""
    try:
        change()
    except ProgrammeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("programmes:programme-edit", programme.organisation.handle, programme.slug)
