"""Members and invitations: who could get in, or lock everybody out."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import Invitation, Membership
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.apps.profiles.queries import members_of
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    InvitationUnusable,
    LastOwner,
    WrongAddress,
    accept_invitation,
    add_member,
    change_roles,
    invite_member,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)


def roles(organisation, account):
    return set(
        Membership.objects.filter(organisation=organisation, account=account).values_list("role", flat=True)
    )


@pytest.fixture
def invite(organisation, owner, now, django_capture_on_commit_callbacks):
    def send(email="ines@example.org", role="designer"):
        with django_capture_on_commit_callbacks(execute=True):
            return invite_member(
                organisation=organisation, email=email, role=role, by=Actor(account=owner), now=now
            )

    return send


def test_the_last_owner_can_neither_leave_nor_be_demoted(organisation, owner, now):
    by = Actor(account=owner)
    with pytest.raises(LastOwner):
        remove_member(organisation=organisation, account=owner, by=by, now=now)
    with pytest.raises(LastOwner):
        change_roles(organisation=organisation, account=owner, roles=["reader"], by=by, now=now)
    assert roles(organisation, owner) == {"owner"}


def test_a_second_owner_lets_the_first_go(organisation, owner, make_member, now):
    second = make_member("owner")
    remove_member(organisation=organisation, account=owner, by=Actor(account=second), now=now)
    assert list(members_of(organisation)) == [second]


def test_an_owner_whose_account_is_switched_off_does_not_count(organisation, owner, make_member, now):
    second = make_member("owner")
    second.is_active = False
    second.save()
    with pytest.raises(LastOwner):
        remove_member(organisation=organisation, account=owner, by=Actor(account=owner), now=now)


def test_roles_are_replaced_as_a_whole_and_each_change_is_in_the_trail(organisation, owner, make_member, now):
    member = make_member("reader")
    change_roles(
        organisation=organisation,
        account=member,
        roles=["issuer", "assessor"],
        by=Actor(account=owner),
        now=now,
    )
    assert roles(organisation, member) == {"issuer", "assessor"}
    changes = Event.objects.filter(subject_id=str(member.id), actor_id=owner.id).order_by("id")
    assert [(event.kind, event.data) for event in changes] == [
        ("member.added", {"role": "assessor"}),
        ("member.added", {"role": "issuer"}),
        ("member.removed", {"role": "reader"}),
    ]


def test_only_owners_manage_members(organisation, make_member, make_account, now):
    designer, stranger = make_member("designer"), make_account()
    for account, error in ((designer, NotAllowed), (stranger, NotAMember)):
        with pytest.raises(error):
            add_member(
                organisation=organisation, account=stranger, role="owner", by=Actor(account=account), now=now
            )
    assert roles(organisation, stranger) == set()


def test_a_member_may_leave_by_themselves(organisation, make_member, now):
    reader = make_member("reader")
    remove_member(organisation=organisation, account=reader, by=Actor(account=reader), now=now)
    assert roles(organisation, reader) == set()


def test_an_invitation_is_mailed_as_text_and_html_and_only_its_hash_is_kept(invite, organisation):
    invitation, token = invite()
    [sent] = mail.outbox
    assert sent.to == ["ines@example.org"]
    assert "Harbour Institute" in sent.subject
    html = sent.alternatives[0][0]
    for body in (sent.body, html):
        assert f"http://127.0.0.1:8000/invitations/{token}" in body
    assert token not in str(Invitation.objects.values())
    invitation.refresh_from_db()
    assert invitation.mailed_at is not None


def test_an_invitation_speaks_the_language_of_its_reader(invite, make_account):
    make_account("ines@example.org", language="ar")
    invite()
    assert 'dir="rtl"' in mail.outbox[0].alternatives[0][0]


def test_a_mail_that_cannot_be_sent_leaves_an_invitation_that_says_so(
    invite, owner, now, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        lambda *_: (_ for _ in ()).throw(ConnectionRefusedError()),
    )
    invitation, _ = invite()
    invitation.refresh_from_db()
    assert invitation.mailed_at is None
    assert "tried again by itself. (ConnectionRefusedError" in invitation.mail_error
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(invitation=invitation, by=Actor(account=owner), now=now)
    invitation.refresh_from_db()
    assert (invitation.mailed_at, invitation.mail_error) == (now, "")


def test_whoever_owns_the_address_gets_the_role(invite, organisation, make_account, now):
    _, token = invite()
    ines = make_account("Ines@Example.org")
    accept_invitation(token=token, account=ines, now=now)
    assert roles(organisation, ines) == {"designer"}
    with pytest.raises(InvitationUnusable, match="used already"):
        accept_invitation(token=token, account=ines, now=now)


def test_another_address_does_not_get_in(invite, organisation, make_account, now):
    _, token = invite()
    for other in (make_account("eve@example.org"), make_account("ines@example.org", verified=False)):
        with pytest.raises(WrongAddress):
            accept_invitation(token=token, account=other, now=now)
        assert roles(organisation, other) == set()


def test_a_link_ends_after_14_days_when_withdrawn_and_when_sent_again(invite, make_account, owner, now):
    ines, by = make_account("ines@example.org"), Actor(account=owner)
    invitation, first = invite()
    with pytest.raises(InvitationUnusable, match="run out"):
        accept_invitation(token=first, account=ines, now=now + timedelta(days=14))
    _, second = resend_invitation(invitation=invitation, by=by, now=now)
    with pytest.raises(InvitationUnusable, match="not a valid"):
        accept_invitation(token=first, account=ines, now=now)
    withdraw_invitation(invitation=invitation, by=by, now=now)
    with pytest.raises(InvitationUnusable, match="withdrawn"):
        accept_invitation(token=second, account=ines, now=now)


def test_nobody_is_invited_twice_to_the_same_role(invite, organisation, make_member):
    invite()
    with pytest.raises(InvalidDetails, match="open invitation"):
        invite("INES@example.org")
    make_member("reader", email="rea@example.org")
    with pytest.raises(InvalidDetails, match="the role already"):
        invite("rea@example.org", "reader")
    with pytest.raises(InvalidDetails, match="e-mail address"):
        invite("not an address")


def test_the_page_shows_the_offer_and_takes_it_only_by_post(invite, organisation, make_account, signed_in):
    _, token = invite()
    ines = make_account("ines@example.org")
    client = signed_in(ines)
    page = client.get(f"/invitations/{token}")
    assert "Harbour Institute" in page.content.decode()
    assert roles(organisation, ines) == set()
    assert client.post(f"/invitations/{token}").status_code == 302
    assert roles(organisation, ines) == {"designer"}


def test_the_page_tells_another_address_what_to_do(invite, make_account, signed_in):
    _, token = invite()
    page = signed_in(make_account("eve@example.org")).get(f"/invitations/{token}")
    assert page.status_code == 403
    assert re.search(
        r"sent to another address.*You are signed in as eve@example.org", page.content.decode(), re.S
    )
    assert "Harbour Institute" not in page.content.decode()


def test_signed_out_the_page_asks_to_sign_in_and_comes_back(invite, client):
    _, token = invite()
    response = client.get(f"/invitations/{token}")
    assert response["Location"] == f"/account/login/?next=/invitations/{token}"


def test_the_installation_may_add_anybody(organisation, make_account, now):
    account = make_account()
    add_member(organisation=organisation, account=account, role="assessor", by=INSTALLATION, now=now)
    assert roles(organisation, account) == {"assessor"}


def test_only_owners_remove_others_and_the_last_owner_stays_in_the_browser(
    organisation, owner, make_member, signed_in
):
    reader = make_member("reader")
    client = signed_in(reader)
    assert client.post(f"/org/harbour/members/{owner.id}/remove").status_code == 403
    client = signed_in(owner)
    page = client.post(f"/org/harbour/members/{owner.id}/remove", follow=True).content.decode()
    assert "this is its last one" in page
    assert client.post(f"/org/harbour/members/{owner.id}", {"roles": ["reader"]}).status_code == 422
    client.post(f"/org/harbour/members/{reader.id}", {"roles": ["issuer"]})
    assert roles(organisation, reader) == {"issuer"}
    client.post(f"/org/harbour/members/{reader.id}/remove")
    assert roles(organisation, reader) == set()
    assert client.get(f"/org/harbour/members/{reader.id}").status_code == 404


def test_inviting_resending_and_withdrawing_in_the_browser(organisation, owner, signed_in):
    client = signed_in(owner)
    invited = {"email": "ines@example.org", "role": "designer"}
    assert client.post("/org/harbour/members/invite", invited).status_code == 302
    invitation = Invitation.objects.get()
    assert "ines@example.org" in client.get("/org/harbour/members").content.decode()
    again = client.post("/org/harbour/members/invite", invited)
    assert again.status_code == 422
    assert "Send that one again instead" in again.content.decode()
    client.post(f"/org/harbour/invitations/{invitation.id}/resend")
    client.post(f"/org/harbour/invitations/{invitation.id}/withdraw")
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert "Nobody is invited at the moment" in client.get("/org/harbour/members").content.decode()


def test_members_without_the_right_see_names_but_no_addresses(organisation, owner, make_member, signed_in):
    page = signed_in(make_member("assessor")).get("/org/harbour/members").content.decode()
    assert "Olga Owner" in page
    assert "owner@harbour.example" not in page
