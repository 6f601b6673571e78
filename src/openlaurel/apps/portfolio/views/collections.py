"""One's own collections: badges that belong together, in order."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.arranging import arrangement_of, rearranged
from openlaurel.apps.portfolio.errors import TooManyHere
from openlaurel.apps.portfolio.forms import CollectionForm
from openlaurel.apps.portfolio.models import Collection
from openlaurel.apps.portfolio.queries import collections_of, get_collection, placed_refs
from openlaurel.apps.portfolio.queries.collections import collection_url
from openlaurel.apps.portfolio.services import (
    arrange_collection,
    change_collection,
    create_collection,
    move_collection,
    remove_collection,
)
from openlaurel.apps.portfolio.views import account_of


@login_required
@never_cache
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portfolio/collection_list.html", {"collections": collections_of(account_of(request))}
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def collection_create(request: HttpRequest) -> HttpResponse:
    form = CollectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            collection = create_collection(
                account=account_of(request), now=timezone.now(), **form.cleaned_data
            )
        except TooManyHere as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The collection is made. Put badges into it."))
            return redirect("portfolio:collection-edit", collection_id=collection.pk)
    status = 422 if form.errors else 200
    return render(request, "portfolio/collection_create.html", {"form": form}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def collection_edit(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    collection = _own(request, collection_id)
    form = CollectionForm.of(collection)
    if request.method == "POST":
        form = CollectionForm(request.POST)
        if form.is_valid():
            change_collection(collection=collection, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("portfolio:collection-edit", collection_id=collection.pk)
    context = {
        "collection": collection,
        "form": form,
        "url": collection_url(collection),
        "action": reverse("portfolio:collection-badges", args=[collection.pk]),
        "arrangement": arrangement_of(
            account_of(request),
            placed_refs(collection.badges.all()),
            is_listed=collection.visibility != Visibility.LINK,
            now=timezone.now(),
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "portfolio/collection_edit.html", context, status=status)


@login_required
@require_POST
def collection_badges(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    collection = _own(request, collection_id)
    order, anchor = rearranged(placed_refs(collection.badges.all()), request.POST)
    arrange_collection(collection=collection, refs=order, now=timezone.now())
    url = reverse("portfolio:collection-edit", args=[collection.pk])
    return redirect(f"{url}#{anchor or 'badges'}")


@login_required
@require_POST
def collection_move(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    collection = _own(request, collection_id)
    move_collection(collection=collection, step=-1 if "up" in request.POST else 1, now=timezone.now())
    return redirect(f"{reverse('portfolio:collection-list')}#c-{collection.pk}")


@login_required
@require_POST
def collection_remove(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    collection = _own(request, collection_id)
    remove_collection(collection=collection, now=timezone.now())
    messages.success(
        request, _("The collection “%(name)s” is removed. Its badges stay.") % {"name": collection.name}
    )
    return redirect("portfolio:collection-list")


def _own(request: HttpRequest, collection_id: UUID) -> Collection:
    try:
        return get_collection(account_of(request), collection_id)
    except Collection.DoesNotExist as error:
        raise Http404 from error
