"""The mails of an organisation: its templates with their preview."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.letters import services
from openlaurel.apps.letters.fields import FIELDS, MergeField, samples_of
from openlaurel.apps.letters.forms import TemplateForm
from openlaurel.apps.letters.models import LetterKind, MailTemplate
from openlaurel.apps.letters.queries import list_templates
from openlaurel.apps.letters.rendering import render_letter
from openlaurel.apps.letters.words import OCCASIONS, start_of
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@never_cache
@workspace_view("manage_mail")
@require_safe
def template_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    page = Paginator(list_templates(organisation), PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "occasions": OCCASIONS}
    return render(request, "letters/template_list.html", context)


@never_cache
@workspace_view("manage_mail")
@require_http_methods(["GET", "HEAD", "POST"])
def template_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in LetterKind.values else LetterKind.AWARD
    subject, body = start_of(kind, organisation.language)
    start = {"kind": kind, "language": organisation.language, "subject": subject, "body": body}
    return _edited(request, organisation, None, start)


@never_cache
@workspace_view("manage_mail")
@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: HttpRequest, organisation: Profile, template_id: UUID) -> HttpResponse:
    template = get_object_or_404(list_templates(organisation), pk=template_id)
    start = {name: getattr(template, name) for name in ("kind", "language", "subject", "body")}
    if template.programme_id or template.achievement_id:
        start["about"] = (
            f"p:{template.programme_id}" if template.programme_id else f"a:{template.achievement_id}"
        )
    return _edited(request, organisation, template, start)


@workspace_view("manage_mail")
@require_POST
def template_remove(request: HttpRequest, organisation: Profile, template_id: UUID) -> HttpResponse:
    template = get_object_or_404(list_templates(organisation), pk=template_id)
    services.remove_template(template=template, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The template is removed. The mail is written in general words again."))
    return redirect("letters:template-list", handle=organisation.handle)


def _edited(
    request: HttpRequest, organisation: Profile, template: MailTemplate | None, start: dict[str, Any]
) -> HttpResponse:
    """The form and its preview. Posting with the action `preview` keeps nothing."""
    if request.method != "POST":
        return _page(request, template, TemplateForm(organisation=organisation, initial=start), organisation)
    form = TemplateForm(request.POST, organisation=organisation)
    if request.POST.get("action") == "preview":
        if request.htmx:  # type: ignore[attr-defined]
            context = _preview(form) | {"fields": _fields(form), "is_swapped": True}
            return render(request, "letters/_preview.html", context)
        return _page(request, template, form, organisation)
    if form.is_valid():
        try:
            services.save_template(
                organisation=organisation,
                template=template,
                by=actor_of(request),
                now=timezone.now(),
                **form.chosen(),
            )
        except services.InvalidTemplate as error:
            for field, texts in error.problems.items():
                for text in texts:
                    form.add_error(field, text)
        else:
            messages.success(request, _("The template is kept. The next mail is written with it."))
            return redirect("letters:template-list", handle=organisation.handle)
    return _page(request, template, form, organisation, status=422)


def _page(
    request: HttpRequest,
    template: MailTemplate | None,
    form: TemplateForm,
    organisation: Profile,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "template": template,
        "form": form,
        "fields": _fields(form),
        **_preview(form),
    }
    return render(request, "letters/template_form.html", context, status=status)


def _fields(form: TemplateForm) -> tuple[MergeField, ...]:
    return FIELDS.get(str(form["kind"].value()), FIELDS[LetterKind.AWARD])


def _preview(form: TemplateForm) -> dict[str, Any]:
    """The filled template with samples, or what keeps it from being filled."""
    kind, language = str(form["kind"].value()), str(form["language"].value())
    subject, body = str(form["subject"].value() or "")[:200], str(form["body"].value() or "")[:10_000]
    if kind not in FIELDS:
        return {"problems": []}
    if problems := services.problems_with(kind=kind, subject=subject, body=body):
        return {"problems": [text for texts in problems.values() for text in texts]}
    letter = render_letter(kind=kind, subject=subject, body=body, values=samples_of(kind), language=language)
    return {"letter": letter, "letter_language": language}
