"""What didn't arrive, and to whom nothing is sent."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.events.queries import Subject, subjects_named
from openlaurel.apps.letters import services
from openlaurel.apps.letters.forms import AddressForm
from openlaurel.apps.mailing.lifecycle import WrongMailState
from openlaurel.apps.mailing.models import OutgoingMail, Suppression
from openlaurel.apps.mailing.queries import opened, suppressed_address, suppressions_of, undelivered
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import Line, long_page, place_of

PAGE = 50


@never_cache
@workspace_view("manage_mail")
@require_safe
def undelivered_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    page = long_page(Line.of(undelivered(organisation.pk)), place_of(request.GET, OutgoingMail), PAGE)
    subjects = subjects_named({(mail.subject_kind, mail.subject_id) for mail in page})
    rows = [(opened(mail), subjects.get((mail.subject_kind, mail.subject_id), Subject(""))) for mail in page]
    return render(
        request, "letters/undelivered.html", {"organisation": organisation, "page": page, "rows": rows}
    )


@workspace_view("manage_mail")
@require_POST
def mail_again(request: HttpRequest, organisation: Profile, mail_id: UUID) -> HttpResponse:
    mail = get_object_or_404(undelivered(organisation.pk), pk=mail_id)
    try:
        services.send_again(organisation=organisation, mail=mail, by=actor_of(request), now=timezone.now())
    except WrongMailState:
        messages.error(
            request, _("This mail can't be sent again: it was sent already, or its text was forgotten.")
        )
    else:
        messages.success(request, _("The mail is sent once more."))
    return redirect("letters:undelivered-list", handle=organisation.handle)


@never_cache
@workspace_view("manage_mail")
@require_http_methods(["GET", "HEAD", "POST"])
def suppression_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.suppress_address(
                organisation=organisation,
                address=form.cleaned_data["address"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except services.InvalidAddress as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("Nothing is sent to this address any more."))
            return redirect("letters:suppression-list", handle=organisation.handle)
    line = Line.of(suppressions_of(organisation.pk), "since")
    page = long_page(line, place_of(request.GET, Suppression), PAGE)
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(each, suppressed_address(each)) for each in page],
        "form": form,
    }
    return render(request, "letters/suppressions.html", context, status=422 if form.is_bound else 200)


@workspace_view("manage_mail")
@require_POST
def suppression_lift(request: HttpRequest, organisation: Profile, suppression_id: UUID) -> HttpResponse:
    suppression = get_object_or_404(suppressions_of(organisation.pk), pk=suppression_id)
    services.lift_suppression(
        organisation=organisation, suppression=suppression, by=actor_of(request), now=timezone.now()
    )
    messages.success(request, _("Mails go to this address again."))
    return redirect("letters:suppression-list", handle=organisation.handle)
