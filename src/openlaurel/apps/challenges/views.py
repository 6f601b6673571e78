"""Three pages: to ask, to answer, and to see the answer. None needs an account."""

import time
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.passkeys import account_of_passkey, ask_for_passkey
from openlaurel.apps.challenges.errors import ChallengeError, WrongHolder, WrongPasskey
from openlaurel.apps.challenges.forms import AskForm, CodeForm, PasskeyForm
from openlaurel.apps.challenges.models import Challenge, Proof
from openlaurel.apps.challenges.queries import challenge_asked, challenge_to_answer
from openlaurel.apps.challenges.services import (
    CODE_LIVES,
    answer_by_account,
    answer_by_code,
    ask_holder,
    holds,
    is_open,
    send_code,
)
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import get_public_award
from openlaurel.apps.verifier.limits import TooOften, counted

View = Callable[..., HttpResponse]
# So lately somebody must have signed in for it to be a proof that it is them in front of the page.
LATELY = 10 * 60


def _secret(view: View) -> View:
    """The address is a secret: it is neither kept nor passed on."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, **parameters: object) -> HttpResponse:
        response = view(request, **parameters)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """The two links are shown once, in the answer to the form."""
    try:
        award = get_public_award(award_id)
    except Award.DoesNotExist as error:
        raise Http404 from error
    form = AskForm(request.POST if request.method == "POST" else None)
    context = {"award": award, "version": award.version, "form": form}
    if form.is_bound and form.is_valid():
        try:
            with counted(request):
                _challenge, to_answer, to_see = ask_holder(
                    award=award, asker=form.cleaned_data["asker"], now=timezone.now()
                )
        except (ChallengeError, TooOften) as error:
            form.add_error(None, str(error))
        else:
            links = {
                "answer_url": _absolute(request, "challenges:answer", to_answer),
                "result_url": _absolute(request, "challenges:asked", to_see),
            }
            return render(request, "challenges/asked_now.html", context | links)
    return render(request, "challenges/ask.html", context, status=422 if form.is_bound else 200)


@_secret
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, answer_token: str) -> HttpResponse:
    """For the holder: by the code of the mail, by a passkey, or at once when they have just signed in."""
    challenge = challenge_to_answer(answer_token)
    if challenge is None:
        return render(request, "challenges/unknown.html", status=404)
    now, status = timezone.now(), 200
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    if request.method == "POST":
        try:
            with counted(request):
                if "credential" in request.POST:
                    challenge = _by_passkey(request, challenge)
                elif not form.is_bound:
                    challenge = _by_account(request, challenge)
                elif form.is_valid():
                    challenge = answer_by_code(challenge=challenge, code=form.cleaned_data["code"], now=now)
        except WrongHolder as error:
            messages.error(request, str(error))
            status = 403
        except (ChallengeError, TooOften) as error:
            form.add_error("code", str(error)) if form.is_bound else messages.error(request, str(error))
            status = 422
        challenge.refresh_from_db()
        if form.errors:
            status = 422
    return render(
        request, "challenges/answer.html", _context(request, challenge, form, answer_token), status=status
    )


@_secret
@require_POST
def answer_code(request: HttpRequest, answer_token: str) -> HttpResponse:
    challenge = challenge_to_answer(answer_token)
    if challenge is None:
        return render(request, "challenges/unknown.html", status=404)
    try:
        with counted(request):
            send_code(challenge=challenge, now=timezone.now())
    except (ChallengeError, TooOften) as error:
        messages.error(request, str(error))
    return redirect("challenges:answer", answer_token=answer_token)


@_secret
@require_safe
def asked(request: HttpRequest, result_token: str) -> HttpResponse:
    """For whoever asked: not answered yet, confirmed, or ended without an answer."""
    challenge = challenge_asked(result_token)
    if challenge is None:
        return render(request, "challenges/unknown.html", status=404)
    context = {
        "challenge": challenge,
        "award": challenge.award,
        "version": challenge.award.version,
        "is_open": is_open(challenge, timezone.now()),
    }
    return render(request, "challenges/result.html", context)


def _by_account(request: HttpRequest, challenge: Challenge) -> Challenge:
    if not request.user.is_authenticated or not _signed_in_lately(request):
        raise WrongHolder
    return answer_by_account(challenge=challenge, account=request.user, now=timezone.now())


def _by_passkey(request: HttpRequest, challenge: Challenge) -> Challenge:
    form = PasskeyForm(request.POST)
    account = None
    if form.is_valid() and isinstance(form.cleaned_data["credential"], dict):
        account = account_of_passkey(
            form.cleaned_data["credential"],
            state=form.cleaned_data["state"],
            purpose=_purpose(challenge),
            max_age=LATELY,
        )
    if account is None:
        raise WrongPasskey(
            _("This passkey isn't known here, or the page was open for too long. Try again, or use a code.")
        )
    return answer_by_account(challenge=challenge, account=account, now=timezone.now(), proof=Proof.PASSKEY)


def _purpose(challenge: Challenge) -> str:
    """A passkey that answered one question answers no other."""
    return f"challenge:{challenge.pk}"


def _signed_in_lately(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < LATELY


def _context(request: HttpRequest, challenge: Challenge, form: CodeForm, token: str) -> dict[str, object]:
    now, award = timezone.now(), challenge.award
    by_account = request.user.is_authenticated and holds(request.user, award) and _signed_in_lately(request)
    passkey: dict[str, object] = {}
    if is_open(challenge, now) and not by_account:
        options, state = ask_for_passkey(_purpose(challenge))
        passkey = {"passkey_options": options, "passkey_form": PasskeyForm(initial={"state": state})}
    return {
        **passkey,
        "challenge": challenge,
        "award": award,
        "version": award.version,
        "form": form,
        "token": token,
        "is_open": is_open(challenge, now),
        "is_code_sent": challenge.code_sent_at is not None and now < challenge.code_sent_at + CODE_LIVES,
        "by_account": by_account,
    }


def _absolute(request: HttpRequest, name: str, token: str) -> str:
    return request.build_absolute_uri(reverse(name, args=[token]))
