"""Who may open which address. Addresses below /org/<handle>/ need no entry: their view names its permission.

A new address of another kind gets one line here: in PUBLIC, OWN or PERSONAL, with the reason.
"""

# Everybody may, signed in or not. What is private of an organisation or a person never shows there.
PUBLIC = {
    "pages:landing": "says what this site is",
    "pages:language": "chooses the reader's language",
    "pages:theme": "chooses the reader's colours",
    "pages:robots": "tells crawlers where they may go",
    "pages:security": "tells whom to report a security problem to",
    "pages:favicon": "browsers ask for it by themselves",
    "pages:award-detail": "a badge's page is for strangers once its holder has accepted it; before it says nothing",
    "pages:award-json": "the signed document of the same badge",
    "pages:award-png": "the picture of the same badge",
    "pages:award-svg": "the picture of the same badge",
    "pages:award-pdf": "the certificate of the same badge",
    "pages:award-short": "a short address of the same badge",
    "pages:award-share": "leads to where the same badge is shared",
    "pages:award-card": "the picture that a shared link shows of the same badge",
    "pages:award-oembed": "what another site shows of the same badge",
    "pages:profile-detail": "an organisation's public page, and a person's as far as they agreed",
    "pages:sitemap": "lists public pages",
    "moves:imported-detail": "where the old address of a badge leads; it names no holder",
    "moves:imported-image": "the picture of what was earned there",
    "verifier:verify": "anybody may check a badge",
    "exchange:discovery": "describes the Open Badges API",
    "exchange:credentials": "asks for an access token itself, and answers in the standard's words",
    "exchange:profile": "asks for an access token itself, and answers in the standard's words",
    "exchange:register": "any platform may register, and may do nothing by that",
    "exchange:token": "asks for a platform's secret and a code itself",
    "exchange:revoke": "asks for a platform's secret itself",
    "exchange:about": "privacy and terms of the Open Badges API",
    "wallet:shown-detail": "a badge from elsewhere that its holder shows, else nothing",
    "wallet:badge-picture": "the picture of the same badge",
    "wallet:badge-file": "the file of the same badge",
    "verifier:report": "anybody may check a badge",
    "issuing:did-document": "verifiers fetch the issuer's public keys",
    "issuing:status-list": "verifiers fetch which badges are revoked; indices are random",
    "issuing:claim": "the link of the mail is the permission, no account needed",
    "issuing:claim-accept": "the link of the mail is the permission, no account needed",
    "issuing:claim-correction": "the link of the mail is the permission, no account needed",
    "issuing:claim-decline": "the link of the mail is the permission, no account needed",
    "desk:recall-note": "what an issuer tells everybody of a recall, once it is published",
    "learning:course-detail": "what a course consists of, before one enrols",
    "assessment:evidence-detail": "work that its author chose to show with an accepted badge, else nothing",
    "assessment:evidence-file": "the file of the same work",
    "catalog:explore": "the catalogue",
    "catalog:achievement-detail": "a published definition",
    "catalog:achievement-json": "the same definition for programs",
    "catalog:achievement-framework": "the same definition in the terms of another framework",
    "catalog:achievement-image": "the picture of a published definition",
    "catalog:version-detail": "a published version",
    "catalog:version-image": "the picture of a published version",
    "catalog:skill-detail": "a skill that published definitions prove",
    "catalog:shape-sample": "a shape without any content",
    "profiles:brand-style": "colours",
    "profiles:brand-sample-style": "colours",
    "profiles:logo-svg": "the logo on an organisation's public page",
    "profiles:logo-png": "the same logo",
    "profiles:logo-small": "the same logo",
    "accounts:first-account": "makes the first account with the link that the first start printed",
    "account_login": "where one signs in",
    "account_logout": "ends one's own session",
    "account_signup": "where one makes an account",
    "account_inactive": "says that an account is switched off",
    "account_email_verification_sent": "asks for the code of the mail",
    "account_request_login_code": "has a code sent to an address",
    "account_confirm_login_code": "asks for the code of the mail",
    "account_reset_password": "has a link sent to an address",
    "account_reset_password_done": "says that it was sent",
    "account_reset_password_from_key": "the link of the mail is the permission",
    "account_reset_password_from_key_done": "says that it worked",
    "healthz": "monitors ask whether the site is up",
    "api:openapi-json": "describes the API",
    "api:api-root": "NinjaAPI's own index, which answers 404",
}

# Everybody who is signed in may, and sees only what is their own.
OWN = {
    "pages:home": "one's own badges and courses",
    "exchange:authorize": "asks whoever is signed in about their own wallet",
    "exchange:platform-list": "what one allowed other platforms",
    "wallet:wallet": "the badges that one brought in",
    "wallet:badge-add": "brings a badge into one's own wallet",
    "profiles:organisation-list": "the organisations to which one belongs",
    "account_email": "one's own addresses",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reauthenticate": "asks for one's own password again",
    "assessment:assessment-detail": "an assessment of a published achievement, and how oneself stands with it",
    "assessment:attempt-start": "whoever is signed in may take it; the attempt is their own",
    "assessment:submission-create": "whoever is signed in may hand in work; it is their own",
    "mfa_index": "one's own second factor",
    "accounts:own-data": "what is kept about oneself",
    "accounts:own-data-download": "a copy of what is kept about oneself",
    "accounts:delete": "ends one's own account, once the password was given again",
}

# Only the person or role whom it concerns may; for others it doesn't exist, or it leads elsewhere.
PERSONAL = {
    "profiles:organisation-create": "operators make organisations",
    "profiles:invitation-accept": "only the invited address may see and accept an invitation",
    "learning:course-enrol": "enrols oneself; it takes a POST and leads to the course",
    "learning:course-leave": "only who is enrolled can leave",
    "learning:lesson-detail": "only who is enrolled reads lessons",
    "learning:lesson-read": "only who is enrolled reads lessons",
    "assessment:attempt": "an attempt belongs to its learner",
    "assessment:submission-file": "work belongs to its learner",
    "assessment:submission-share": "work belongs to its learner",
    "exchange:platform-end": "ends only what oneself allowed",
    "wallet:badge-detail": "a wallet is its holder's own",
    "wallet:badge-check": "a wallet is its holder's own",
    "wallet:badge-show": "a wallet is its holder's own",
    "wallet:badge-remove": "a wallet is its holder's own",
    "moves:imported-original": "a badge's own file may name its holder: for them, and for who imported it",
    "pages:award-privacy": "a badge's visibility is chosen by its holder",
}
# Those that change something for whoever is signed in, as they should.
CHANGES_OWN_THINGS = frozenset(
    {"learning:course-enrol", "assessment:attempt-start", "assessment:submission-create"}
)

PUBLIC_OPERATIONS = {
    "GET /api/v1/achievements": "the catalogue for programs",
    "GET /api/v1/achievements/{slug}": "a published definition",
    "GET /api/v1/achievements/{slug}/frameworks/{framework}": "the same in the terms of another framework",
    "GET /api/v1/awards/{award_id}": "a badge that its holder has accepted, as its public page shows it",
    "POST /api/v1/verify": "anybody may check a badge",
}
# What a key of any organisation may do, since it concerns its own organisation alone.
OWN_OPERATIONS = {
    "GET /api/v1/keys/current": "the key that asks",
    "POST /api/v1/keys/current/rotate": "the key that asks",
    "GET /api/v1/awards": "the badges of the key's organisation",
    "GET /api/v1/audit/events": "the audit trail of the key's organisation",
    "GET /api/v1/webhooks": "the webhooks of the key's organisation",
    "POST /api/v1/webhooks": "a webhook of the key's organisation",
}
# What a well-formed request sends, so that it is refused for who sends it and not for its form.
BODIES = {
    "POST /api/v1/awards": {
        "achievement": "tide-tables",
        "recipient_name": "Eve",
        "recipient_email": "eve@elsewhere.example",
    },
    "POST /api/v1/awards/{award_id}/correct": {"reason": "A test of who may", "recipient_name": "Eve"},
    "POST /api/v1/awards/{award_id}/restore": {"reason": "A test of who may"},
    "POST /api/v1/awards/{award_id}/revoke": {"reason": "A test of who may"},
    "POST /api/v1/awards/{award_id}/suspend": {"reason": "A test of who may"},
    "POST /api/v1/keys/current/rotate": {},
    "POST /api/v1/verify": {"document": "{}"},
    "POST /api/v1/webhooks": {"url": "https://b.example/news", "types": ["award.issued"]},
    "PATCH /api/v1/webhooks/{webhook_id}": {"paused": True},
    "DELETE /api/v1/webhooks/{webhook_id}": {},
    "POST /api/v1/webhooks/{webhook_id}/secret": {},
    "POST /api/v1/webhooks/{webhook_id}/test": {},
    "POST /api/v1/webhooks/{webhook_id}/messages/{message_id}/replay": {},
}

HINT = "Say who may open it in tests/integration/authorization/rules.py, with the reason."
