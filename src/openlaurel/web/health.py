"""Whether this installation is well: for a load balancer, a watchdog or a person with curl."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openlaurel.apps.events.queries import background_health
from openlaurel.apps.mailing.queries import mail_health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answers 200 when the database can be reached and a worker was seen lately, else 503 and says what is wrong."""
    try:
        background = background_health(now=timezone.now())
        mails = mail_health(now=timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "unreachable"}, status=503)
    well = background.workers > 0
    answer = {
        "status": "ok" if well else "failing",
        "database": "ok",
        "workers": background.workers,
        "mails": {
            "waiting": mails.waiting,
            "uncertain": mails.uncertain,
            "failed": mails.failed,
            "server": "away" if mails.server_away else "ok",
        },
        "deliveries": {"open": background.open_deliveries, "given_up": background.given_up_deliveries},
    }
    return JsonResponse(answer, status=200 if well else 503)
