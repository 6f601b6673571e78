from django.urls import path

from openlaurel.apps.figures.views import charts

app_name = "figures"
urlpatterns = [
    path("org/<slug:handle>/figures", charts.figures, name="figures"),
]
