"""The pages of a task: lost work, files that run in a browser, work that strangers read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.integration.assessment.conftest import BEST, WORST

from openlaurel.apps.assessment.models import Submission, WorkDraft
from openlaurel.apps.assessment.services import Upload, review_submission, submit_task

SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def page(signed_in, learner):
    return signed_in(learner)


def detail(task):
    return reverse("assessment:assessment-detail", args=["tide-tables", task.pk])


def work(task):
    return reverse("assessment:submission-create", args=["tide-tables", task.pk])


@pytest.fixture
def with_file(task, learner, now):
    return submit_task(
        assessment=task, account=learner, text="See the file.", file=Upload("plän.txt", SCRIPT), now=now
    )


def test_a_learner_sees_what_is_asked_and_how_it_is_judged(page, task):
    shown = page.get(detail(task)).text
    assert "Plan a passage of <strong>two</strong> hours." in shown
    assert "A margin with its reason." in shown
    assert "Hand it in" in shown


def test_work_is_handed_in_with_a_file_and_nobody_sees_it_by_default(page, task):
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7")
    response = page.post(work(task), {"text": "My plan", "file": file, "action": "submit"}, follow=True)
    assert "Your work is handed in." in response.text
    assert "waiting for review" in response.text
    assert "Hand it in" not in response.text
    assert Submission.objects.get().share_as_evidence is False


def test_a_refused_file_does_not_cost_the_text(page, task):
    file = SimpleUploadedFile("plan.pdf", b"MZ not a pdf")
    response = page.post(work(task), {"text": "Two hours of thought", "file": file, "action": "submit"})
    assert response.status_code == 422
    assert "isn&#x27;t what its name says" in response.text
    assert "Two hours of thought" in response.text
    assert WorkDraft.objects.get().text == "Two hours of thought"


def test_an_empty_form_says_what_to_do(page, task):
    response = page.post(work(task), {"text": "  ", "action": "submit"})
    assert response.status_code == 422
    assert "Write your answer, or choose a file" in response.text


def test_a_draft_waits_for_its_writer(page, task):
    page.post(work(task), {"text": "Half a plan", "share_as_evidence": "on", "action": "draft"})
    shown = page.get(detail(task)).text
    assert "Half a plan" in shown
    assert "checked" in shown
    assert not Submission.objects.exists()


def test_returned_work_shows_the_review_and_the_text_to_go_on_with(page, task, submission, assessing, now):
    review_submission(submission=submission, levels=WORST, comment="Add *why*.", by=assessing, now=now)
    shown = page.get(detail(task)).text
    assert "Add <em>why</em>." in shown
    assert "2 of 4 points" in shown
    assert "We leave at **six**.</textarea>" in shown


def test_posting_while_work_waits_is_told_and_changes_nothing(page, task, submission):
    response = page.post(work(task), {"text": "Again", "action": "submit"}, follow=True)
    assert "Your work is waiting for review." in response.text
    assert Submission.objects.count() == 1


def test_what_learners_write_cannot_run_on_anybodys_page(page, task):
    page.post(work(task), {"text": SCRIPT.decode() + "[x](javascript:alert(1))", "action": "submit"})
    shown = page.get(detail(task)).text
    assert SCRIPT.decode() not in shown
    assert "javascript:" not in shown.replace("[x](javascript:alert(1))", "")


def test_the_owner_gets_the_file_back_as_a_download_that_runs_nowhere(page, with_file):
    response = page.get(reverse("assessment:submission-file", args=[with_file.pk]))
    assert b"".join(response.streaming_content) == SCRIPT
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    response.close()


@pytest.mark.parametrize("name", ["submission-file", "evidence-file", "evidence-detail"])
def test_work_that_is_not_shared_does_not_exist_for_others(signed_in, client, with_file, make_account, name):
    address = reverse(f"assessment:{name}", args=[with_file.pk])
    assert client.get(address).status_code in {302, 404}
    assert signed_in(make_account()).get(address).status_code == 404


def test_a_file_that_is_gone_is_not_found(page, with_file):
    with_file.file.storage.delete(with_file.file.name)
    assert page.get(reverse("assessment:submission-file", args=[with_file.pk])).status_code == 404


def test_nobody_else_decides_whether_work_is_shown(signed_in, with_file, make_account):
    stranger = signed_in(make_account())
    address = reverse("assessment:submission-share", args=[with_file.pk])
    assert stranger.post(address, {"share": "yes"}).status_code == 404
    with_file.refresh_from_db()
    assert with_file.share_as_evidence is False


def test_shown_work_is_public_without_the_learners_name_until_it_is_hidden(
    page, client, with_file, assessing, now
):
    review_submission(submission=with_file, levels=BEST, by=assessing, now=now)
    share = reverse("assessment:submission-share", args=[with_file.pk])
    public = reverse("assessment:evidence-detail", args=[with_file.pk])
    page.post(share, {"share": "yes"})
    client.logout()
    shown = client.get(public)
    assert "See the file." in shown.text
    assert "Lena" not in shown.text
    assert "lena@" not in shown.text
    response = client.get(reverse("assessment:evidence-file", args=[with_file.pk]))
    assert b"".join(response.streaming_content) == SCRIPT
    response.close()


def test_hidden_work_is_gone_at_once(page, with_file, assessing, now):
    review_submission(submission=with_file, levels=BEST, by=assessing, now=now)
    share = reverse("assessment:submission-share", args=[with_file.pk])
    page.post(share, {"share": "yes"})
    page.post(share, {"share": "no"})
    assert page.get(reverse("assessment:evidence-detail", args=[with_file.pk])).status_code == 404


def test_a_quiz_takes_no_work(page, quiz):
    assert page.post(work(quiz), {"text": "x"}).status_code == 404
