"""Recalls: from what was wrong to the badges that it puts in doubt, what happens to them, and a note for everybody."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.desk.errors import InvalidAction
from openlaurel.apps.desk.forms import BulkForm, CauseForm, NoteForm
from openlaurel.apps.desk.models import ActionKind, Recall
from openlaurel.apps.desk.queries import (
    affected_by,
    cause_words,
    count_recalled,
    get_note,
    get_recall,
    last_day,
    list_recalls,
    preview_note,
)
from openlaurel.apps.desk.services import open_recall, prepare_action, publish_note, withdraw_note
from openlaurel.apps.issuing.forms import AwardFilterForm
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50
MOST_ACTIONS = 50
# What is done to badges that are in doubt, in the order in which an issuer comes to it.
KINDS = (ActionKind.SUSPEND, ActionKind.INVITE, ActionKind.RESTORE, ActionKind.REVOKE)


@workspace_view("act_in_bulk")
@require_safe
def recall_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    page = Paginator(list_recalls(organisation), PAGE).get_page(request.GET.get("page"))
    rows = [(recall, cause_words(recall), last_day(recall)) for recall in page]
    return render(
        request, "desk/recall_list.html", {"organisation": organisation, "page": page, "rows": rows}
    )


@workspace_view("act_in_bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def recall_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """From a cause and a time to the number of badges that it puts in doubt; a POST opens the recall."""
    asks = "cause" in request.GET
    form = CauseForm(request.GET if asks else None, organisation=organisation)
    cause = form.chosen() if asks and form.is_valid() else None
    if request.method == "POST" and cause is not None:
        try:
            recall = open_recall(
                organisation=organisation, cause=cause, by=actor_of(request), now=timezone.now()
            )
        except InvalidAction as error:
            messages.error(request, str(error))
        else:
            return redirect("desk:recall-detail", handle=organisation.handle, recall_id=recall.id)
    return render(
        request,
        "desk/recall_create.html",
        {
            "organisation": organisation,
            "form": form,
            "affected": affected_by(organisation, cause) if cause else None,
            "query": request.GET.urlencode(),
        },
        status=422 if form.errors else 200,
    )


@workspace_view("act_in_bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def recall_detail(request: HttpRequest, organisation: Profile, recall_id: UUID) -> HttpResponse:
    """How its badges stand, and what to do with them; a POST chooses them for a bulk action, to be confirmed."""
    recall = _recall(organisation, recall_id)
    filter_form = AwardFilterForm(request.GET, organisation=organisation)
    form = BulkForm(request.POST or None, request.FILES or None, initial={"kind": ActionKind.SUSPEND})
    form.fields["kind"].choices = [(kind.value, kind.label) for kind in KINDS]  # type: ignore[attr-defined]
    del form.fields["valid_until"]
    if request.method == "POST" and form.is_valid():
        try:
            action = prepare_action(
                organisation=organisation,
                asked=form.asked(filter_form.filters(), recall),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidAction as error:
            for field, problem in error.problems.items():
                form.add_error(field or None, problem)
        else:
            return redirect("desk:bulk-detail", handle=organisation.handle, bulk_action_id=action.id)
    return render(
        request,
        "desk/recall_detail.html",
        {
            "organisation": organisation,
            "recall": recall,
            "cause": cause_words(recall),
            "last_day": last_day(recall),
            "counts": count_recalled(recall),
            "actions": recall.bulk_actions.all()[:MOST_ACTIONS],
            "filter_form": filter_form,
            "form": form,
            "query": request.GET.urlencode(),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("act_in_bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def note_edit(request: HttpRequest, organisation: Profile, recall_id: UUID) -> HttpResponse:
    """What everybody shall read, with how it will look; a POST publishes it."""
    recall = _recall(organisation, recall_id)
    written = {"what_happened": recall.what_happened, "what_to_do": recall.what_to_do}
    form = NoteForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            publish_note(recall=recall, **form.cleaned_data, by=actor_of(request), now=timezone.now())
        except InvalidAction as error:
            for field, problem in error.problems.items():
                form.add_error(field or None, problem)
        else:
            messages.success(request, _("The note is public. The pages of the badges lead to it."))
            return redirect("desk:recall-detail", handle=organisation.handle, recall_id=recall.id)
    return render(
        request,
        "desk/note_edit.html",
        {"organisation": organisation, "recall": recall, "form": form, "note": preview_note(recall)},
        status=422 if form.is_bound else 200,
    )


@workspace_view("act_in_bulk")
@require_POST
def note_withdraw(request: HttpRequest, organisation: Profile, recall_id: UUID) -> HttpResponse:
    recall = _recall(organisation, recall_id)
    withdraw_note(recall=recall, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The note is withdrawn. Nobody else sees it any more."))
    return redirect("desk:recall-detail", handle=organisation.handle, recall_id=recall.id)


@require_safe
def recall_note(request: HttpRequest, recall_id: UUID) -> HttpResponse:
    """The public note: what happened, which badges are meant, what holders should do."""
    try:
        note = get_note(recall_id)
    except Recall.DoesNotExist:
        raise Http404 from None
    response = render(request, "desk/recall_note.html", {"note": note, "recall": note.recall})
    response["Cache-Control"] = "private, no-cache"
    return response


def _recall(organisation: Profile, recall_id: UUID) -> Recall:
    try:
        return get_recall(organisation, recall_id)
    except Recall.DoesNotExist:
        raise Http404 from None
