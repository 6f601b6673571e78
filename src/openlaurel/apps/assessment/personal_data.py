"""What assessment holds about a person: attempts with answers and marks, work with its files and reviews."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData, PersonalFile
from openlaurel.apps.assessment.models import (
    Attempt,
    ExtraAttempt,
    Retest,
    Review,
    Submission,
    WorkDraft,
)

FOLDER = "submissions"
# A file is written before the row that names it, so a young one without a row may be about to get one.
KEPT_UNNAMED = timedelta(days=1)
CHUNK = 200


def export(account: Account) -> PersonalData:
    """This function will return a person's attempts, their work with its reviews and files, and what they drafted."""
    drafts = WorkDraft.objects.filter(account=account)
    extra = ExtraAttempt.objects.filter(account=account)
    return PersonalData(
        {
            "attempts": _attempts(account),
            "extra_attempts": extra.values("assessment__title", "given_at"),
            "retests": Retest.objects.filter(account=account).values(
                "assessment__title", "opened_at", "passed_at"
            ),
            "submissions": _submissions(account),
            "drafts_of_work": drafts.values("assessment__title", "text", "share_as_evidence", "saved_at"),
        },
        _files(account),
    )


def erase(account: Account, now: datetime) -> None:
    """This function will delete a person's attempts, work and drafts; the files go once that is certain."""
    work = Submission.objects.filter(account=account)
    names = list(work.exclude(file="").values_list("file", flat=True))
    for model in (Attempt, ExtraAttempt, Retest, WorkDraft):
        model.objects.filter(account=account).delete()
    work.delete()
    transaction.on_commit(partial(_remove_files, names))


def remove_unnamed_files(*, now: datetime) -> int:
    """This function will delete files of work that no submission names, which a killed process left; returns how many."""
    storage = _storage()
    if not storage.exists(FOLDER):
        return 0
    names = [
        f"{FOLDER}/{name}"
        for name in storage.listdir(FOLDER)[1]
        if storage.get_modified_time(f"{FOLDER}/{name}") < now - KEPT_UNNAMED
    ]
    removed = 0
    for start in range(0, len(names), CHUNK):
        chunk = names[start : start + CHUNK]
        named = set(Submission.objects.filter(file__in=chunk).values_list("file", flat=True))
        unnamed = [name for name in chunk if name not in named]
        _remove_files(unnamed)
        removed += len(unnamed)
    return removed


def _remove_files(names: list[str]) -> None:
    for name in names:
        _storage().delete(name)


def _storage() -> Storage:
    return Submission._meta.get_field("file").storage


def _attempts(account: Account) -> Iterator[dict[str, Any]]:
    rows = Attempt.objects.filter(account=account).select_related("assessment").order_by("started_at")
    for row in rows.iterator(CHUNK):
        prompts = dict(row.assessment.items.values_list("id", "prompt"))
        yield {
            "id": row.pk,
            "assessment": row.assessment.title,
            "number": row.number,
            "started_at": row.started_at,
            "submitted_at": row.submitted_at,
            "questions": {str(key): prompt for key, prompt in prompts.items()},
            "answers": row.answers,
            "marks": row.marks,
            "points": row.points,
            "max_points": row.max_points,
            "passed": row.passed,
        }


def _submissions(account: Account) -> Iterator[dict[str, Any]]:
    rows = Submission.objects.filter(account=account).select_related("assessment", "review")
    for row in rows.order_by("submitted_at").iterator(CHUNK):
        yield {
            "id": row.pk,
            "assessment": row.assessment.title,
            "number": row.number,
            "text": row.text,
            "file": _file_name(row) if row.file else None,
            "file_type": row.file_type,
            "shown_with_the_badge": row.share_as_evidence,
            "state": row.state,
            "submitted_at": row.submitted_at,
            "review": _review(row),
        }


def _review(submission: Submission) -> dict[str, Any] | None:
    review: Review | None = getattr(submission, "review", None)
    if review is None:
        return None
    return {
        "levels": review.levels,
        "points": review.points,
        "max_points": review.max_points,
        "passed": review.passed,
        "comment": review.comment,
        "decided_at": review.decided_at,
    }


def _files(account: Account) -> Iterator[PersonalFile]:
    for row in Submission.objects.filter(account=account).exclude(file="").iterator(CHUNK):
        yield PersonalFile(_file_name(row), partial(row.file.storage.open, str(row.file.name), "rb"))


def _file_name(submission: Submission) -> str:
    # Its ending says what it is; the learner's own name for it could lead out of the archive's folder.
    ending = PurePosixPath(submission.file_name).suffix
    return f"files/{submission.pk}{ending if ending[1:].isalnum() else ''}"
