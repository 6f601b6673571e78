"""Handing in work: work that gets lost, and work that others could read."""

import pytest
from django.core.files.storage import default_storage
from tests.integration.assessment.conftest import BEST, WORST

from openlaurel.apps.assessment.models import Submission, WorkDraft
from openlaurel.apps.assessment.queries import Stage, shared_work_of, standing_of
from openlaurel.apps.assessment.services import (
    AlreadyPassed,
    NotAssessedHere,
    UnusableWork,
    Upload,
    WaitingForReview,
    review_submission,
    save_draft,
    share_submission,
    submit_task,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import INSTALLATION

PDF = Upload("My plan.pdf", b"%PDF-1.7 plan")


def stored_files():
    return default_storage.listdir("submissions")[1] if default_storage.exists("submissions") else []


def test_text_and_file_are_kept_under_a_name_that_nobody_guesses(task, learner, now):
    submission = submit_task(assessment=task, account=learner, text=" Plan ", file=PDF, now=now)
    submission.refresh_from_db()
    assert (submission.text, submission.file_name, submission.file_size) == ("Plan", "My plan.pdf", 13)
    assert submission.file_type == "application/pdf"
    assert "plan" not in submission.file.name.lower().removeprefix("submissions/")
    assert submission.file.read() == PDF.content
    submission.file.close()
    assert submission.share_as_evidence is False


@pytest.mark.parametrize(
    ("text", "file", "field"),
    [
        ("", None, "text"),
        (" \n ", None, "text"),
        ("x" * 50_001, None, "text"),
        ("nul\x00", None, "text"),
        ("fine", Upload("virus.exe", b"MZ"), "file"),
    ],
)
def test_unusable_work_is_refused_with_its_field_and_nothing_is_kept(task, learner, now, text, file, field):
    before = stored_files()
    with pytest.raises(UnusableWork) as caught:
        submit_task(assessment=task, account=learner, text=text, file=file, now=now)
    assert list(caught.value.problems) == [field]
    assert not Submission.objects.exists()
    assert stored_files() == before


def test_no_second_version_while_the_first_waits(task, learner, submission, now):
    before = stored_files()
    with pytest.raises(WaitingForReview):
        submit_task(assessment=task, account=learner, text="Again", file=PDF, now=now)
    assert stored_files() == before


def test_returned_work_is_handed_in_again_as_the_next_version(task, learner, submission, assessing, now):
    review_submission(submission=submission, levels=WORST, comment="Add a margin.", by=assessing, now=now)
    assert standing_of(task, learner, now).stage == Stage.RETURNED
    assert submit_task(assessment=task, account=learner, text="With margin", now=now).number == 2
    assert standing_of(task, learner, now).stage == Stage.WAITING


def test_who_has_passed_hands_in_nothing_more(task, learner, submission, assessing, now):
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    with pytest.raises(AlreadyPassed):
        submit_task(assessment=task, account=learner, text="More", now=now)


def test_a_quiz_takes_no_work(quiz, learner, now):
    with pytest.raises(NotAssessedHere):
        submit_task(assessment=quiz, account=learner, text="Work", now=now)


def test_a_draft_is_kept_until_the_work_is_handed_in(task, learner, now):
    save_draft(assessment=task, account=learner, text="Half a plan", now=now)
    save_draft(assessment=task, account=learner, text="Half a plan and more", now=now)
    assert WorkDraft.objects.get().text == "Half a plan and more"
    submit_task(assessment=task, account=learner, text="A plan", now=now)
    assert not WorkDraft.objects.exists()


def test_work_is_shown_only_when_it_passed_and_its_owner_agrees(task, learner, submission, assessing, now):
    share_submission(submission=submission, share=True, now=now)
    assert shared_work_of(task.achievement, learner) == []
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    (work,) = shared_work_of(task.achievement, learner)
    assert work.url.endswith(f"/evidence/{submission.pk}")
    share_submission(submission=submission, share=False, now=now)
    assert shared_work_of(task.achievement, learner) == []


def test_the_trail_holds_no_work_and_no_name(task, learner, now):
    submit_task(assessment=task, account=learner, text="My secret plan", file=PDF, now=now)
    event = Event.objects.get(kind="submission.submitted")
    assert event.organisation_id == task.achievement.organisation_id
    assert set(event.data) == {"achievement_id", "account_id", "number"}


def test_the_demo_world_may_judge_without_an_assessor(submission, now):
    review = review_submission(submission=submission, levels=BEST, by=INSTALLATION, now=now)
    assert review.assessor is None
