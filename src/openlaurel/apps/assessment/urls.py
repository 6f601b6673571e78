from django.urls import path

from openlaurel.apps.assessment.views import evidence, quizzes, reviews, tasks

app_name = "assessment"
urlpatterns = [
    path(
        "learn/<slug:slug>/assessments/<uuid:assessment_id>",
        quizzes.assessment_detail,
        name="assessment-detail",
    ),
    path(
        "learn/<slug:slug>/assessments/<uuid:assessment_id>/start",
        quizzes.attempt_start,
        name="attempt-start",
    ),
    path(
        "learn/<slug:slug>/assessments/<uuid:assessment_id>/work",
        tasks.submission_create,
        name="submission-create",
    ),
    path("attempts/<uuid:attempt_id>", quizzes.attempt, name="attempt"),
    path("submissions/<uuid:submission_id>/file", tasks.submission_file, name="submission-file"),
    path("submissions/<uuid:submission_id>/share", tasks.submission_share, name="submission-share"),
    path("evidence/<uuid:submission_id>", evidence.evidence_detail, name="evidence-detail"),
    path("evidence/<uuid:submission_id>/file", evidence.evidence_file, name="evidence-file"),
    path("org/<slug:handle>/reviews", reviews.review_list, name="review-list"),
    path(
        "org/<slug:handle>/reviews/attempts/<uuid:assessment_id>/<uuid:account_id>",
        reviews.attempt_give,
        name="attempt-give",
    ),
    path("org/<slug:handle>/reviews/<uuid:submission_id>", reviews.review_detail, name="review-detail"),
    path("org/<slug:handle>/reviews/<uuid:submission_id>/file", reviews.review_file, name="review-file"),
]
