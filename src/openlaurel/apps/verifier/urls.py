from django.urls import path

from openlaurel.apps.verifier import browser_views, inquiry_views, views
from openlaurel.apps.verifier.statements import CONTEXT_PATH

app_name = "verifier"
urlpatterns = [
    path("verify", views.verify_page, name="verify"),
    path("verify/many/<str:inquiry_token>", inquiry_views.inquiry_detail, name="inquiry-detail"),
    path("verify/many/<str:inquiry_token>/change", inquiry_views.inquiry_change, name="inquiry-change"),
    path("verify/many/<str:inquiry_token>/report.json", inquiry_views.inquiry_report, name="inquiry-report"),
    path("verify/many/<str:inquiry_token>/report.csv", inquiry_views.inquiry_table, name="inquiry-table"),
    path("verify/many/<str:inquiry_token>/report.pdf", inquiry_views.inquiry_paper, name="inquiry-paper"),
    path(".well-known/did.json", inquiry_views.did, name="did"),
    path(CONTEXT_PATH.removeprefix("/"), inquiry_views.report_context, name="report-context"),
    path("verify/here", browser_views.verify_here_page, name="verify-here"),
    path("verify/element.js", browser_views.element_js, name="element"),
    path("verify/element.<slug:language>.js", browser_views.element_js, name="element-in"),
]
