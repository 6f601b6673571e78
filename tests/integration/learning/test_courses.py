"""Making a course: one that leads nowhere must not open."""

from dataclasses import replace

import pytest
from tests.integration.learning.conftest import LESSONS

from openlaurel.apps.learning.models import Course
from openlaurel.apps.learning.queries import get_course
from openlaurel.apps.learning.services import InvalidCourse, create_course, publish_course
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember


@pytest.fixture
def make_course(published, now):
    def make(**fields):
        details = {"title": "Tides", "language": "en", "lessons": LESSONS, "by": INSTALLATION, "now": now}
        return create_course(achievement=published.achievement, **(details | fields))

    return make


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"language": "English"}, "language"),
        ({"summary": "x" * 2001}, "summary"),
        ({"lessons": []}, "lessons"),
        ({"lessons": [LESSONS[0], replace(LESSONS[1], body=" ")]}, "lessons.2"),
        ({"lessons": [replace(LESSONS[0], minutes=0)]}, "lessons.1"),
        ({"lessons": [replace(LESSONS[0], title="")]}, "lessons.1"),
    ],
)
def test_a_course_with_a_hole_in_it_is_refused_with_its_field(make_course, fields, field):
    with pytest.raises(InvalidCourse) as caught:
        make_course(**fields)
    assert list(caught.value.problems) == [field]
    assert not Course.objects.exists()


def test_an_achievement_has_one_course(make_course):
    make_course()
    with pytest.raises(InvalidCourse) as caught:
        make_course()
    assert list(caught.value.problems) == ["achievement"]


def test_a_course_without_anything_to_pass_does_not_open(make_course, now):
    with pytest.raises(InvalidCourse) as caught:
        publish_course(course=make_course(), by=INSTALLATION, now=now)
    assert list(caught.value.problems) == ["assessments"]


def test_learners_find_a_course_only_when_it_is_open(make_course, quiz, now):
    course = make_course()
    with pytest.raises(Course.DoesNotExist):
        get_course("tide-tables")
    publish_course(course=course, by=INSTALLATION, now=now)
    assert get_course("tide-tables") == course


@pytest.mark.parametrize("role", ["issuer", "assessor", "reader"])
def test_only_designers_make_courses(make_course, make_member, role):
    with pytest.raises(NotAllowed):
        make_course(by=Actor(account=make_member(role)))


def test_designers_of_another_organisation_make_none(make_course, make_member, make_organisation):
    with pytest.raises(NotAMember):
        make_course(by=Actor(account=make_member("designer", of=make_organisation("elsewhere"))))
