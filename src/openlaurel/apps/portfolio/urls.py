from django.urls import path

from openlaurel.apps.portfolio.views import collections, entries, own, public, resumes

app_name = "portfolio"
_collection = "wallet/collections/<uuid:collection_id>"
urlpatterns = [
    path("people/<slug:handle>", public.shown, name="shown"),
    path("people/<slug:handle>/card.png", public.card, name="card"),
    path("people/<slug:handle>/resume/<slug:form>", resumes.shown_resume, name="shown-resume"),
    path("collections/<uuid:collection_id>", public.collection_shown, name="collection-shown"),
    path("portfolio", own.portfolio, name="portfolio"),
    path("portfolio/details", own.details, name="details"),
    path("portfolio/look", own.look, name="look"),
    path("portfolio/badges", own.badges, name="badges"),
    path("portfolio/publish", own.publish, name="publish"),
    path("portfolio/withdraw", own.withdraw, name="withdraw"),
    path("portfolio/preview", own.preview, name="preview"),
    path("portfolio/resume", resumes.resume, name="resume"),
    path("portfolio/record", resumes.record, name="record"),
    path("portfolio/resume/<slug:form>", resumes.resume_file, name="resume-file"),
    path("portfolio/entries/new/<slug:kind>", entries.entry_create, name="entry-create"),
    path("portfolio/entries/<uuid:entry_id>", entries.entry_edit, name="entry-edit"),
    path("portfolio/entries/<uuid:entry_id>/move", entries.entry_move, name="entry-move"),
    path("portfolio/entries/<uuid:entry_id>/remove", entries.entry_remove, name="entry-remove"),
    path("wallet/collections", collections.collection_list, name="collection-list"),
    path("wallet/collections/new", collections.collection_create, name="collection-create"),
    path(_collection, collections.collection_edit, name="collection-edit"),
    path(f"{_collection}/badges", collections.collection_badges, name="collection-badges"),
    path(f"{_collection}/move", collections.collection_move, name="collection-move"),
    path(f"{_collection}/remove", collections.collection_remove, name="collection-remove"),
]
