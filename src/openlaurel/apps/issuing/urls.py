from django.urls import URLPattern, URLResolver

app_name = "issuing"
urlpatterns: list[URLPattern | URLResolver] = []
