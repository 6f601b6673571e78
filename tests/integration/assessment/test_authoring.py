"""Making assessments: a broken key would fail every learner, so it must not be stored."""

from dataclasses import replace

import pytest
from tests.integration.assessment.conftest import CRITERIA, ITEMS

from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.assessment.services import InvalidAssessment, ItemDraft, create_quiz, create_task
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import Actor, NotAllowed, NotAMember

CHOICES = ("A", "B", "C")
BROKEN = {
    "an unknown kind": ItemDraft("essay", "Write.", 0),
    "no question": ItemDraft("single", " ", 0, CHOICES),
    "one choice": ItemDraft("single", "?", 0, ["A"]),
    "an empty choice": ItemDraft("single", "?", 0, ["A", " "]),
    "the same choice twice": ItemDraft("single", "?", 0, ["A", "A "]),
    "a text as choices": ItemDraft("single", "?", 0, "AB"),
    "a key that is not offered": ItemDraft("single", "?", 3, CHOICES),
    "a key that is a truth value": ItemDraft("single", "?", True, CHOICES),
    "no right choice": ItemDraft("multiple", "?", [], CHOICES),
    "a choice twice in the key": ItemDraft("multiple", "?", [0, 0], CHOICES),
    "a key past the end": ItemDraft("multiple", "?", [0, 5], CHOICES),
    "a number with choices": ItemDraft("numeric", "?", {"value": 1}, CHOICES),
    "a number without value": ItemDraft("numeric", "?", {"tolerance": 1}),
    "a misspelt tolerance": ItemDraft("numeric", "?", {"value": 1, "tolerence": 1}),
    "a value that is no number": ItemDraft("numeric", "?", {"value": "twelve"}),
    "an endless value": ItemDraft("numeric", "?", {"value": "Infinity"}),
    "a negative tolerance": ItemDraft("numeric", "?", {"value": 1, "tolerance": -1}),
    "a text without forms": ItemDraft("text", "?", {"accepted": []}),
    "a form that is empty": ItemDraft("text", "?", {"accepted": [" "]}),
    "a bare list of forms": ItemDraft("text", "?", ["neap"]),
    "no points": ItemDraft("text", "?", {"accepted": ["a"]}, points=0),
}


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN.keys())
def test_a_question_that_nobody_could_answer_rightly_is_refused(make_quiz, item):
    with pytest.raises(InvalidAssessment) as caught:
        make_quiz(items=[ITEMS[0], item])
    assert list(caught.value.problems) == ["items.2"]
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("language", "English"),
        ("pass_percent", 0),
        ("pass_percent", 101),
        ("max_attempts", 0),
        ("cooling_off_hours", -1),
        ("items", []),
    ],
)
def test_a_quiz_that_nobody_could_pass_is_refused(make_quiz, field, value):
    with pytest.raises(InvalidAssessment) as caught:
        make_quiz(**{field: value})
    assert list(caught.value.problems) == [field]


def test_assessments_follow_each_other_and_no_place_is_taken_twice(make_quiz, task):
    assert (task.position, make_quiz().position) == (0, 1)
    with pytest.raises(InvalidAssessment):
        make_quiz(position=0)


def test_a_task_needs_a_rubric_that_works(published, now):
    with pytest.raises(InvalidAssessment) as caught:
        create_task(
            achievement=published.achievement,
            title="Plan",
            instructions=" ",
            language="en",
            criteria=[*CRITERIA, CRITERIA[0]],
            by=Actor(account=published.achievement.organisation.memberships.get().account),
            now=now,
        )
    assert set(caught.value.problems) == {"instructions", "criteria"}


@pytest.mark.parametrize("role", ["issuer", "assessor", "reader"])
def test_only_designers_decide_what_is_asked(published, make_member, now, role):
    with pytest.raises(NotAllowed):
        create_quiz(
            achievement=published.achievement,
            title="Quiz",
            language="en",
            items=ITEMS,
            by=Actor(account=make_member(role)),
            now=now,
        )


def test_a_designer_of_another_organisation_adds_nothing(published, make_member, make_organisation, now):
    stranger = make_member("designer", of=make_organisation("elsewhere"))
    with pytest.raises(NotAMember):
        create_quiz(
            achievement=published.achievement,
            title="Quiz",
            language="en",
            items=ITEMS,
            by=Actor(account=stranger),
            now=now,
        )


def test_the_trail_says_that_an_assessment_was_added_and_nothing_of_its_key(quiz):
    event = Event.objects.get(kind="assessment.created")
    assert event.subject_id == str(quiz.pk)
    assert set(event.data) == {"achievement_id", "kind"}


def test_a_draft_may_be_changed_before_it_is_used(make_quiz):
    harder = make_quiz(items=[replace(ITEMS[0], points=3), *ITEMS[1:]])
    assert sum(item.points for item in harder.items.all()) == 6
