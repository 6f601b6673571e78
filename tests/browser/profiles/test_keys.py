"""An owner lets a program in: makes a key for what it needs, sees its secret once, gives it a new one, shuts it out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_is_made_used_replaced_and_revoked(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    owner: Account,
    organisation: Profile,
) -> None:
    page = open_page("/org/harbour/", account=owner)
    page.get_by_role("link", name="API keys").click()
    page.get_by_label("Name", exact=True).fill("Course platform")
    page.get_by_label("Read badges, with the names and addresses of their recipients").check()
    page.get_by_role("button", name="Create the key").click()
    secret = page.get_by_role("textbox", name="Secret").input_value()
    assert_accessible(page)

    def asks(path: str, key: str) -> int:
        return page.request.get(path, headers={"Authorization": f"Bearer {key}"}).status

    assert asks("/api/v1/awards", secret) == 200
    assert asks("/api/v1/figures", secret) == 403
    page.goto("/org/harbour/keys")
    assert secret not in page.content()

    page.get_by_role("button", name="New secret").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new secret").click()
    newer = page.get_by_role("textbox", name="Secret").input_value()
    assert newer != secret
    assert asks("/api/v1/awards", newer) == 200

    page.goto("/org/harbour/keys")
    page.get_by_role("button", name="Revoke").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke the key").click()
    expect(page.get_by_role("button", name="Revoke")).to_have_count(0)
    assert asks("/api/v1/awards", newer) == 401
