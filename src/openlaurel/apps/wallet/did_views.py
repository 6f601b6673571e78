"""The DIDs of whoever is signed in: proved, listed, removed."""

import json
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.verifier.limits import TooOften, counted
from openlaurel.apps.wallet.errors import DidNotProved
from openlaurel.apps.wallet.models import HolderDid
from openlaurel.apps.wallet.services import ask_for_proof, asked_of, prove_did, remove_did


class DidForm(forms.Form):
    did = forms.CharField(
        label=gettext_lazy("Your DID"),
        help_text=gettext_lazy("As your wallet shows it: it begins with did:key:, did:jwk: or did:web:."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("What your wallet signed"),
        help_text=gettext_lazy("A Verifiable Presentation as JSON, or as a JWT."),
        max_length=64 * 1024,
        widget=forms.Textarea(attrs={"dir": "ltr", "rows": 6, "spellcheck": "false"}),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def did_list(request: HttpRequest) -> HttpResponse:
    """The DIDs so far; a POST asks for the proof of one more."""
    account = cast(Account, request.user)
    form = DidForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            ask_for_proof(
                account=account, did=form.cleaned_data["did"], session=request.session, now=timezone.now()
            )
        except DidNotProved as error:
            form.add_error("did", str(error))
        else:
            return redirect("wallet:did-prove")
    context = {"form": form, "dids": account.dids.all()}
    return render(request, "wallet/did_list.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def did_prove(request: HttpRequest) -> HttpResponse:
    """Shows what is to be signed, and takes what was."""
    account, now = cast(Account, request.user), timezone.now()
    asked = asked_of(account, request.session, now)
    if asked is None:
        return redirect("wallet:did-list")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with counted(request):
                proved = prove_did(
                    account=account, answer=form.cleaned_data["answer"], session=request.session, now=now
                )
        except DidNotProved as error:
            form.add_error("answer", str(error))
        except TooOften as error:
            wait = _(
                "Too much was asked of other sites in the last minute. Wait %(seconds)s seconds and try again."
            )
            form.add_error(None, wait % {"seconds": error.wait})
        else:
            messages.success(
                request, _("“%(did)s” is yours: badges about it are recognised.") % {"did": proved.did}
            )
            return redirect("wallet:did-list")
    context = {
        "form": form,
        "asked": asked,
        "presentation": json.dumps(asked["presentation"], indent=2),
        "claims": json.dumps(asked["claims"], indent=2),
    }
    return render(request, "wallet/did_prove.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def did_remove(request: HttpRequest, did_id: UUID) -> HttpResponse:
    proved = HolderDid.objects.select_related("account").filter(pk=did_id, account=request.user.pk).first()
    if proved is None:
        raise Http404
    remove_did(proved=proved, now=timezone.now())
    messages.success(request, _("“%(did)s” is removed.") % {"did": proved.did})
    return redirect("wallet:did-list")
