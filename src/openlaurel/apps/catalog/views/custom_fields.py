"""Custom fields in the workspace: what is asked with each badge, one form for an achievement and a programme alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openlaurel.apps.catalog.field_words import ASKED, KINDS, PLACES, label_of
from openlaurel.apps.catalog.forms.custom_fields import FieldForm
from openlaurel.apps.catalog.queries.custom_fields import fields_beside
from openlaurel.apps.catalog.services import InvalidDefinition
from openlaurel.apps.catalog.services.custom_fields import set_custom_fields
from openlaurel.apps.catalog.views.definitions import own_or_404
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.fields import FieldSpec, read_fields

Save = Callable[[Sequence[FieldSpec]], object]


@dataclass(frozen=True)
class Asking:
    """What asks: its name and language, where it is changed, its fields now and what is asked beside them."""

    name: str
    language: str
    back: str
    fields: tuple[FieldSpec, ...]
    beside: tuple[FieldSpec, ...]


@workspace_view("define_achievement")
@require_http_methods(["GET", "HEAD", "POST"])
def achievement_fields(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    own = own_or_404(organisation, slug)
    achievement = own.achievement
    asking = Asking(
        own.shown.name,
        own.shown.language,
        reverse("catalog:achievement-manage", args=[organisation.handle, slug]),
        read_fields(achievement.custom_fields),
        fields_beside([achievement.pk], own=False),
    )
    return edit_fields(
        request,
        organisation,
        asking,
        lambda fields: set_custom_fields(
            achievement=achievement, fields=fields, by=actor_of(request), now=timezone.now()
        ),
    )


def edit_fields(request: HttpRequest, organisation: Profile, asking: Asking, save: Save) -> HttpResponse:
    """This function will answer with the list of fields, and with the form where ?field= names one or “new”.

    A POST saves that field, or moves or removes the one that its button names.
    """
    if request.method == "POST" and "change" in request.POST:
        return _rearranged(request, asking, save)
    name = request.GET.get("field", "")
    chosen = next((spec for spec in asking.fields if spec.key == name), None)
    if chosen is None and name not in {"", "new"}:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = FieldForm(sent, language=asking.language, spec=chosen) if name else None
    if form is not None and form.is_bound and form.is_valid():
        made = form.made()
        fields = [made if spec.key == name else spec for spec in asking.fields]
        try:
            save(fields if chosen else [*asking.fields, made])
        except InvalidDefinition as error:
            form.tell(made.key, error.problems)
        else:
            messages.success(request, _("Saved. It is asked with every badge from now on."))
            return redirect(request.path)
    context = {
        "organisation": organisation,
        "asking": asking,
        "rows": [_row(spec) for spec in asking.fields],
        "beside": [_row(spec) for spec in asking.beside],
        "form": form,
        "chosen": chosen,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "catalog/custom_fields.html", context, status=status)


def _rearranged(request: HttpRequest, asking: Asking, save: Save) -> HttpResponse:
    change, _sign, key = request.POST["change"].partition(":")
    fields = list(asking.fields)
    place = next((number for number, spec in enumerate(fields) if spec.key == key), None)
    if place is None:
        raise Http404
    spec = fields.pop(place)
    if change == "up":
        fields.insert(max(place - 1, 0), spec)
    elif change == "down":
        fields.insert(place + 1, spec)
    try:
        save(fields)
    except InvalidDefinition as error:
        messages.error(request, str(error))
    else:
        if change == "remove":
            messages.success(request, _("Removed. Badges that have it keep it."))
    return redirect(request.path)


def _row(spec: FieldSpec) -> dict[str, object]:
    return {
        "spec": spec,
        "name": label_of(spec),
        "kind": KINDS[spec.kind],
        "place": PLACES[spec.place],
        "asked_of": ASKED[spec.asked_of],
        "merge_field": "{field." + spec.key + "}",
    }
