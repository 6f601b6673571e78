"""An organisation that asks for a second factor: who gets in, and who is led where."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import Actor, NotAllowed
from openlaurel.apps.signon.models import EntryRule
from openlaurel.apps.signon.queries import two_factor_state
from openlaurel.apps.signon.services import FactorMissing, end_two_factor, require_two_factor

pytestmark = pytest.mark.django_db
PAGE = "/org/harbour/sign-on"


def give_factor(account) -> None:
    Authenticator.objects.create(user=account, type="totp", data={"secret": "sealed"})


def test_members_without_it_reach_no_page_of_the_workspace_and_are_led_to_set_it_up(
    organisation, owner, make_member, signed_in
):
    give_factor(owner)
    designer = make_member("designer")
    require_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    client = signed_in(designer)
    for path in ("/org/harbour/", "/org/harbour/achievements"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert 'href="/account/two-factor/"' in answer.content.decode()
    give_factor(designer)
    assert client.get("/org/harbour/").status_code == 200
    assert signed_in(owner).get(PAGE).status_code == 200


def test_strangers_and_lower_roles_learn_nothing_of_it(
    organisation, owner, make_member, make_account, signed_in
):
    give_factor(owner)
    require_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    assert signed_in(make_account()).get("/org/harbour/").status_code == 404
    answer = signed_in(make_member("reader")).get(PAGE)
    assert answer.status_code == 403
    assert "second factor" not in answer.content.decode()


def test_recovery_codes_alone_are_no_second_factor(organisation, owner, make_member, signed_in):
    give_factor(owner)
    require_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    reader = make_member("reader")
    Authenticator.objects.create(user=reader, type="recovery_codes", data={})
    assert signed_in(reader).get("/org/harbour/").status_code == 403


def test_until_the_day_members_get_in_and_are_reminded(organisation, owner, make_member, signed_in):
    give_factor(owner)
    day = (timezone.now() + timedelta(days=7)).date()
    require_two_factor(organisation=organisation, start=day, by=Actor(account=owner), now=timezone.now())
    client = signed_in(make_member("reader"))
    page = client.get("/org/harbour/")
    assert page.status_code == 200
    assert "opens only with a second factor" in page.content.decode()
    EntryRule.objects.update(two_factor_from=timezone.now())
    assert client.get("/org/harbour/").status_code == 403
    assert "opens only with a second factor" not in signed_in(owner).get("/org/harbour/").content.decode()


def test_an_owner_without_it_can_not_lock_themselves_out(organisation, owner, signed_in):
    with pytest.raises(FactorMissing):
        require_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    answer = signed_in(owner).post(f"{PAGE}/two-factor", {"start": ""})
    assert answer.status_code == 422
    assert "Set up a second factor for yourself first" in answer.content.decode()
    assert not EntryRule.objects.exists()


def test_a_day_that_is_over_means_now(organisation, owner):
    give_factor(owner)
    now = timezone.now()
    past = (now - timedelta(days=9)).date()
    rule = require_two_factor(organisation=organisation, start=past, by=Actor(account=owner), now=now)
    assert rule.two_factor_from == now


def test_an_owner_asks_for_it_and_no_longer_and_the_trail_says_so(
    organisation, owner, make_member, signed_in
):
    give_factor(owner)
    reader = make_member("reader")
    state = two_factor_state(organisation)
    assert (state.members, state.ready, state.lacking) == (2, 1, 1)
    client = signed_in(owner)
    assert client.post(f"{PAGE}/two-factor", {"start": "not a day"}).status_code == 422
    assert client.post(f"{PAGE}/two-factor", {"start": ""}).status_code == 302
    assert "1 of 2 members" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}/two-factor/end").status_code == 302
    end_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    kinds = Event.objects.filter(kind__contains="two_factor").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["organisation.two_factor_required", "organisation.two_factor_ended"]
    assert signed_in(reader).get("/org/harbour/").status_code == 200
    with pytest.raises(NotAllowed):
        require_two_factor(organisation=organisation, by=Actor(account=reader), now=timezone.now())


def test_it_does_not_reach_into_another_organisation(
    organisation, owner, make_organisation, make_member, signed_in
):
    give_factor(owner)
    require_two_factor(organisation=organisation, by=Actor(account=owner), now=timezone.now())
    other = make_organisation("elsewhere")
    assert signed_in(make_member("reader", of=other)).get("/org/elsewhere/").status_code == 200
