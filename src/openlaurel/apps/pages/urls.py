from django.urls import path

from openlaurel.apps.pages.views import awards, choices, files, home, landing, profiles, sharing, workspace

app_name = "pages"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("home", home.home, name="home"),
    path("awards/<uuid:award_id>", awards.award_detail, name="award-detail"),
    path("awards/<uuid:award_id>.json", awards.award_json, name="award-json"),
    path("awards/<uuid:award_id>.png", awards.award_picture, {"kind": "png"}, name="award-png"),
    path("awards/<uuid:award_id>.svg", awards.award_picture, {"kind": "svg"}, name="award-svg"),
    path("awards/<uuid:award_id>.pdf", awards.award_certificate, name="award-pdf"),
    path("awards/<uuid:award_id>/card.png", sharing.award_card, name="award-card"),
    path("awards/<uuid:award_id>/share", sharing.award_sharing, name="award-sharing"),
    path("awards/<uuid:award_id>/share/mastodon", sharing.award_mastodon, name="award-mastodon"),
    path("awards/<uuid:award_id>/embed", sharing.award_embed, name="award-embed"),
    path("awards/<uuid:award_id>/share/<slug:channel>", awards.award_share, name="award-share"),
    path("oembed", sharing.oembed, name="award-oembed"),
    path("b/<str:code>", awards.award_short, name="award-short"),
    path("profiles/<slug:handle>", profiles.profile_detail, name="profile-detail"),
    path("org/<slug:handle>/", workspace.org_overview, name="org-overview"),
    path("language", choices.choose_language, name="language"),
    path("theme", choices.choose_theme, name="theme"),
    path("robots.txt", files.robots, name="robots"),
    path(".well-known/security.txt", files.security, name="security"),
    path("favicon.ico", files.favicon, name="favicon"),
]
