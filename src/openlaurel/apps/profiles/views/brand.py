"""The look of an organisation: its desk page, its colours as a style sheet, and its logo as files.

The policy against inline styles stands: colours come as style sheets, whose address says which colours they hold.
"""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.forms import BrandForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import logo_bytes, logo_of
from openlaurel.apps.profiles.queries.brand import colours_url
from openlaurel.apps.profiles.services import (
    BadPicture,
    InvalidDetails,
    remove_logo,
    update_brand,
    upload_logo,
)
from openlaurel.core.artwork.brand import BrandColours, brand_colours
from openlaurel.core.artwork.pictures import MOST_BYTES

A_YEAR = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=300"
TYPES = {"svg": "image/svg+xml", "png": "image/png", "small_png": "image/png"}
# An own SVG is made harmless when it is uploaded; opened by itself it still may load and run nothing.
LOCKED_DOWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@workspace_view("edit_brand")
@require_http_methods(["GET", "HEAD", "POST"])
def brand_edit(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The colours and the logo; `preview` shows colours without saving them."""
    form = BrandForm(request.POST) if request.method == "POST" else BrandForm.of(organisation)
    is_valid = form.is_bound and form.is_valid()
    if is_valid and "preview" not in request.POST:
        try:
            update_brand(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.colours()
            )
        except InvalidDetails as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            messages.success(request, _("The colours are saved."))
            return redirect("profiles:brand", organisation.handle)
    context = {
        "organisation": organisation,
        "form": form,
        "logo": logo_of(organisation),
        **_sample(form, organisation),
    }
    return render(request, "profiles/brand.html", context, status=422 if form.errors else 200)


@workspace_view("edit_brand")
@require_POST
def brand_preview(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The sample in the colours of the form at this moment, to be swapped into the page."""
    form = BrandForm(request.POST)
    form.is_valid()
    return render(
        request,
        "profiles/_brand_sample.html",
        {"organisation": organisation, "logo": logo_of(organisation), **_sample(form, organisation)},
    )


@workspace_view("edit_brand")
@require_POST
def logo_upload(request: HttpRequest, organisation: Profile) -> HttpResponse:
    file = request.FILES.get("logo")
    if file is None or (file.size or 0) > MOST_BYTES:
        messages.error(request, _("Choose a PNG, JPEG, WebP or SVG file of at most 5 MB."))
        return redirect("profiles:brand", organisation.handle)
    try:
        upload_logo(organisation=organisation, data=file.read(), by=actor_of(request), now=timezone.now())
    except BadPicture as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The logo is on your pages."))
    return redirect("profiles:brand", organisation.handle)


@workspace_view("edit_brand")
@require_POST
def logo_remove(request: HttpRequest, organisation: Profile) -> HttpResponse:
    remove_logo(organisation=organisation, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The logo is removed."))
    return redirect("profiles:brand", organisation.handle)


@require_safe
def brand_style(request: HttpRequest, colours: BrandColours) -> HttpResponse:
    """The colours for a whole page."""
    return _sheet(f":root{{{colours.declarations()}}}\n")


@require_safe
def brand_sample_style(request: HttpRequest, colours: BrandColours) -> HttpResponse:
    """The same colours for the sample on the desk page only."""
    return _sheet(f".brand-sample{{{colours.declarations()}}}\n")


@require_safe
def logo_file(request: HttpRequest, handle: str, kind: str) -> HttpResponse:
    content = logo_bytes(handle, kind)
    if not content:
        raise Http404
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response: HttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=TYPES[kind])
        response["Access-Control-Allow-Origin"] = "*"
        response["Content-Security-Policy"] = LOCKED_DOWN
    response["ETag"] = etag
    response["Cache-Control"] = A_YEAR if "v" in request.GET else A_WHILE
    return response


def _sheet(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = A_YEAR
    return response


def _sample(form: BrandForm, organisation: Profile) -> dict[str, Any]:
    """What the sample needs: the sheet of what is filled in, or of what is saved while that is no colour."""
    colours = form.colours() if not form.is_bound or form.is_valid() else BrandForm.of(organisation).colours()
    found = brand_colours(**colours)
    return {
        "sample_sheet": colours_url(**colours, name="brand-sample-style"),
        "differs": found.light.brand != colours["colour"] or found.dark.brand != colours["colour"],
        "colours": found,
    }
