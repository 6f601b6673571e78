"""The entrance of every workspace: whoever lacks what it asks for is led to where they get it."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.signon.queries import entry_rule_of, two_factor_due

SIGNED_ON = "signed_on"
LASTS = timedelta(hours=12)


def note_signed_on(session: Any, organisation: Profile, account: Account, now: datetime) -> None:
    """This function will remember in a session that `account` came by the sign-on of `organisation`."""
    session[SIGNED_ON] = session.get(SIGNED_ON, {}) | {
        str(organisation.pk): {"account": str(account.pk), "at": now.timestamp()}
    }


def has_signed_on(session: Any, organisation: Profile, account: Account, now: datetime) -> bool:
    """This function will tell whether `account` came so within the last hours."""
    noted = session.get(SIGNED_ON, {}).get(str(organisation.pk), {})
    return (
        noted.get("account") == str(account.pk)
        and now.timestamp() - noted.get("at", 0) < LASTS.total_seconds()
    )


def check_entrance(request: HttpRequest, organisation: Profile) -> HttpResponseBase | None:
    """This function will return None for a member who has what `organisation` asks for, else a page that says what is
    missing (403)."""
    now, account = timezone.now(), cast(Account, request.user)
    rule = entry_rule_of(organisation)
    if (
        rule.sign_on_from is not None
        and rule.sign_on_from <= now
        and rule.exempt_id != account.pk
        and not has_signed_on(request.session, organisation, account, now)
    ):
        return render(request, "signon/sign_on_needed.html", {"organisation": organisation}, status=403)
    due = two_factor_due(organisation, account, now)
    if due is not None and due <= now:
        return render(request, "signon/two_factor_needed.html", {"organisation": organisation}, status=403)
    return None
