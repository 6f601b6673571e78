from django.urls import path

from openlaurel.apps.challenges import views

app_name = "challenges"
urlpatterns = [
    path("awards/<uuid:award_id>/ask", views.ask, name="ask"),
    path("answer/<str:answer_token>", views.answer, name="answer"),
    path("answer/<str:answer_token>/code", views.answer_code, name="answer-code"),
    path("asked/<str:result_token>", views.asked, name="asked"),
]
