"""The mailbox shows mails on one's own machine, and exists nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import MailDraft, queue_mail, send_due

pytestmark = pytest.mark.django_db
Draft = Callable[..., MailDraft]


def paths(mail: OutgoingMail) -> list[str]:
    return ["/mailbox", f"/mailbox/{mail.pk}", f"/mailbox/{mail.pk}/html"]


def test_on_ones_own_machine_each_mail_is_shown_as_text_and_html(
    client: Client, draft: Draft, settings: Any
) -> None:
    settings.MAILBOX_IS_OPEN = True
    mail = queue_mail(draft(is_secret=True, html="<p>Hi</p><script>alert(1)</script>"), now=timezone.now())
    send_due(clock=timezone.now)
    listed, shown, html = (client.get(path) for path in paths(mail))
    assert "Tide tables “in practice”" in listed.content.decode()
    assert "this line stands after a dot" in shown.content.decode()
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert html.content.decode() == "<p>Hi</p><script>alert(1)</script>"
    assert html.headers["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert html.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_it_does_not_exist_where_mails_leave_nor_for_another_machine(
    client: Client, draft: Draft, settings: Any
) -> None:
    mail = queue_mail(draft(), now=timezone.now())
    assert [client.get(path).status_code for path in paths(mail)] == [404] * 3
    settings.MAILBOX_IS_OPEN = True
    assert [client.get(path, REMOTE_ADDR="10.1.2.3").status_code for path in paths(mail)] == [404] * 3
    assert client.post("/mailbox").status_code == 405
