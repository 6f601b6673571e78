from django.urls import path

from openlaurel.apps.figures.views import charts, cohorts, exports

app_name = "figures"
urlpatterns = [
    path("org/<slug:handle>/figures", charts.figures, name="figures"),
    path("org/<slug:handle>/figures/cohorts", cohorts.cohorts, name="cohorts"),
    path("org/<slug:handle>/figures/<slug:chart>.csv", exports.export, name="export"),
]
