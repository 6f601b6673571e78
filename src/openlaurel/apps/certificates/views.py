"""Certificates in the workspace: what has a design, the designer with its preview, signatures."""

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.apps.catalog.field_words import label_of
from openlaurel.apps.certificates.composing import sample
from openlaurel.apps.certificates.forms import DesignForm
from openlaurel.apps.certificates.models import CertificateDesign, Signature
from openlaurel.apps.certificates.queries import (
    Target,
    list_signatures,
    list_targets,
    own_fields,
    place_of_target,
)
from openlaurel.apps.certificates.services import (
    BadDesign,
    CertificateError,
    add_signature,
    publish_design,
    retire_signature,
    save_design,
    withdraw_design,
)
from openlaurel.apps.certificates.words import fault_words
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.artwork.certificate_layout import (
    MERGE_FIELDS,
    TEMPLATES,
    Fault,
    faults_of,
    read_layout,
    template,
)
from openlaurel.core.artwork.pictures import MOST_BYTES


@workspace_view("edit_brand")
@require_safe
def certificate_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    context = {
        "organisation": organisation,
        "targets": list_targets(organisation),
        "signatures": list_signatures(organisation),
    }
    return render(request, "certificates/certificate_list.html", context)


@workspace_view("edit_brand")
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_edit(request: HttpRequest, organisation: Profile, target: str) -> HttpResponse:
    """The designer of one target; buttons other than saving change the form alone."""
    chosen = _target(organisation, target)
    form = _form(request, organisation, chosen)
    faults: list[Fault] = []
    if request.method == "POST" and "save" in request.POST and form.is_valid():
        try:
            design = save_design(
                organisation=organisation,
                **place_of_target(organisation, target),
                layout=form.layout(),
                by=actor_of(request),
                now=timezone.now(),
            )
        except BadDesign as error:
            faults = error.faults
        else:
            return _saved(request, organisation, target, design)
    context = {
        "organisation": organisation,
        "target": chosen,
        "form": form,
        "merge_fields": ["{" + name + "}" for name in MERGE_FIELDS],
        "own_fields": [
            ("{" + name + "}", label_of(spec))
            for name, spec in own_fields(organisation, **place_of_target(organisation, target)).items()
        ],
        **_preview(request, organisation, chosen, form, faults),
    }
    refused = request.method == "POST" and "save" in request.POST
    return render(request, "certificates/certificate_edit.html", context, status=422 if refused else 200)


@workspace_view("edit_brand")
@require_POST
def certificate_preview(request: HttpRequest, organisation: Profile, target: str) -> HttpResponse:
    """The sheet as the form describes it at this moment, to be swapped into the page."""
    chosen = _target(organisation, target)
    form = _form(request, organisation, chosen)
    context = {"organisation": organisation, **_preview(request, organisation, chosen, form, [])}
    return render(request, "certificates/_preview.html", context)


@workspace_view("edit_brand")
@require_POST
def certificate_withdraw(request: HttpRequest, organisation: Profile, target: str) -> HttpResponse:
    design = _target(organisation, target).design
    if design is None:
        raise Http404
    withdraw_design(design=design, by=actor_of(request), now=timezone.now())
    messages.success(
        request, _("Badges from now on have the standard certificate. Those before keep theirs.")
    )
    return redirect("certificates:certificate-list", organisation.handle)


@workspace_view("edit_brand")
@require_POST
def signature_add(request: HttpRequest, organisation: Profile) -> HttpResponse:
    file = request.FILES.get("signature")
    try:
        if file is None or (file.size or 0) > MOST_BYTES:
            raise CertificateError(_("Choose a PNG, JPEG, WebP or SVG file of at most 5 MB."))
        add_signature(
            organisation=organisation,
            name=request.POST.get("name", ""),
            title=request.POST.get("title", ""),
            data=file.read(),
            by=actor_of(request),
            now=timezone.now(),
        )
    except CertificateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The signature can be used in designs."))
    return redirect("certificates:certificate-list", organisation.handle)


@workspace_view("edit_brand")
@require_POST
def signature_retire(request: HttpRequest, organisation: Profile, signature_id: str) -> HttpResponse:
    signature = get_object_or_404(Signature.objects.filter(organisation=organisation), id=signature_id)
    retire_signature(signature=signature, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The signature is retired. Published certificates keep it."))
    return redirect("certificates:certificate-list", organisation.handle)


@workspace_view("edit_brand")
@require_safe
def signature_image(request: HttpRequest, organisation: Profile, signature_id: str) -> HttpResponse:
    signature = get_object_or_404(Signature.objects.filter(organisation=organisation), id=signature_id)
    response = HttpResponse(bytes(signature.png), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _saved(
    request: HttpRequest, organisation: Profile, target: str, design: CertificateDesign
) -> HttpResponse:
    if request.POST["save"] == "publish":
        covers_earlier = "covers_earlier" in request.POST
        publish_design(design=design, covers_earlier=covers_earlier, by=actor_of(request), now=timezone.now())
        messages.success(
            request,
            _("Published. Every badge has it, those from before as well.")
            if covers_earlier
            else _("Published. Badges issued from now on have it; those before keep theirs."),
        )
    else:
        messages.success(request, _("The draft is saved. Certificates don't show it before you publish it."))
    return redirect("certificates:certificate-edit", organisation.handle, target)


def _target(organisation: Profile, key: str) -> Target:
    found = next((target for target in list_targets(organisation) if target.key == key), None)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, organisation: Profile, target: Target) -> DesignForm:
    data = request.POST if request.method == "POST" else None
    signatures = list_signatures(organisation)
    if data is not None and "apply" in data and data.get("template") in TEMPLATES:
        paper = data.get("paper") if data.get("paper") in {"a4", "letter"} else "a4"
        made = template(data["template"], str(paper), is_landscape=data.get("is_landscape") == "1")
        return DesignForm(made, signatures, language=data.get("language", ""))
    stored = target.design.layout if target.design else None
    layout = read_layout(stored) if stored else template("centred", "a4", is_landscape=True)
    return DesignForm(layout, signatures, data, target.language)


def _preview(
    request: HttpRequest, organisation: Profile, target: Target, form: DesignForm, faults: list[Fault]
) -> dict[str, Any]:
    """The sheet as a picture, and what is wrong with it in words; a sheet with faults is drawn all the same."""
    if not form.is_valid():
        return {"problems": [_("Fill in each field with a number that fits; those that don't are marked.")]}
    layout, own = form.layout(), own_fields(organisation, **place_of_target(organisation, target.key))
    problems = [fault_words(fault, layout) for fault in dict.fromkeys([*faults_of(layout, own), *faults])]
    language = request.POST.get("language") or target.language
    known = {code for code, _name in form.sheet.fields["language"].choices}  # type: ignore[attr-defined]
    try:
        png = sample(
            organisation,
            layout,
            "" if target.key == "all" else target.name,
            language if language in known else "en",
            own,
            form="png",
            now=timezone.now(),
        )
    except CannotBeSet as error:
        return {"problems": [*problems, str(error)]}
    return {
        "problems": problems,
        "picture": "data:image/png;base64," + base64.b64encode(png).decode("ascii"),
        "sheet_size": layout.size,
    }
