"""Where a mail service, or one's own mail server, posts what came back."""

import base64
import binascii
import hashlib
import hmac

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from openlaurel.apps.mailing.services import apply_message, apply_report
from openlaurel.core.mail import MailReport, NotAReport, read_hook
from openlaurel.core.mail.reports import MOST_BYTES

LEAST_SECRET = 20
SIGNATURE = "X-Openlaurel-Signature"


@csrf_exempt
@never_cache
@require_POST
def receive(request: HttpRequest, form: str) -> JsonResponse:
    """Takes `openlaurel`, `sendgrid` or `mailgun` as JSON, or `message`: a returned mail as it is (RFC 3464, 5965).

    Who posts shows the secret: as the password of HTTP Basic, or by `X-Openlaurel-Signature: sha256=HMAC of the body`.
    """
    if len(settings.MAIL_HOOK_SECRET) < LEAST_SECRET:
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return _problem(413, f"At most {MOST_BYTES} bytes are read.")
    if not _is_allowed(request, body):
        answer = _problem(401, "Show the secret by HTTP Basic or by a signature of the body.")
        answer["WWW-Authenticate"] = 'Basic realm="mail"'
        return answer
    now = timezone.now()
    try:
        if form == "message":
            return JsonResponse({"reports": 1, "known": int(apply_message(body, now=now))})
        reports = _read(form, body)
    except KeyError:
        return _problem(404, "The forms are openlaurel, sendgrid, mailgun and message.")
    except NotAReport as error:
        return _problem(400, str(error))
    known = sum(apply_report(report, now=now) for report in reports)
    return JsonResponse({"reports": len(reports), "known": known})


def _read(form: str, body: bytes) -> list[MailReport]:
    try:
        return read_hook(form, orjson.loads(body))
    except orjson.JSONDecodeError:
        raise NotAReport("It isn't JSON.") from None


def _is_allowed(request: HttpRequest, body: bytes) -> bool:
    secret = settings.MAIL_HOOK_SECRET.encode()
    if given := request.headers.get(SIGNATURE):
        wanted = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(given.encode(), wanted.encode())
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        password = base64.b64decode(encoded, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(password, secret)


def _problem(status: int, detail: str) -> JsonResponse:
    titles = {400: "Bad request", 401: "Unauthorized", 404: "Not found", 413: "Content too large"}
    content = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return JsonResponse(content, status=status, content_type="application/problem+json")
