"""How sign-in behaves here, told to django-allauth."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import plain_name
from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing.services import MailDraft, hand_over, queue_mail

# A code that arrives later opens nothing any more.
CODES_TRIED_FOR = timedelta(minutes=15)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as allauth sees them: with a name and a language, and every message in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off. Ask who runs this site."),
        "cannot_remove_primary_email": _(
            "Mails go to this address. Make another one the main address first, then remove this one."
        ),
        "duplicate_email": _("This address belongs to your account already."),
        "email_password_mismatch": _(
            "The e-mail address or the password isn't right. Try again, or have a code sent instead."
        ),
        "email_taken": _("Another account has this address. Sign in with it instead."),
        "enter_current_password": _("This isn't your current password."),
        "incorrect_code": _("This isn't the code from the mail. Copy it once more, or have a new one sent."),
        "incorrect_password": _("This isn't your password."),
        "invalid_password_reset": _("This link was used already, or is too old. Ask for a new one."),
        "max_email_addresses": _("An account can have no more than %d addresses. Remove one first."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many failed tries. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Confirm this address first; then it can become the main address."),
    }

    def is_safe_url(self, url: str) -> bool:
        """What can't be read as an address, such as `https://[::1`, leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def save_user(self, request: HttpRequest, user: Account, form: BaseForm, commit: bool = True) -> Account:
        user.name = plain_name(form.cleaned_data.get("name", ""))
        user.language = get_language() or ""
        with transaction.atomic():
            super().save_user(request, user, form, commit)
            if commit:
                record_event(
                    kind="account.created",
                    subject=("account", user.id),
                    now=timezone.now(),
                    actor_id=user.id,
                )
        return user

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """What allauth sends goes the way of all mails, at once, since somebody waits for it."""
        rendered = super().render_mail(template_prefix, email, context, headers)
        return _OurMail(
            subject=rendered.subject,
            body=rendered.body,
            to=rendered.to,
            alternatives=getattr(rendered, "alternatives", None),
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Tells the rest of the site that an address was proved, since badges may have been sent to it."""
        with transaction.atomic():
            is_new = bool(super().confirm_email(request, email_address))
            if is_new:
                account_id = email_address.user_id
                record_event(
                    kind="account.address_confirmed",
                    subject=("account", account_id),
                    now=timezone.now(),
                    actor_id=account_id,
                )
        return is_new


class _OurMail(EmailMultiAlternatives):
    """Codes and links that sign somebody in: forgotten once they are sent, and never stopped by a suppression."""

    def send(self, fail_silently: bool = False, *, using: str | None = None) -> int:
        html = next((str(each[0]) for each in self.alternatives), "")
        for address in self.to:
            mail = queue_mail(
                MailDraft(
                    key=f"account:{uuid4()}",
                    kind="accounts.account",
                    to=address,
                    subject=str(self.subject),
                    text=str(self.body),
                    html=html,
                    language=get_language() or "",
                    is_secret=True,
                    tried_for=CODES_TRIED_FOR,
                ),
                now=timezone.now(),
            )
            hand_over(mail, clock=timezone.now)
        return len(self.to)
