from django.urls import path

from openlaurel.apps.learning.views import contents, courses, lessons

app_name = "learning"
urlpatterns = [
    path("org/<slug:handle>/achievements/<slug:slug>/course", contents.course_content, name="course-content"),
    path("learn/<slug:slug>", courses.course_detail, name="course-detail"),
    path("learn/<slug:slug>/enrol", courses.course_enrol, name="course-enrol"),
    path("learn/<slug:slug>/leave", courses.course_leave, name="course-leave"),
    path("learn/<slug:slug>/lessons/<int:number>", lessons.lesson_detail, name="lesson-detail"),
    path("learn/<slug:slug>/lessons/<int:number>/read", lessons.lesson_read, name="lesson-read"),
]
