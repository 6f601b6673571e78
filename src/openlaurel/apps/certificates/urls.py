from django.urls import path, register_converter

from openlaurel.apps.certificates import views


class TargetKey:
    """What a design is for: all, a programme or a micro-credential."""

    regex = "all|[pa]:[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TargetKey, "target")
_OWN = "org/<slug:handle>/certificates"

app_name = "certificates"
urlpatterns = [
    path(_OWN, views.certificate_list, name="certificate-list"),
    path(f"{_OWN}/signatures", views.signature_add, name="signature-add"),
    path(f"{_OWN}/signatures/<uuid:signature_id>.png", views.signature_image, name="signature-image"),
    path(f"{_OWN}/signatures/<uuid:signature_id>/retire", views.signature_retire, name="signature-retire"),
    path(f"{_OWN}/<target:target>", views.certificate_edit, name="certificate-edit"),
    path(f"{_OWN}/<target:target>/preview", views.certificate_preview, name="certificate-preview"),
    path(f"{_OWN}/<target:target>/withdraw", views.certificate_withdraw, name="certificate-withdraw"),
]
