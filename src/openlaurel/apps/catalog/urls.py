from django.urls import path, register_converter

from openlaurel.apps.catalog.queries import Framework
from openlaurel.apps.catalog.views import custom_fields, definitions, families, lifecycle, pictures, public


class PictureKind:
    """svg or png."""

    regex = "svg|png"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FrameworkName:
    """One of Framework."""

    regex = "|".join(Framework)

    def to_python(self, value: str) -> Framework:
        return Framework(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(PictureKind, "picture")
register_converter(FrameworkName, "framework")
_OWN = "org/<slug:handle>/achievements"
_ONE = f"{_OWN}/<slug:slug>"

app_name = "catalog"
urlpatterns = [
    path("explore", public.explore, name="explore"),
    path("explore/compare", public.compare, name="compare"),
    path("achievements/<slug:slug>", public.achievement_detail, name="achievement-detail"),
    path("achievements/<slug:slug>.json", public.achievement_json, name="achievement-json"),
    path(
        "achievements/<slug:slug>/frameworks/<framework:framework>.json",
        public.achievement_written_as,
        name="achievement-framework",
    ),
    path(
        "achievements/<slug:slug>/frameworks/<framework:framework>",
        public.achievement_in_framework,
        name="achievement-framework-report",
    ),
    path(
        "achievements/<slug:slug>/image.<picture:kind>", pictures.achievement_image, name="achievement-image"
    ),
    path("achievements/<slug:slug>/versions/<int:number>", public.version_detail, name="version-detail"),
    path(
        "achievements/<slug:slug>/versions/<int:number>/image.<picture:kind>",
        pictures.version_image,
        name="version-image",
    ),
    path("skills/<uuid:skill_id>", public.skill_detail, name="skill-detail"),
    path("artwork/shapes/<slug:shape>.svg", pictures.shape_sample, name="shape-sample"),
    path("org/<slug:handle>/families", families.family_list, name="family-list"),
    path("org/<slug:handle>/families/new", families.family_create, name="family-create"),
    path("org/<slug:handle>/families/sample.svg", families.family_sample, name="family-sample"),
    path("org/<slug:handle>/families/<uuid:family_id>", families.family_edit, name="family-edit"),
    path(
        "org/<slug:handle>/families/<uuid:family_id>/badges", families.family_members, name="family-members"
    ),
    path("org/<slug:handle>/families/<uuid:family_id>/delete", families.family_delete, name="family-delete"),
    path(_OWN, definitions.achievement_list, name="achievement-list"),
    path(f"{_OWN}/new", definitions.achievement_define, name="achievement-define"),
    path(f"{_OWN}/preview", definitions.artwork_preview, name="artwork-preview"),
    path(_ONE, lifecycle.achievement_manage, name="achievement-manage"),
    path(f"{_ONE}/edit", definitions.achievement_edit, name="achievement-edit"),
    path(f"{_ONE}/image.svg", lifecycle.draft_image, name="draft-image"),
    path(f"{_ONE}/publish", lifecycle.achievement_publish, name="achievement-publish"),
    path(f"{_ONE}/version", lifecycle.version_start, name="version-start"),
    path(f"{_ONE}/discard", lifecycle.draft_discard, name="draft-discard"),
    path(f"{_ONE}/archive", lifecycle.achievement_archive, name="achievement-archive"),
    path(f"{_ONE}/restore", lifecycle.achievement_restore, name="achievement-restore"),
    path(f"{_ONE}/suspension", lifecycle.achievement_suspension, name="achievement-suspension"),
    path(f"{_ONE}/duplicates", lifecycle.duplicates_decide, name="duplicates-decide"),
    path(f"{_ONE}/fields", custom_fields.achievement_fields, name="achievement-fields"),
    path(f"{_ONE}/artwork", lifecycle.artwork_upload, name="artwork-upload"),
    path(f"{_ONE}/artwork/remove", lifecycle.artwork_remove, name="artwork-remove"),
]
