from django.urls import path

from openlaurel.apps.figures.views import charts, cohorts, exports, reports

app_name = "figures"
_plan = "org/<slug:handle>/figures/reports/<uuid:report_plan_id>"
urlpatterns = [
    path("org/<slug:handle>/figures", charts.figures, name="figures"),
    path("org/<slug:handle>/figures/cohorts", cohorts.cohorts, name="cohorts"),
    path("org/<slug:handle>/figures/reports", reports.report_list, name="report-list"),
    path("org/<slug:handle>/figures/reports/new", reports.report_create, name="report-create"),
    path(_plan, reports.report_edit, name="report-edit"),
    path(f"{_plan}/remove", reports.report_remove, name="report-remove"),
    path(f"{_plan}/mine", reports.report_mine, name="report-mine"),
    path("org/<slug:handle>/figures/<slug:chart>.csv", exports.export, name="export"),
]
