"""The designer's view of a course: keys are shown to designers only."""

import pytest
from django.urls import reverse

PAGE = "/org/harbour/achievements/tide-tables/course"


def test_designers_see_lessons_keys_and_rubric(signed_in, course, make_member):
    shown = signed_in(make_member("designer")).get(PAGE).text
    assert "Reading the table" in shown
    assert "neap" in shown
    assert "What it is." in shown
    assert "Open to learners" in shown


def test_the_way_there_is_on_the_page_of_the_achievement(signed_in, course, make_member):
    manage = reverse("catalog:achievement-manage", args=["harbour", "tide-tables"])
    assert PAGE in signed_in(make_member("designer")).get(manage).text


@pytest.mark.parametrize(
    ("role", "status"), [("assessor", 403), ("issuer", 403), ("reader", 403), ("nobody", 404)]
)
def test_other_roles_and_strangers_see_no_key(signed_in, course, make_member, make_account, role, status):
    person = make_account() if role == "nobody" else make_member(role)
    response = signed_in(person).get(PAGE)
    assert response.status_code == status
    assert "neap" not in response.text


def test_a_course_of_another_organisation_does_not_exist_here(
    signed_in, course, make_account, make_organisation
):
    make_organisation("elsewhere", rival := make_account())
    address = reverse("learning:course-content", args=["elsewhere", "tide-tables"])
    assert signed_in(rival).get(address).status_code == 404


def test_an_achievement_without_a_course_has_no_such_page_and_no_link_to_it(
    signed_in, published, make_member
):
    designer = signed_in(make_member("designer"))
    assert designer.get(PAGE).status_code == 404
    manage = reverse("catalog:achievement-manage", args=["harbour", "tide-tables"])
    assert PAGE not in designer.get(manage).text
