"""Where recipients stop reminders; and the mailbox, which exists only for those who try the site on their own machine."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from openlaurel.apps.mailing import services
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.queries import OpenedMail, opened
from openlaurel.apps.mailing.registry import kind_of

PAGE = 50
# Nothing of a mail runs or loads but pictures of this site; it is shown in a frame of the mailbox alone.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' {site}; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
View = Callable[..., HttpResponse]


def on_this_machine(view: View) -> View:
    """This function will make a view exist only where no mail leaves and the asker sits at this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        if not settings.MAILBOX_IS_OPEN or not _is_loopback(request.META.get("REMOTE_ADDR", "")):
            raise Http404
        return view(request, *args, **rest)

    return guarded


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A GET changes nothing, since scanners open links; mail programs post here by themselves (RFC 8058)."""
    mail = services.who_unsubscribes(token)
    if mail is None:
        raise Http404
    if request.method == "POST":
        services.stop_reminders(mail=mail, now=timezone.now())
    kind = kind_of(mail.kind)
    context = {"is_done": request.method == "POST", "label": kind.label if kind.stop is not None else ""}
    response = render(request, "mailing/unsubscribe.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
@on_this_machine
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(OutgoingMail.objects.order_by("-created_at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "mailing/mailbox.html", {"page": page, "mails": [opened(each) for each in page]})


@never_cache
@require_safe
@on_this_machine
def mailbox_mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    response = render(request, "mailing/mailbox_mail.html", {"mail": _opened(mail_id)})
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


@never_cache
@require_safe
@on_this_machine
@xframe_options_sameorigin
def mailbox_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    response = HttpResponse(_opened(mail_id).html)
    response["Content-Security-Policy"] = MAIL_POLICY.format(site=settings.OPENLAUREL_URL)
    return response


def _opened(mail_id: UUID) -> OpenedMail:
    return opened(get_object_or_404(OutgoingMail, pk=mail_id))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
